namespace Habitue.Learning.Data;

/// <summary>
/// Values at equal distances in time, the oldest first, such as the revenue of each day: what forecasts learn from. A day on which nothing happened is a 0, not a gap.
/// <code>
/// var series = new TimeSeries(revenueOfEachDay);
/// </code>
/// </summary>
public sealed class TimeSeries
{
    private readonly double[] values;

    /// <summary>A series of these values; copied.</summary>
    /// <exception cref="BadDataException">A value is missing or infinite; the message names its place.</exception>
    public TimeSeries(ReadOnlySpan<double> values)
    {
        for (var i = 0; i < values.Length; i++)
            if (!double.IsFinite(values[i])) throw new BadDataException($"Value {i} of the series is {values[i]}; it must be finite.", "value", i);
        this.values = values.ToArray();
    }

    /// <summary>How many values there are.</summary>
    public int Count => values.Length;

    /// <summary>The values, the oldest first.</summary>
    public ReadOnlySpan<double> Values => values;

    /// <summary>The first values only: what was known then.</summary>
    public TimeSeries First(int count) => new(values.AsSpan(0, count));
}
