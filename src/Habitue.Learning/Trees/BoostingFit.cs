using System.Numerics;
using System.Runtime.Intrinsics;
using Habitue.Learning.Data;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Trees;

/// <summary>One fit of a boosting: round after round derivatives, a tree per output, new scores.</summary>
internal sealed class BoostingFit(GradientBoosting recipe, Matrix x, BoostingLoss loss)
{
    private const int BlockRows = 8_192;

    /// <summary>Sums of packed gradients stay below this, so that neither half of the 64 bits overflows.</summary>
    private const double MostSum = 1 << 30;

    private readonly int blocks = (x.Rows + BlockRows - 1) / BlockRows;
    private readonly double[] gradientSums = new double[((x.Rows + BlockRows - 1) / BlockRows) * loss.Outputs];
    private readonly double[] hessianSums = new double[((x.Rows + BlockRows - 1) / BlockRows) * loss.Outputs];
    private readonly List<GrownTree> trees = [];
    private int[] training = [], heldOut = [];
    private int output;
    private GrownTree current = new();
    private BinnedRows bins = null!;
    private LeafGrower grower = null!;

    public double[] Start { get; private set; } = [];

    public (string, double)[] Figures { get; private set; } = [];

    public TreeArrays Run(FitRun run)
    {
        run.Cancel.ThrowIfCancellationRequested();
        var monotone = recipe.Monotone(x.Columns);
        var rules = BinRules.Learn(x, recipe.GetType().Name, recipe.Bins, recipe.Categories, run);
        bins = BinnedRows.Of(x, rules, run);
        HoldOut();
        using var crew = new Crew(Math.Min(run.Workers, Math.Max(1, blocks)));
        grower = new LeafGrower(recipe, bins, monotone, training.Length, crew);
        Start = loss.Start(training);
        for (var k = 0; k < loss.Outputs; k++) loss.Scores.AsSpan(k * x.Rows, x.Rows).Fill(Start[k]);
        Action<int> derive = Derive, pack = Pack, addToAll = AddToAll, addToLeaf = AddToLeaf, renew = Renew;
        var (best, bestRound, rounds) = (heldOut.Length > 0 ? loss.Mean(heldOut) : 0, 0, 0);
        for (var share = 0.0; rounds < recipe.Rounds && share < 1;)
        {
            run.Cancel.ThrowIfCancellationRequested();
            crew.Run(blocks, derive);
            var random = recipe.Seed.For(rounds++);
            Draw(recipe.ColumnShare, random);
            for (output = 0; output < loss.Outputs; output++)
            {
                Scale();
                crew.Run(blocks, pack);
                var rows = DrawRows(recipe.Seed.For(-1 - rounds));
                current = grower.Grow(rows, rows == x.Rows);
                if (loss.LeafQuantile is not null) crew.Run(grower.Leaves.Count, renew);
                for (var node = 0; node < current.Count; node++) current.Value[node] *= recipe.LearningRate;
                if (rows == x.Rows) crew.Run(grower.Leaves.Count, addToLeaf);
                else crew.Run(blocks, addToAll);
                trees.Add(current);
            }

            if (heldOut.Length > 0)
            {
                var now = loss.Mean(heldOut);
                if (now < best) (best, bestRound) = (now, rounds);
            }

            share = heldOut.Length > 0 && rounds - bestRound >= recipe.Patience ? 1 : (double)rounds / recipe.Rounds;
            run.Progress?.Report(share);
        }

        var kept = heldOut.Length > 0 ? Math.Max(1, bestRound) : rounds;
        trees.RemoveRange(kept * loss.Outputs, trees.Count - (kept * loss.Outputs));
        Figures = heldOut.Length > 0 ? [("rounds", kept), ("held_out_loss", best)] : [("rounds", kept), ("loss", loss.Mean(training))];
        return TreeArrays.Of(trees, rules, loss.Outputs, 1, (tree, node, value) => value[0] = trees[tree].Value[node]);
    }

    private void HoldOut()
    {
        var count = (int)(recipe.ValidationShare * x.Rows);
        heldOut = recipe.Seed.For(-1).Sample(count, x.Rows);
        training = new int[x.Rows - count];
        for (int row = 0, held = 0, kept = 0; row < x.Rows; row++)
        {
            if (held < count && heldOut[held] == row) held++;
            else training[kept++] = row;
        }
    }

    /// <summary>Puts the drawn rows into the partition, in their order (Knuth, algorithm 3.4.2 S).</summary>
    private int DrawRows(Generator random)
    {
        var rows = grower.Partition.All;
        if (recipe.RowShare >= 1)
        {
            training.CopyTo(rows);
            return training.Length;
        }

        var (wanted, found) = (Math.Max(1, (int)Math.Round(recipe.RowShare * training.Length)), 0);
        for (var i = 0; found < wanted; i++)
            if ((training.Length - i) * random.NextDouble() < wanted - found) rows[found++] = training[i];
        return wanted;
    }

