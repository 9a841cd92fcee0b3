using Habitue.Lake.Features;
using Habitue.Learning.Numerics;
using Habitue.Reports.Page;

namespace Habitue.Reports.Statistics;

/// <summary>One feature over all rows, NaN where it has no value, and what a chart needs to know of it.</summary>
internal sealed class FeatureColumn
{
    private readonly Feature? entry;

    public FeatureColumn(string name, Feature? entry, double[] values)
    {
        (Name, Label, Values, this.entry) = (name, Names.OfFeature(name), values, entry);
        Order = new int[values.Length];
        Sorted = new double[values.Length];
        var known = 0;
        for (var i = 0; i < values.Length; i++)
            if (!double.IsNaN(values[i])) (Sorted[known], Order[known++]) = (values[i], i);
        (Sorted, Order) = (Sorted[..known], Order[..known]);
        RadixSort.Rising(Sorted, Order);
    }

    public string Name { get; }

    public double[] Values { get; }

    /// <summary>The known values from small to large, and the row that each came from.</summary>
    public double[] Sorted { get; }

    public int[] Order { get; }

    public string Meaning => entry?.Meaning ?? "";

    public string Unit => entry?.Unit ?? "";

    public string Source => entry?.Source ?? "";

    /// <summary>The column's name as people write it.</summary>
    public string Label { get; }

    public bool IsConstant => Sorted.Length == 0 || Sorted[0] == Sorted[^1];

    public bool IsComplete => Sorted.Length == Values.Length;

    public double Mean => Sorted.Length == 0 ? double.NaN : Sorted.Average();

    public double Quantile(double share)
    {
        if (Sorted.Length == 0) return double.NaN;
        var place = share * (Sorted.Length - 1);
        var below = (int)place;
        var next = Math.Min(below + 1, Sorted.Length - 1);
        return Sorted[below] + ((place - below) * (Sorted[next] - Sorted[below]));
    }

    /// <summary>Where the values above 0 begin in <see cref="Sorted"/>.</summary>
    public int FirstPositive => Array.BinarySearch(Sorted, double.Epsilon) is var place && place < 0 ? ~place : place;

    /// <summary>
    /// Most customers are small and a few are very large, so that the feature is read on a logarithmic scale:
    /// no value is negative, and among those above 0 the highest half percent lies over ten times the median.
    /// A share is never read so, because it ends at 1.
    /// </summary>
    public bool IsSkewed
    {
        get
        {
            if (IsConstant || Sorted[0] < 0 || Sorted[^1] <= 1) return false;
            var positive = Sorted.AsSpan(FirstPositive);
            return positive[(int)(0.995 * (positive.Length - 1))] > 10 * positive[positive.Length / 2];
        }
    }
}
