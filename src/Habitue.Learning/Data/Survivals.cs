namespace Habitue.Learning.Data;

/// <summary>
/// How long each was watched, and whether the event came (the customer left) or the watching ended before it: what models of survival learn from.
/// <code>
/// var data = new Survivals(durations: [6, 6, 7, 10], events: [true, false, true, true], rows: features);
/// </code>
/// </summary>
public sealed class Survivals
{
    private readonly double[] durations;
    private readonly bool[] events;

    /// <summary>Durations with what is known of each row.</summary>
    /// <param name="durations">How long each was watched: finite and 0 or more, in any unit; copied.</param>
    /// <param name="events">Whether it ended with the event; if not, the row is censored: the event may come later. Copied.</param>
    /// <param name="rows">What the event may depend on, a row each; kept, not copied. Null where nothing is asked of it.</param>
    /// <exception cref="BadDataException">Lengths differ, or a duration cannot be; the message names the row.</exception>
    public Survivals(ReadOnlySpan<double> durations, ReadOnlySpan<bool> events, Matrix? rows = null)
    {
        if (events.Length != durations.Length || (rows is not null && rows.Rows != durations.Length))
            throw new BadDataException($"There are {durations.Length} durations, {events.Length} marks of events{(rows is null ? "" : $" and {rows.Rows} rows")}.");
        for (var i = 0; i < durations.Length; i++)
            if (!double.IsFinite(durations[i]) || durations[i] < 0) throw new BadDataException($"The duration of row {i} is {durations[i]}; it must be finite and 0 or more.", "duration", i);
        (this.durations, this.events, Rows) = (durations.ToArray(), events.ToArray(), rows);
    }

    /// <summary>How many rows there are.</summary>
    public int Count => durations.Length;

    /// <summary>How long each was watched.</summary>
    public ReadOnlySpan<double> Durations => durations;

    /// <summary>Whether the event came.</summary>
    public ReadOnlySpan<bool> Events => events;

    /// <summary>What the event may depend on, or null.</summary>
    public Matrix? Rows { get; }

    /// <summary>The numbered rows, in the order in which they are given.</summary>
    public Survivals Take(ReadOnlySpan<int> rows)
    {
        var (some, ends) = (new double[rows.Length], new bool[rows.Length]);
        for (var i = 0; i < rows.Length; i++) (some[i], ends[i]) = (durations[rows[i]], events[rows[i]]);
        return new Survivals(some, ends, Rows?.Take(rows));
    }

    /// <summary>The numbers of the rows by rising duration, of equal durations those with the event first.</summary>
    internal int[] Order()
    {
        var order = new int[Count];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        Array.Sort(order, (a, b) => durations[a] != durations[b] ? durations[a].CompareTo(durations[b])
            : events[a] != events[b] ? events[b].CompareTo(events[a]) : a.CompareTo(b));
        return order;
    }
}
