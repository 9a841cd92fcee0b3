using FsCheck;
using FsCheck.Fluent;
using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Trees;

namespace Habitue.Tests.Learning.Trees;

/// <summary>What holds for any data: here of random size, with ties, holes and chance labels.</summary>
public sealed class TreePropertyTests
{
    private static readonly IEstimator<Labeled, IClassifier>[] Classifiers =
    [
        new DecisionTreeClassifier { MaxDepth = 6 },
        new DecisionTreeClassifier { Criterion = TreeCriterion.Entropy, MinLeafRows = 3 },
        new GradientBoostingClassifier { Rounds = 5, MinLeafRows = 2 },
        new GradientBoostingClassifier { Rounds = 5, MinLeafRows = 1, MaxDepth = 3, Growth = TreeGrowth.DepthWise },
    ];

    [Fact]
    public void A_constant_column_changes_nothing() => ForAll((data, recipe) =>
    {
        var wider = new Matrix(data.Rows.Rows, ["constant", .. data.Rows.Columns]);
        for (var r = 0; r < wider.Rows; r++)
        {
            wider[r, 0] = 7;
            data.Rows.Row(r).CopyTo(wider.Row(r)[1..]);
        }

        return Answers(recipe, data).SequenceEqual(recipe.Fit(data.With(wider)).Probabilities(wider).Values.ToArray());
    });

    [Fact]
    public void The_order_of_the_rows_changes_nothing() => ForAll((data, recipe) =>
    {
        int[] order = [.. Enumerable.Range(0, data.Rows.Rows).OrderBy(r => (r * 7919) % 104_729)];
        return Answers(recipe, data).Zip(recipe.Fit(data.Take(order)).Probabilities(data.Rows).Values.ToArray(), (a, b) => Math.Abs(a - b)).Max() < 1e-5;
    });

    [Fact]
    public void Probabilities_are_none_below_zero_and_sum_to_one() => ForAll((data, recipe) =>
    {
        var shares = recipe.Fit(data).Probabilities(data.Rows);
        return Enumerable.Range(0, shares.Rows).All(r => shares.Row(r).ToArray() is var row && row.Min() >= 0 && Math.Abs(row.Sum() - 1) < 1e-5);
    });

    [Fact]
    public void A_rising_change_of_a_column_changes_nothing() => ForAll((data, recipe) =>
    {
        // Trees see only the order of the values.
        var changed = data.Rows.Take([.. Enumerable.Range(0, data.Rows.Rows)]);
        for (var r = 0; r < changed.Rows; r++) changed[r, 1] = (changed[r, 1] * changed[r, 1] * changed[r, 1]) - 5;
        return Answers(recipe, data).SequenceEqual(recipe.Fit(data.With(changed)).Probabilities(changed).Values.ToArray());
    });

    private static void ForAll(Func<Labeled, IEstimator<Labeled, IClassifier>, bool> holds) =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => Classifiers.All(recipe => holds(Data(seed), recipe)))
            .Check(QuietCheck.Times(40));

    private static float[] Answers(IEstimator<Labeled, IClassifier> recipe, Labeled data) => recipe.Fit(data).Probabilities(data.Rows).Values.ToArray();

    private static Labeled Data(int seed)
    {
        var random = new Seed(unchecked((ulong)seed)).For(0);
        var (rows, classes) = (new Matrix(6 + random.Below(120), ["a", "b", "c"]), 2 + random.Below(2));
        foreach (ref var value in rows.Values) value = random.Below(10) == 0 ? float.NaN : random.Below(30);
        double[] targets = [.. Enumerable.Range(0, rows.Rows).Select(r => (double)(r < classes ? r : random.Below(classes)))];
        return new Labeled(rows, targets);
    }
}
