using Habitue.Duck;
using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Trees;

namespace Habitue.Tests.Learning.Trees;

/// <summary>Scored in DuckDB and here, answers agree to 1e-5, missing values too.</summary>
public sealed class TreeSqlTests : IDisposable
{
    private readonly DuckDatabase database = DuckDatabase.InMemory();
    private readonly DuckConnection connection;

    public TreeSqlTests()
    {
        connection = database.Connect();
        var rows = TreesReference.Holes;
        connection.Execute("CREATE TABLE customers (number INTEGER, a DOUBLE, b DOUBLE, c DOUBLE, d DOUBLE)");
        for (var r = 0; r < rows.Rows; r++)
            connection.Execute($"INSERT INTO customers VALUES ({r}, {string.Join(", ", rows.Row(r).ToArray().Select(value => float.IsNaN(value) ? "NULL" : $"{value}"))})");
    }

    public void Dispose()
    {
        connection.Dispose();
        database.Dispose();
    }

    [Theory]
    [InlineData("two")]
    [InlineData("three")]
    public void Classifiers_of_all_sorts_agree(string targets)
    {
        var data = TreesReference.Of(TreesReference.Holes, targets);
        Agree(new GradientBoostingClassifier { Rounds = 6, MinLeafRows = 5, MaxLeaves = 12 }.Fit(data));
        Agree(new GradientBoostingClassifier { Rounds = 4, Categories = ["d", "b"], CategorySmoothing = 0 }.Fit(data));
        Agree(new DecisionTreeClassifier().Fit(data));
        Agree(new RandomForestClassifier { Trees = 10, MaxDepth = 6 }.Fit(data));
    }

    [Fact]
    public void Regressors_of_all_sorts_agree()
    {
        Agree(new GradientBoostingRegressor { Rounds = 30 }.Fit(TreesReference.Of(TreesReference.Holes, "amount")));
        Agree(new GradientBoostingRegressor { Rounds = 30, Loss = BoostedLoss.Poisson }.Fit(TreesReference.Of(TreesReference.Holes, "count")));
        Agree(new DecisionTreeRegressor().Fit(TreesReference.Of(TreesReference.Holes, "amount")));
        Agree(new RandomForestRegressor { Trees = 10, MaxDepth = 6 }.Fit(TreesReference.Of(TreesReference.Holes, "amount")));
    }

    [Fact]
    public void Two_hundred_trees_are_not_too_deep_for_the_engine() =>
        Agree(new GradientBoostingClassifier { Rounds = 200, MaxLeaves = 4 }.Fit(TreesReference.Of(TreesReference.Holes, "two")));

    [Fact]
    public void Missing_against_known_is_a_split_that_SQL_knows_too()
    {
        var rows = TreesReference.Holes;
        double[] missing = [.. Enumerable.Range(0, 300).Select(r => float.IsNaN(rows[r, 1]) ? 1.0 : 0.0)];
        var model = new DecisionTreeClassifier().Fit(new Labeled(rows, missing));

        Assert.Equal(2, model.Trees.Leaves);
        Assert.Equal(missing, Iris.Doubles(model.Probability(rows)));
        Agree(model);
    }

    [Fact]
    public void A_name_that_needs_quotes_is_refused()
    {
        var model = new DecisionTreeRegressor().Fit(new Labeled(Matrix.OfRows(["two words"], [1], [2]), [1, 2]));

        Assert.Contains("'two words'", Assert.Throws<BadDataException>(() => model.ToSql()).Message, StringComparison.Ordinal);
    }

    private void Agree(ISqlModel model)
    {
        var columns = model.ToSql();
        var expected = model is IClassifier classifier ? classifier.Probabilities(TreesReference.Holes).Values.ToArray() : ((IRegressor)model).Predict(TreesReference.Holes);
        Assert.Equal(model is IClassifier named ? named.Classes : ["prediction"], columns.Select(column => column.Name));
        for (var c = 0; c < columns.Count; c++)
        {
            var scored = connection.Rows<double>($"SELECT {columns[c].Expression} FROM customers ORDER BY number");

            Iris.Near([.. Enumerable.Range(0, 300).Select(r => (double)expected[(r * columns.Count) + c])], scored, 1e-5);
        }
    }
}
