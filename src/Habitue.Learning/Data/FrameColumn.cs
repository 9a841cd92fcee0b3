namespace Habitue.Learning.Data;

/// <summary>
/// A column of a <see cref="Frame"/>: a <see cref="NumberColumn"/>, <see cref="TextColumn"/>, <see cref="BooleanColumn"/>
/// or <see cref="TimeColumn"/>. Its values lie in one array and do not change.
/// </summary>
public abstract class FrameColumn
{
    private protected FrameColumn(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Name = name;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>How many rows it has.</summary>
    public abstract int Rows { get; }

    /// <summary>How many rows have no value. Cost: one pass.</summary>
    public int Missing
    {
        get
        {
            var count = 0;
            for (var row = 0; row < Rows; row++)
                if (IsMissing(row)) count++;
            return count;
        }
    }

    /// <summary>What it holds, in the plural: "numbers", "texts".</summary>
    internal abstract string Sort { get; }

    /// <summary>Whether the row has no value.</summary>
    public abstract bool IsMissing(int row);

    /// <summary>A column of the numbered rows, in the order in which they are given.</summary>
    public abstract FrameColumn Take(ReadOnlySpan<int> rows);

    private protected static T[] Take<T>(T[] values, ReadOnlySpan<int> rows)
    {
        var taken = new T[rows.Length];
        for (var i = 0; i < taken.Length; i++) taken[i] = values[rows[i]];
        return taken;
    }
}

/// <summary>A column of numbers.</summary>
public sealed class NumberColumn : FrameColumn
{
    private readonly double[] values;

    /// <summary>A column of an array, which is kept, not copied.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">The numbers; NaN is a missing value.</param>
    public NumberColumn(string name, params double[] values)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(values);
        this.values = values;
    }

    /// <summary>The numbers; NaN is a missing value.</summary>
    public ReadOnlySpan<double> Values => values;

    /// <inheritdoc/>
    public override int Rows => values.Length;

    internal override string Sort => "numbers";

    /// <inheritdoc/>
    public override bool IsMissing(int row) => double.IsNaN(values[row]);

    /// <inheritdoc/>
    public override NumberColumn Take(ReadOnlySpan<int> rows) => new(Name, Take(values, rows));
}

/// <summary>A column of truth values: subscribed or not, returned or not.</summary>
public sealed class BooleanColumn : FrameColumn
{
    internal const sbyte NoValue = -1;

    private readonly sbyte[] values;

    /// <summary>A column of truth values; null is a missing one.</summary>
    public BooleanColumn(string name, params ReadOnlySpan<bool?> values)
        : this(name, new sbyte[values.Length])
    {
        for (var row = 0; row < values.Length; row++) this.values[row] = values[row] switch { true => 1, false => 0, null => NoValue };
    }

    internal BooleanColumn(string name, sbyte[] values)
        : base(name) => this.values = values;

    /// <inheritdoc/>
    public override int Rows => values.Length;

    /// <summary>The row's value, or null.</summary>
    public bool? this[int row] => values[row] < 0 ? null : values[row] == 1;

    internal override string Sort => "truth values";

    /// <inheritdoc/>
    public override bool IsMissing(int row) => values[row] < 0;

    /// <inheritdoc/>
    public override BooleanColumn Take(ReadOnlySpan<int> rows) => new(Name, Take(values, rows));

    /// <summary>The same as numbers: 1 for true, 0 for false, NaN for missing.</summary>
    public NumberColumn ToNumbers() => new(Name, Array.ConvertAll(values, value => value < 0 ? double.NaN : value));
}

/// <summary>A column of moments, in microseconds of UTC.</summary>
public sealed class TimeColumn : FrameColumn
{
    /// <summary>What stands for a missing moment.</summary>
    public const long NoValue = long.MinValue;

    internal const double MicrosecondsOfDay = 86_400e6;

    private readonly long[] values;

    /// <summary>A column of an array, which is kept, not copied.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="microseconds">Since the start of 1970, UTC; <see cref="NoValue"/> is a missing moment.</param>
    public TimeColumn(string name, params long[] microseconds)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(microseconds);
        values = microseconds;
    }

    /// <summary>Microseconds since the start of 1970, UTC; <see cref="NoValue"/> is a missing moment.</summary>
    public ReadOnlySpan<long> Values => values;

    /// <inheritdoc/>
    public override int Rows => values.Length;

    internal override string Sort => "times";

    /// <inheritdoc/>
    public override bool IsMissing(int row) => values[row] == NoValue;

    /// <inheritdoc/>
    public override TimeColumn Take(ReadOnlySpan<int> rows) => new(Name, Take(values, rows));

    /// <summary>How many days before a moment each one lies, as numbers: recency. Later ones are negative, missing ones NaN.</summary>
    /// <param name="moment">UTC; the moment as of which features are made.</param>
    public NumberColumn DaysBefore(DateTime moment) => DaysBefore((moment - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);

    internal NumberColumn DaysBefore(long microseconds) => new(
        Name, Array.ConvertAll(values, value => value == NoValue ? double.NaN : ((double)microseconds - value) / MicrosecondsOfDay));
}