    private void Draw(double share, Generator random)
    {
        var wanted = Math.Max(1, (int)Math.Round(share * grower.Used.Length));
        for (int c = 0, found = 0; c < grower.Used.Length; c++)
        {
            grower.Used[c] = wanted == grower.Used.Length || (grower.Used.Length - c) * random.NextDouble() < wanted - found;
            if (grower.Used[c]) found++;
        }
    }

    private void Derive(int block)
    {
        var (from, to) = (block * BlockRows, Math.Min(x.Rows, (block + 1) * BlockRows));
        loss.Derive(from, to);
        for (var k = 0; k < loss.Outputs; k++)
        {
            var (first, count) = ((k * x.Rows) + from, to - from);
            gradientSums[(k * blocks) + block] = SumOfMagnitudes(loss.Gradients.AsSpan(first, count));
            hessianSums[(k * blocks) + block] = SumOfMagnitudes(loss.Hessians.AsSpan(first, count));
        }
    }

    /// <summary>
    /// As fine as the sums allow: the mean gradient of 400,000 rows is still more than a thousand steps wide. Powers of two,
    /// so that a sum that rounds otherwise in another order of the rows gives the same scale.
    /// </summary>
    private void Scale()
    {
        var (g, h) = (0.0, 0.0);
        for (var b = output * blocks; b < (output + 1) * blocks; b++) (g, h) = (g + gradientSums[b], h + hessianSums[b]);
        grower.GradientScale = PowerOfTwo(MostSum / g);
        grower.EqualHessian = loss.EqualHessians ? Math.Max(1, (long)(MostSum / x.Rows)) : 0;
        grower.HessianScale = loss.EqualHessians ? grower.EqualHessian : PowerOfTwo(MostSum / h);
    }

    private static double PowerOfTwo(double most) => double.IsFinite(most) ? Math.ScaleB(1, Math.Clamp(Math.ILogB(most), -100, 100)) : 1;

    private void Pack(int block)
    {
        var (row, to, first) = (block * BlockRows, Math.Min(x.Rows, (block + 1) * BlockRows), output * x.Rows);
        var gradients = loss.Gradients.AsSpan(first, x.Rows);
        var hessians = loss.Hessians.AsSpan(first, x.Rows);
        var packed = grower.PackedRows;
        var (gScale, hScale) = ((float)grower.GradientScale, (float)grower.HessianScale);
        var (wideG, wideH) = (Vector512.Create(gScale), Vector512.Create(hScale));
        for (; row + 16 <= to; row += 16)
        {
            var g = Vector512.ConvertToInt32(Vector512.Round(Vector512.Create<float>(gradients[row..]) * wideG));
            var h = Vector512.ConvertToInt32(Vector512.Round(Vector512.Create<float>(hessians[row..]) * wideH));
            var ((gLow, gHigh), (hLow, hHigh)) = (Vector512.Widen(g), Vector512.Widen(h));
            (Vector512.ShiftLeft(gLow, 32) + hLow).CopyTo(packed, row);
            (Vector512.ShiftLeft(gHigh, 32) + hHigh).CopyTo(packed, row + 8);
        }

        for (; row < to; row++)
            packed[row] = Packed.Of((int)MathF.Round(gradients[row] * gScale), (int)MathF.Round(hessians[row] * hScale));
    }

    private unsafe void AddToLeaf(int number)
    {
        var leaf = grower.Leaves[number];
        var value = current.Value[leaf.Node];
        var rows = grower.Partition.Rows + leaf.Start;
        fixed (double* scores = &loss.Scores[output * x.Rows])
            for (var i = 0; i < leaf.Count; i++) scores[rows[i]] += value;
    }

    private void AddToAll(int block)
    {
        var (to, first) = (Math.Min(x.Rows, (block + 1) * BlockRows), output * x.Rows);
        for (var row = block * BlockRows; row < to; row++) loss.Scores[first + row] += current.Value[current.Leaf(bins, row)];
    }

    /// <summary>A leaf's Newton step is no quantile of its residuals: the quantile itself takes its place, within the leaf's bounds.</summary>
    private unsafe void Renew(int number)
    {
        var leaf = grower.Leaves[number];
        var (values, weights) = (new double[leaf.Count], new double[leaf.Count]);
        var rows = grower.Partition.Rows + leaf.Start;
        for (var i = 0; i < values.Length; i++) (values[i], weights[i]) = (loss.Residual(rows[i]), loss.Weight(rows[i]));
        current.Value[leaf.Node] = Math.Clamp(QuantileLoss.Of(values, weights, loss.LeafQuantile!.Value), leaf.Low, leaf.High);
    }

    private static double SumOfMagnitudes(ReadOnlySpan<float> values)
    {
        // Eight running sums of float32 over a block of 8,192: exact enough for a scale.
        var (sum, i) = (Vector<float>.Zero, 0);
        for (; i + Vector<float>.Count <= values.Length; i += Vector<float>.Count) sum += Vector.Abs(new Vector<float>(values[i..]));
        var total = (double)Vector.Sum(sum);
        for (; i < values.Length; i++) total += Math.Abs(values[i]);
        return total;
    }
}
