using System.Numerics;

namespace Habitue.Learning.Data;

/// <summary>
/// Collects a <see cref="NumberColumn"/> chunk by chunk, as a column store hands numbers out: spans of values beside a
/// mask of which are there. Nothing is boxed; with the number of rows known beforehand, nothing is copied.
/// <code>
/// var spend = new NumberColumnBuilder("spend");
/// foreach (var chunk in result.Chunks()) spend.Append(chunk[0].Values&lt;double&gt;(), chunk[0].Validity.Mask);
/// var frame = new Frame(spend.Build());
/// </code>
/// </summary>
public sealed class NumberColumnBuilder
{
    private readonly string name;
    private Growing<double> values;

    /// <summary>An empty column.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="capacity">How many rows are expected; more are fine.</param>
    public NumberColumnBuilder(string name, int capacity = 0) => (this.name, values) = (name, new Growing<double>(capacity));

    /// <summary>How many rows it has.</summary>
    public int Rows => values.Count;

    /// <summary>Adds the numbers of a chunk.</summary>
    /// <typeparam name="T">The type of the stored numbers.</typeparam>
    /// <param name="part">The values; those of missing rows mean nothing.</param>
    /// <param name="validity">One bit per row, the lowest first, set when the row has a value; empty when all have one.</param>
    /// <param name="decimals">For decimal numbers stored as whole ones: how many digits are behind the point.</param>
    public void Append<T>(ReadOnlySpan<T> part, ReadOnlySpan<ulong> validity = default, int decimals = 0)
        where T : unmanaged, INumberBase<T>
    {
        Validity.CheckLength(validity, part.Length);
        var divisor = Validity.PowerOfTen(decimals);
        var target = values.More(part.Length);
        for (var i = 0; i < part.Length; i++) target[i] = double.CreateSaturating(part[i]) / divisor;
        Validity.Mark(validity, target, double.NaN);
    }

    /// <summary>The column. What is added afterwards is in the next one that is built.</summary>
    public NumberColumn Build() => new(name, values.ToArray());
}

/// <summary>Collects a <see cref="BooleanColumn"/> chunk by chunk.</summary>
public sealed class BooleanColumnBuilder
{
    private readonly string name;
    private Growing<sbyte> values;

    /// <inheritdoc cref="NumberColumnBuilder(string, int)"/>
    public BooleanColumnBuilder(string name, int capacity = 0) => (this.name, values) = (name, new Growing<sbyte>(capacity));

    /// <summary>How many rows it has.</summary>
    public int Rows => values.Count;

    /// <summary>Adds the truth values of a chunk.</summary>
    /// <param name="part">The values; those of missing rows mean nothing.</param>
    /// <param name="validity">One bit per row, the lowest first, set when the row has a value; empty when all have one.</param>
    public void Append(ReadOnlySpan<bool> part, ReadOnlySpan<ulong> validity = default)
    {
        Validity.CheckLength(validity, part.Length);
        var target = values.More(part.Length);
        for (var i = 0; i < part.Length; i++) target[i] = part[i] ? (sbyte)1 : (sbyte)0;
        Validity.Mark(validity, target, BooleanColumn.NoValue);
    }

    /// <inheritdoc cref="NumberColumnBuilder.Build"/>
    public BooleanColumn Build() => new(name, values.ToArray());
}

/// <summary>Collects a <see cref="TimeColumn"/> chunk by chunk. A moment of infinity counts as missing.</summary>
public sealed class TimeColumnBuilder
{
    private const int FarthestDay = 106_000_000; // its microseconds still fit into 64 bits
    private const long MicrosecondsOfDay = 86_400_000_000;

    private readonly string name;
    private Growing<long> values;

    /// <inheritdoc cref="NumberColumnBuilder(string, int)"/>
    public TimeColumnBuilder(string name, int capacity = 0) => (this.name, values) = (name, new Growing<long>(capacity));

    /// <summary>How many rows it has.</summary>
    public int Rows => values.Count;

    /// <summary>Adds the moments of a chunk.</summary>
    /// <param name="microseconds">Since the start of 1970, UTC; those of missing rows mean nothing.</param>
    /// <param name="validity">One bit per row, the lowest first, set when the row has a value; empty when all have one.</param>
    public void Append(ReadOnlySpan<long> microseconds, ReadOnlySpan<ulong> validity = default)
    {
        Validity.CheckLength(validity, microseconds.Length);
        var target = values.More(microseconds.Length);
        for (var i = 0; i < target.Length; i++)
            target[i] = microseconds[i] is long.MaxValue or -long.MaxValue ? TimeColumn.NoValue : microseconds[i];
        Validity.Mark(validity, target, TimeColumn.NoValue);
    }

    /// <summary>Adds the days of a chunk, each as its first moment.</summary>
    /// <param name="days">Since the first of January 1970; those of missing rows mean nothing.</param>
    /// <param name="validity">One bit per row, the lowest first, set when the row has a value; empty when all have one.</param>
    public void AppendDays(ReadOnlySpan<int> days, ReadOnlySpan<ulong> validity = default)
    {
        Validity.CheckLength(validity, days.Length);
        var target = values.More(days.Length);
        for (var i = 0; i < target.Length; i++)
            target[i] = days[i] is int.MaxValue or -int.MaxValue ? TimeColumn.NoValue : Math.Clamp(days[i], -FarthestDay, FarthestDay) * MicrosecondsOfDay;
        Validity.Mark(validity, target, TimeColumn.NoValue);
    }

    /// <inheritdoc cref="NumberColumnBuilder.Build"/>
    public TimeColumn Build() => new(name, values.ToArray());
}
