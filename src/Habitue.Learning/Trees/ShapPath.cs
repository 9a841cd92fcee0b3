namespace Habitue.Learning.Trees;

/// <summary>
/// The way down one tree that <see cref="TreeShap"/> follows: the columns met, with the share of rows that goes on when a
/// column is unknown (Zero), whether the row goes on when it is known (One), and the weights of the sets of known columns
/// by their size. Each depth keeps a copy of its own.
/// </summary>
internal sealed class ShapPath(TreeArrays arrays, int depth)
{
    private readonly Step[] steps = new Step[(depth + 2) * (depth + 3)];

    /// <summary>Adds the contributions of a tree; the last place takes its mean.</summary>
    public void Add(int tree, ReadOnlySpan<float> row, int output, double[] into)
    {
        var root = arrays.Roots[tree];
        Follow(root, row, output, into, 0, 0, 1, 1, -1);
        into[^1] += Mean(root, output);
    }

    private double Mean(int node, int output)
    {
        if (arrays.Columns[node] < 0) return Value(node, output);
        var left = arrays.Children[node];
        return (Share(node, left) * Mean(left, output)) + (Share(node, left + 1) * Mean(left + 1, output));
    }

    private double Value(int leaf, int output) => arrays.Values[(arrays.Children[leaf] * arrays.Width) + output];

    private double Share(int node, int child) => arrays.Covers[node] > 0 ? arrays.Covers[child] / arrays.Covers[node] : 0.5;

    /// <param name="from">Where this depth's steps begin.</param>
    /// <param name="length">How many steps there are.</param>
    private void Follow(int node, ReadOnlySpan<float> row, int output, double[] into, int from, int length, double zero, double one, int column)
    {
        Extend(from, length++, zero, one, column);
        if (arrays.Columns[node] < 0)
        {
            for (var i = 1; i < length; i++)
            {
                var step = steps[from + i];
                into[step.Column] += Unwound(from, length, i) * (step.One - step.Zero) * Value(node, output);
            }

            return;
        }

        var (left, split) = (arrays.Children[node], arrays.Columns[node]);
        var hot = arrays.GoesLeft(node, row[split]) ? left : left + 1;
        var cold = hot == left ? left + 1 : left;
        var (oldZero, oldOne) = (1.0, 1.0);
        for (var i = 1; i < length; i++)
        {
            if (steps[from + i].Column != split) continue;
            (oldZero, oldOne) = (steps[from + i].Zero, steps[from + i].One);
            Unwind(from, length--, i); // a column met twice counts once
            break;
        }

        var next = from + length + 1;
        if (next + length + 2 > steps.Length) throw new InvalidOperationException("A tree is deeper than it said.");
        steps.AsSpan(from, length).CopyTo(steps.AsSpan(next));
        Follow(hot, row, output, into, next, length, oldZero * Share(node, hot), oldOne, split);
        steps.AsSpan(from, length).CopyTo(steps.AsSpan(next));
        Follow(cold, row, output, into, next, length, oldZero * Share(node, cold), 0, split);
    }

    private void Extend(int from, int length, double zero, double one, int column)
    {
        steps[from + length] = new Step(column, zero, one, length == 0 ? 1 : 0);
        for (var i = length - 1; i >= 0; i--)
        {
            steps[from + i + 1].Weight += one * steps[from + i].Weight * (i + 1) / (length + 1);
            steps[from + i].Weight = zero * steps[from + i].Weight * (length - i) / (length + 1);
        }
    }

    /// <summary>Takes a step out again.</summary>
    private void Unwind(int from, int length, int which)
    {
        var (zero, one, last) = (steps[from + which].Zero, steps[from + which].One, length - 1);
        var next = steps[from + last].Weight;
        for (var i = last - 1; i >= 0; i--)
        {
            ref var step = ref steps[from + i];
            if (one != 0)
            {
                var old = step.Weight;
                step.Weight = next * length / ((i + 1) * one);
                next = old - (step.Weight * zero * (last - i) / length);
            }
            else
            {
                step.Weight = step.Weight * length / (zero * (last - i));
            }
        }

        for (var i = which; i < last; i++)
            (steps[from + i].Column, steps[from + i].Zero, steps[from + i].One) = (steps[from + i + 1].Column, steps[from + i + 1].Zero, steps[from + i + 1].One);
    }

    /// <summary>The sum of the weights as they would be without a step.</summary>
    private double Unwound(int from, int length, int which)
    {
        var (zero, one, last, sum) = (steps[from + which].Zero, steps[from + which].One, length - 1, 0.0);
        var next = steps[from + last].Weight;
        for (var i = last - 1; i >= 0; i--)
        {
            if (one != 0)
            {
                var weight = next * length / ((i + 1) * one);
                sum += weight;
                next = steps[from + i].Weight - (weight * zero * (last - i) / length);
            }
            else if (zero != 0)
            {
                sum += steps[from + i].Weight * length / (zero * (last - i));
            }
        }

        return sum;
    }

    private record struct Step(int Column, double Zero, double One, double Weight);
}
