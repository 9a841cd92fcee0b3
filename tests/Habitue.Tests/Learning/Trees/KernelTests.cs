using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Numerics;
using Habitue.Learning.Trees;

namespace Habitue.Tests.Learning.Trees;

/// <summary>The parts that are written for speed say what their plain definitions say.</summary>
public sealed unsafe class KernelTests
{
    [Fact]
    public void Eight_at_once_find_the_split_that_one_by_one_finds()
    {
        var random = new Seed(1).For(0);
        var prefix = stackalloc long[264];
        for (var trial = 0; trial < 2_000; trial++)
        {
            var (count, sum) = (1 + random.Below(255), 0L);
            for (var b = 0; b < count; b++) prefix[b] = sum += random.Below(3) == 0 ? 0 : Packed.Of(random.Below(2_001) - 1_000, random.Below(500));
            var total = sum + Packed.Of(random.Below(2_001) - 1_000, random.Below(500));
            var (l2, least) = (random.Below(2) * 50.0, 1.0 + random.Below(2_000));

            Assert.Equal(SplitSearch.Narrow(prefix, count, total, l2, least), SplitSearch.Wide(prefix, count, total, l2, least));
        }
    }

    [Fact]
    public void Bins_lie_between_their_edges_and_few_values_have_one_each()
    {
        var random = new Seed(8).For(0);
        var x = new Matrix(3_000, ["few", "many"]);
        for (var r = 0; r < x.Rows; r++) (x[r, 0], x[r, 1]) = (random.Below(200) * 0.1f, r % 50 == 0 ? float.NaN : (float)Math.Exp(5 * random.NextDouble()));
        var rules = BinRules.Learn(x, "none", 255, [], default);
        var bins = BinnedRows.Of(x, rules, default);

        Assert.Equal((200, 255), (rules.Bins(0), rules.Bins(1)));
        var sizes = new int[255];
        for (var r = 0; r < x.Rows; r++)
        {
            for (var c = 0; c < 2; c++)
            {
                int bin = bins.Columns[c][r];
                Assert.Equal(bin, bins.Groups[0][(r * 16) + c]);
                if (float.IsNaN(x[r, c]))
                {
                    Assert.Equal(255, bin);
                    continue;
                }

                Assert.Equal(rules.Edges[c].Count(edge => edge < x[r, c]), bin);
                if (c == 1) sizes[bin]++;
            }
        }

        Assert.All(sizes, size => Assert.InRange(size, 8, 16)); // 2,940 values in 255 bins
    }

    [Fact]
    public void A_crew_does_every_block_once_and_hands_on_what_was_thrown()
    {
        using var crew = new Crew(3);
        var done = new int[100];
        for (var run = 0; run < 500; run++)
        {
            var count = run % 101;
            Array.Clear(done);
            crew.Run(count, i => Interlocked.Increment(ref done[i]));
            Assert.All(done.Take(count), times => Assert.Equal(1, times));
            Assert.All(done.Skip(count), times => Assert.Equal(0, times));
        }

        Assert.Throws<InvalidOperationException>(() => crew.Run(10, i => throw new InvalidOperationException($"{i}")));
        crew.Run(10, i => Interlocked.Increment(ref done[i])); // and works on
    }

    [Fact]
    public void Eight_rows_side_by_side_and_one_row_walked_get_the_same()
    {
        var data = TreesReference.Of(TreesReference.Holes, "two");
        var trees = new RandomForestClassifier { Trees = 30, Seed = 3 }.Fit(data).Trees.Arrays;
        var walked = new double[299 * trees.Outputs]; // not a whole number of eights, and not from the first row on

        new TreeWalk(trees).Add(data.Rows, 1, 299, walked);

        for (var r = 0; r < 299; r++)
            for (var k = 0; k < trees.Outputs; k++)
            {
                var sum = 0.0;
                for (var t = 0; t < 30; t++) sum += trees.Values[(trees.Children[trees.Leaf(t, data.Rows.Row(r + 1))] * trees.Width) + k];
                Assert.Equal(sum, walked[(r * trees.Outputs) + k]);
            }
    }

    [Fact]
    public void Sixteen_rows_at_once_and_one_row_walked_get_the_same()
    {
        var data = TreesReference.Of(TreesReference.Holes, "two");
        var model = new GradientBoostingClassifier { MaxLeaves = 32, MinLeafRows = 2, Rounds = 40 }.Fit(data);
        if (QuickScorer.For(model.Trees.Arrays) is not { } scorer)
        {
            Assert.Skip("This processor has no vectors of 512 bits, which sixteen rows at once need.");
            return;
        }
        var (sixteen, walked) = (new double[300], new double[300]);
        scorer.Add(data.Rows, 0, 300, sixteen);

        new TreeWalk(model.Trees.Arrays).Add(data.Rows, 0, 300, walked);

        Assert.Equal(walked, sixteen);
        for (var r = 0; r < 300; r++)
        {
            var sum = 0.0;
            for (var t = 0; t < 40; t++) sum += model.Trees.Arrays.Values[model.Trees.Arrays.Children[model.Trees.Arrays.Leaf(t, data.Rows.Row(r))]];
            Assert.Equal(sum, walked[r]);
        }
    }

    [Fact]
    public void Larger_trees_and_categories_are_not_for_sixteen_at_once()
    {
        var data = TreesReference.Of(TreesReference.Whole, "amount");

        Assert.Null(QuickScorer.For(new GradientBoostingRegressor { MaxLeaves = 60, MinLeafRows = 1 }.Fit(data).Trees.Arrays));
        Assert.Null(QuickScorer.For(new GradientBoostingRegressor { Categories = ["d"] }.Fit(data).Trees.Arrays));
    }
}
