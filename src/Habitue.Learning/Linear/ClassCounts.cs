using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Linear;

/// <summary>What naive Bayes counts: the weight of each class, and the weighted sum of each column in it.</summary>
internal sealed record ClassCounts(string[] Classes, double[] Weights, double[] Sums)
{
    private const long MostSums = 500_000_000;

    /// <param name="recipe">Who asks.</param>
    /// <param name="data">The rows.</param>
    /// <param name="presence">Whether a value above 0 counts as 1.</param>
    /// <param name="run">Cancellation.</param>
    public static ClassCounts Of(object recipe, LabeledSparse data, bool presence, FitRun run)
    {
        ArgumentNullException.ThrowIfNull(data);
        Settings.Check(recipe);
        run.Cancel.ThrowIfCancellationRequested();
        var who = recipe.GetType().Name;
        var (numbers, classes) = data.ClassNumbers(who);
        var width = data.Rows.Columns;
        if ((long)classes.Length * width > MostSums)
            throw new BadDataException($"{who} would need a table of {classes.Length} classes × {width} columns; at most {MostSums} numbers do.");
        var (weights, sums) = (new double[classes.Length], new double[classes.Length * width]);
        for (var r = 0; r < numbers.Length; r++)
        {
            var indices = data.Rows.IndicesOf(r);
            var values = data.Rows.ValuesOf(r);
            var weight = data.Weight(r);
            weights[numbers[r]] += weight;
            for (var i = 0; i < indices.Length; i++)
            {
                if (!(values[i] >= 0) || float.IsInfinity(values[i]))
                    throw new BadDataException($"Row {r} has {values[i]} in column {indices[i]}; {who} needs values of 0 or more.", $"{indices[i]}", r);
                sums[(numbers[r] * width) + indices[i]] += weight * (presence ? (values[i] > 0 ? 1 : 0) : values[i]);
            }
        }

        if (Array.FindIndex(weights, weight => !(weight > 0)) is >= 0 and var none)
            throw new BadDataException($"All rows of class '{classes[none]}' have the weight 0; at least one must count.", "weight");
        return new ClassCounts(classes, weights, sums);
    }

    /// <summary>The logarithm of each class's share, or of even shares.</summary>
    public double[] LogPriors(bool even)
    {
        var total = Weights.Sum();
        return Array.ConvertAll(Weights, weight => Math.Log(even ? 1.0 / Weights.Length : weight / total));
    }
}
