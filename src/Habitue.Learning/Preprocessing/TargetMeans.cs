using Habitue.Learning.Data;

namespace Habitue.Learning.Preprocessing;

/// <summary>Sums of targets and weights by fold and text of one column; a missing text is the last place.</summary>
internal sealed class TargetMeans
{
    private readonly TextColumn column;
    private readonly int[] places;
    private readonly byte[] fold;
    private readonly int width, folds;
    private readonly double[] sums, weights; // fold after fold; within a fold by place

    public TargetMeans(LabeledFrame data, TextColumn column, int[] places, byte[] fold, int folds)
    {
        (this.column, this.places, this.fold, this.folds) = (column, places, fold, folds);
        width = places.Length == 0 ? 1 : places.Max() + 2;
        (sums, weights) = (new double[folds * width], new double[folds * width]);
        for (var r = 0; r < fold.Length; r++)
        {
            var at = (fold[r] * width) + Place(r);
            sums[at] += data.Weight(r) * data.Targets[r];
            weights[at] += data.Weight(r);
        }
    }

    /// <summary>The smoothed mean of each place over all rows.</summary>
    public void Whole(double smoothing, double[] into)
    {
        var mean = sums.Sum() / weights.Sum();
        for (var place = 0; place < width; place++) into[place] = Smooth(sums[place], weights[place], smoothing, mean);
    }

    /// <summary>For each row the smoothed mean of its place over the rows of the other folds.</summary>
    public void OutOfFold(double smoothing, Matrix rows, int output)
    {
        var values = new float[folds * width];
        for (var left = 0; left < folds; left++)
        {
            // Added up anew without the fold: a difference to the whole would keep a trace of what was taken away.
            var (others, counts) = (new double[width], new double[width]);
            for (var other = 0; other < folds; other++)
                for (var place = 0; other != left && place < width; place++)
                {
                    others[place] += sums[(other * width) + place];
                    counts[place] += weights[(other * width) + place];
                }

            var all = counts.Sum();
            var mean = all > 0 ? others.Sum() / all : 0;
            for (var place = 0; place < width; place++)
                values[(left * width) + place] = (float)Smooth(others[place], counts[place], smoothing, mean);
        }

        for (var r = 0; r < fold.Length; r++) rows[r, output] = values[(fold[r] * width) + Place(r)];
    }

    private static double Smooth(double sum, double weight, double smoothing, double mean) =>
        weight + smoothing > 0 ? (sum + (smoothing * mean)) / (weight + smoothing) : mean;

    private int Place(int row) => column.Codes[row] < 0 ? width - 1 : places[column.Codes[row]];
}
