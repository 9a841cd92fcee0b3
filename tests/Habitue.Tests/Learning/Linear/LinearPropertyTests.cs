using FsCheck;
using FsCheck.Fluent;
using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Linear;

namespace Habitue.Tests.Learning.Linear;

/// <summary>What holds of linear models whatever the data.</summary>
public sealed class LinearPropertyTests
{
    [Fact]
    public void A_column_that_is_constant_changes_no_answer() => Each((data, random) =>
    {
        var wider = new Matrix(data.Rows.Rows, [.. data.Rows.Columns, "constant"]);
        for (var c = 0; c < data.Rows.Columns.Count; c++) wider.Fill(c, data.Rows.Column(c));
        wider.Fill(data.Rows.Columns.Count, [.. Enumerable.Repeat((float)random.Below(100), wider.Rows)]);

        foreach (var (fit, least) in Regressors()) Same(fit(Above(data, least)).Predict(data.Rows), fit(Above(data.With(wider), least)).Predict(wider));
        foreach (var fit in Classifiers()) Same([.. fit(data).Probabilities(data.Rows).Values], [.. fit(data.With(wider)).Probabilities(wider).Values]);
    });

    [Fact]
    public void The_order_of_rows_changes_no_answer() => Each((data, random) =>
    {
        int[] order = [.. Enumerable.Range(0, data.Rows.Rows).OrderBy(_ => random.NextDouble())];

        foreach (var (fit, least) in Regressors()) Same(fit(Above(data, least)).Predict(data.Rows), fit(Above(data.Take(order), least)).Predict(data.Rows));
        foreach (var fit in Classifiers()) Same([.. fit(data).Probabilities(data.Rows).Values], [.. fit(data.Take(order)).Probabilities(data.Rows).Values]);
    });

    [Fact]
    public void Probabilities_are_between_0_and_1_and_add_up_to_1() => Each((data, _) =>
    {
        foreach (var fit in Classifiers())
        {
            var found = fit(data).Probabilities(data.Rows);
            for (var r = 0; r < found.Rows; r++)
            {
                Assert.Equal(1, found.Row(r).ToArray().Sum(one => (double)one), 1e-6);
                Assert.All(found.Row(r).ToArray(), one => Assert.InRange(one, 0, 1));
            }
        }
    });

    [Fact]
    public void Rows_of_weight_2_count_like_two_rows() => Each((data, _) =>
    {
        var all = Enumerable.Range(0, data.Rows.Rows).ToArray();
        double[] two = [.. all.Select(r => r % 2 == 0 ? 2.0 : 1)];
        var (weighted, twice) = (new Labeled(data.Rows, data.Targets, two), data.Take([.. all, .. all.Where(r => r % 2 == 0)]));

        foreach (var (fit, least) in Regressors()) Same(fit(Above(weighted, least)).Predict(data.Rows), fit(Above(twice, least)).Predict(data.Rows));
        foreach (var fit in Classifiers()) Same([.. fit(weighted).Probabilities(data.Rows).Values], [.. fit(twice).Probabilities(data.Rows).Values]);
    });

    private static Func<Labeled, IClassifier>[] Classifiers() =>
    [
        data => new LogisticRegression().Fit(data),
        data => new LogisticRegression { Penalty = 2, L1Ratio = 0.5 }.Fit(data),
        data => new GaussianNaiveBayes().Fit(data),
    ];

    /// <summary>Regressions, and what their targets must be above.</summary>
    private static (Func<Labeled, IRegressor> Fit, double Least)[] Regressors() =>
    [
        (data => new LinearRegression().Fit(data), 0),
        (data => new Ridge().Fit(data), 0),
        (data => new Lasso { Alpha = 0.02 }.Fit(data), 0),
        (data => new ElasticNet { Alpha = 0.02 }.Fit(data), 0),
        (data => new PoissonRegression().Fit(data), 0),
        (data => new GammaRegression().Fit(data), 1),
    ];

    private static Labeled Above(Labeled data, double least) => new(data.Rows, Array.ConvertAll(data.Targets.ToArray(), target => target + least), data.Weights);

    /// <summary>Some dozens of tables of 2 to 4 columns and 20 to 60 rows, with targets of 0, 1 and maybe 2.</summary>
    private static void Each(Action<Labeled, Habitue.Learning.Numerics.Generator> holds) =>
        Check.One(QuietCheck.Times(25), Prop.ForAll<int>(number =>
        {
            var random = new Seed((ulong)(uint)number).For(0);
            var (rows, columns, classes) = (20 + random.Below(40), 2 + random.Below(3), 2 + random.Below(2));
            var (x, targets) = (new Matrix(rows, [.. Enumerable.Range(0, columns).Select(c => $"c{c}")]), new double[rows]);
            for (var r = 0; r < rows; r++)
            {
                targets[r] = r < classes ? r : random.Below(classes);
                for (var c = 0; c < columns; c++) x[r, c] = (float)(random.NextDouble() + (c == 0 ? 0.3 * targets[r] : 0));
            }

            holds(new Labeled(x, targets), random);
        }));

    private static void Same(float[] expected, float[] found) => Iris.Near([.. Iris.Doubles(expected)], Iris.Doubles(found), 2e-5);
}
