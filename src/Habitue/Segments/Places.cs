using Habitue.Learning.Data;
using Habitue.Learning.Numerics;

namespace Habitue.Segments;

/// <summary>Where the typical (median) customer of each group stands among all customers, feature by feature.</summary>
internal static class Places
{
    public static ClusterProfile[] Of(Matrix all, Matrix habits, int[] labels, int clusters)
    {
        double[] Place(string name, double otherwise) => all.Columns.Contains(name) ? Column(all.Column(name), labels, clusters) : [.. Enumerable.Repeat(otherwise, clusters)];
        Habit[] Habits(string name) => habits.Columns.Contains(name) ? Means(habits.Column(name), labels, clusters) : [.. Enumerable.Repeat(default(Habit), clusters)];
        var (recency, frequency, monetary, tenure, overdue) = (Place("recency_days", 0), Place("frequency", 0), Place("monetary", 0), Place("tenure_days", 1), Place("overdue_ratio", 0));
        var (discounts, abandonment, season) = (Habits("discounts"), Habits("abandonment"), Habits("season"));
        return [.. Enumerable.Range(0, clusters).Select(k => new ClusterProfile(recency[k], frequency[k], monetary[k], tenure[k])
        {
            Overdue = overdue[k],
            Discounts = discounts[k],
            Abandonment = abandonment[k],
            Season = season[k],
        })];
    }

    /// <summary>The median of the members' ranks.</summary>
    public static double[] Column(float[] values, int[] labels, int clusters) => RankedRows.Of(values).Middles(labels, clusters);

    /// <summary>The middle value; 0 of none. The values are put in order.</summary>
    public static double Median(Span<double> values)
    {
        if (values.Length == 0) return 0;
        RadixSort.Rising(values);
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }

    private static Habit[] Means(float[] values, int[] labels, int clusters)
    {
        var (sums, counts) = (new double[clusters], new int[clusters]);
        for (var row = 0; row < values.Length; row++)
        {
            sums[labels[row]] += values[row];
            counts[labels[row]]++;
        }
        var all = sums.Sum() / Math.Max(1, values.Length);
        return [.. sums.Select((sum, k) => new Habit(sum / Math.Max(1, counts[k]), all))];
    }
}

/// <summary>How strong a habit is in a group, and among all customers.</summary>
internal readonly record struct Habit(double Mean, double OfAll);
