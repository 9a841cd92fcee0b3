using System.Runtime.Intrinsics;

namespace Habitue.Learning.Trees;

/// <summary>Two classes: -ln p of the class that a row has, p by the logistic function of the score.</summary>
internal sealed class LogisticLoss(int[] classes, ReadOnlySpan<double> weights) : BoostingLoss(classes.Length, 1, weights)
{
    private readonly float[] targets = Array.ConvertAll(classes, one => (float)one);

    public override double[] Start(ReadOnlySpan<int> rows)
    {
        var share = MeanOf(rows, row => targets[row]);
        // A held-out or weightless class leaves the others sure; not surer than one in a million million.
        share = Math.Clamp(share, 1e-12, 1 - 1e-12);
        return [Math.Log(share / (1 - share))];
    }

    public override void Derive(int from, int to)
    {
        var row = from;
        for (; row + 16 <= to; row += 16)
            Sixteen(Scores.AsSpan(row, 16), targets.AsSpan(row, 16), Gradients.AsSpan(row, 16), Hessians.AsSpan(row, 16));
        if (row < to)
        {
            // The last few take the same way, so that a row's derivatives do not depend on its place.
            var count = to - row;
            Span<double> scores = stackalloc double[16];
            Span<float> some = stackalloc float[16], gradients = stackalloc float[16], hessians = stackalloc float[16];
            Scores.AsSpan(row, count).CopyTo(scores);
            targets.AsSpan(row, count).CopyTo(some);
            Sixteen(scores, some, gradients, hessians);
            gradients[..count].CopyTo(Gradients.AsSpan(row));
            hessians[..count].CopyTo(Hessians.AsSpan(row));
        }

        if (!Weighted) return;
        for (row = from; row < to; row++)
        {
            Gradients[row] *= (float)Weight(row);
            Hessians[row] *= (float)Weight(row);
        }
    }

    private static void Sixteen(ReadOnlySpan<double> scores, ReadOnlySpan<float> targets, Span<float> gradients, Span<float> hessians)
    {
        var one = Vector512<float>.One;
        var p = one / (one + Vector512.Exp(-Vector512.Narrow(Vector512.Create(scores), Vector512.Create(scores[8..]))));
        (p - Vector512.Create(targets)).CopyTo(gradients);
        (p * (one - p)).CopyTo(hessians);
    }

    public override double Of(int row)
    {
        // ln(1 + e^-x) without overflow, x the score towards the class that the row has.
        var x = targets[row] > 0 ? Scores[row] : -Scores[row];
        return Math.Max(-x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));
    }
}

/// <summary>More classes: -ln p of the class that a row has, p by the softmax of the scores, one per class.</summary>
internal sealed class MultinomialLoss(int[] classes, int count, ReadOnlySpan<double> weights) : BoostingLoss(classes.Length, count, weights)
{
    public override double[] Start(ReadOnlySpan<int> rows)
    {
        var (start, all) = (new double[Outputs], rows.ToArray());
        for (var k = 0; k < start.Length; k++) start[k] = Math.Log(Math.Max(1e-12, MeanOf(all, row => classes[row] == k ? 1 : 0)));
        var mean = start.Average();
        for (var k = 0; k < start.Length; k++) start[k] -= mean;
        return start;
    }

    public override void Derive(int from, int to)
    {
        for (var row = from; row < to; row++)
        {
            var (most, sum, weight) = (Most(row), 0.0, Weight(row));
            for (var k = 0; k < Outputs; k++) sum += Math.Exp(Scores[(k * Rows) + row] - most);
            for (var k = 0; k < Outputs; k++)
            {
                var p = Math.Exp(Scores[(k * Rows) + row] - most) / sum;
                Gradients[(k * Rows) + row] = (float)(weight * (p - (classes[row] == k ? 1 : 0)));
                Hessians[(k * Rows) + row] = (float)(weight * p * (1 - p));
            }
        }
    }

    public override double Of(int row)
    {
        var (most, sum) = (Most(row), 0.0);
        for (var k = 0; k < Outputs; k++) sum += Math.Exp(Scores[(k * Rows) + row] - most);
        return Math.Log(sum) + most - Scores[(classes[row] * Rows) + row];
    }

    private double Most(int row)
    {
        var most = Scores[row];
        for (var k = 1; k < Outputs; k++) most = Math.Max(most, Scores[(k * Rows) + row]);
        return most;
    }
}
