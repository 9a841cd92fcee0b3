using System.Globalization;
using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Evaluation;
using Habitue.Learning.Preprocessing;

namespace Habitue.LabelledFiles;

/// <summary>
/// What one column alone tells of the label: by its values where it has many numbers, else by the share of yes among the other
/// rows with the same value, so that no row is told its own label.
/// </summary>
/// <param name="Auc">How well it orders the rows, whichever way round.</param>
/// <param name="Scores">By what.</param>
internal sealed record SingleColumn(string Name, double Auc, float[] Scores)
{
    private const int FewValues = 30;

    public static SingleColumn Of(string name, FrameColumn column, double[] targets, Seed seed, FitRun run)
    {
        var scores = column is NumberColumn numbers && numbers.Values.ToArray().Distinct().Take(FewValues + 1).Count() > FewValues
            ? Best(targets, numbers.Values.ToArray())
            : column is TimeColumn times ? Best(targets, [.. Enumerable.Range(0, times.Rows).Select(row => times.IsMissing(row) ? double.NaN : times.Values[row])])
            : ByShare(column, targets, seed, run);
        var auc = BinaryMeasures.RocAuc(targets, scores);
        return auc >= 0.5 ? new SingleColumn(name, auc, scores) : new SingleColumn(name, 1 - auc, Array.ConvertAll(scores, score => -score));
    }

    /// <summary>Missing ones as the lowest or the highest, whichever tells more.</summary>
    private static float[] Best(double[] targets, double[] values)
    {
        // Only the order counts, and whole ranks are exact as floats where large numbers are not.
        var ranks = values.Where(value => !double.IsNaN(value)).Distinct().Order().Index().ToDictionary(pair => pair.Item, pair => pair.Index + 1);
        float[] With(int missing) => Array.ConvertAll(values, value => double.IsNaN(value) ? missing : (float)ranks[value]);
        float[] low = With(0), high = With(ranks.Count + 1);
        return Far(low) >= Far(high) ? low : high;
        double Far(float[] scores) => Math.Abs(BinaryMeasures.RocAuc(targets, scores) - 0.5);
    }

    private static float[] ByShare(FrameColumn column, double[] targets, Seed seed, FitRun run)
    {
        var texts = column as TextColumn ?? new TextColumn(column.Name, [.. Enumerable.Range(0, column.Rows).Select(row => column.IsMissing(row) ? null
            : column is NumberColumn numbers ? numbers.Values[row].ToString("R", CultureInfo.InvariantCulture) : ((BooleanColumn)column)[row]!.Value.ToString())]);
        new TargetEncoder { Seed = seed, MaxCategories = Math.Max(1000, column.Rows + 1) }.FitEncode(new LabeledFrame(new Frame(texts), targets), out var shares, run with { Progress = null });
        return shares.Column(0);
    }
}
