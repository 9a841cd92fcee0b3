using System.Globalization;
using Habitue.Duck;
using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Linear;

namespace Habitue.Tests.Learning.Linear;

/// <summary>Scored in DuckDB and here, answers agree.</summary>
public sealed class LinearSqlTests
{
    public static TheoryData<string> Names => [.. Models().Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_model_says_in_SQL_what_it_says_here(string name)
    {
        var (model, rows) = (Models()[name], LinearReference.Rows());
        var columns = model.ToSql();

        var found = Ask(rows, columns);

        float[] here = model switch
        {
            IClassifier classifier => [.. classifier.Probabilities(rows).Values],
            var other => ((IRegressor)other).Predict(rows),
        };
        IReadOnlyList<string> answers = model is IClassifier named ? named.Classes : ["prediction"];
        Assert.Equal(answers, columns.Select(column => column.Name));
        Iris.Near([.. Iris.Doubles(here)], found, 1e-5);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_SQL_keeps_to_what_DuckDB_and_Spark_both_speak(string name) =>
        Assert.All(Models()[name].ToSql(), column => Assert.DoesNotMatch(@"::|""|`|\b(?!CAST\b|AS\b|DOUBLE\b|EXP\b|LEAST\b|E\b)[A-Z]{2,}", column.Expression));

    [Fact]
    public void Scores_beyond_every_exponential_are_certain()
    {
        var data = new Labeled(Matrix.OfColumns(("a", [-1, 1, -1.5, 1.5])), [0, 1, 0, 1]);
        var far = Matrix.OfColumns(("a", [-1e6, 1e6]), ("b", [0, 0]), ("c", [0, 0]), ("d", [0, 0]), ("e", [0, 0]));

        Iris.Near([1, 0, 0, 1], Ask(far, new LogisticRegression { Penalty = 0.01 }.Fit(data).ToSql()), 1e-12);
    }

    [Fact]
    public void A_name_that_needs_quotes_is_refused()
    {
        var model = new Ridge().Fit(new Labeled(Matrix.OfColumns(("days since", [1, 2, 3])), [1, 2, 3]));

        Assert.Equal("days since", Assert.Throws<BadDataException>(model.ToSql).Column);
    }

    private static Dictionary<string, ISqlModel> Models() => new()
    {
        ["logistic"] = new LogisticRegression().Fit(LinearReference.Data("y")),
        ["multinomial"] = new LogisticRegression().Fit(LinearReference.Data("three")),
        ["least squares"] = new LinearRegression().Fit(LinearReference.Data("target")),
        ["ridge"] = new Ridge().Fit(LinearReference.Data("target")),
        ["lasso"] = new Lasso { Alpha = 0.15 }.Fit(LinearReference.Data("target")),
        ["elastic net"] = new ElasticNet { Alpha = 0.1 }.Fit(LinearReference.Data("target")),
        ["path"] = new ElasticNetPath { Count = 8 }.Fit(LinearReference.Data("target")),
        ["Poisson"] = new PoissonRegression().Fit(LinearReference.Data("counts")),
        ["Gamma"] = new GammaRegression().Fit(LinearReference.Data("amounts")),
        ["Gaussian naive Bayes"] = new GaussianNaiveBayes().Fit(LinearReference.Data("three")),
    };

    private static List<double> Ask(Matrix rows, IReadOnlyList<SqlColumn> columns)
    {
        using var database = DuckDatabase.InMemory();
        using var duck = database.Connect();
        duck.Execute("CREATE TABLE t (row_number INTEGER, a FLOAT, b FLOAT, c FLOAT, d FLOAT, e FLOAT)");
        duck.Execute("INSERT INTO t VALUES " + string.Join(", ", Enumerable.Range(0, rows.Rows).Select(r => $"({r}, {string.Join(", ", rows.Row(r).ToArray().Select(value => value.ToString("R", CultureInfo.InvariantCulture)))})")));
        using var result = duck.Query($"SELECT {string.Join(", ", columns.Select((column, i) => $"{column.Expression} AS answer_{i}"))} FROM t ORDER BY row_number");
        var found = new List<double>();
        foreach (var chunk in result.Chunks())
            for (var r = 0; r < chunk.Count; r++)
                for (var c = 0; c < columns.Count; c++) found.Add((double)chunk[c].GetValue(r)!);
        return found;
    }
}
