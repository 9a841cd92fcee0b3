using System.Runtime.InteropServices;

namespace Habitue.Learning.Data;

/// <summary>
/// What is known of each customer's purchases, as models of buying and leaving need it: how often the customer came back, when last, for how
/// long the customer is known, and what a repeat purchase brought on average. All times in one unit, from the customer's first purchase on.
/// <code>
/// var histories = PurchaseHistories.OfTransactions(customers, dates, amounts, until: new DateOnly(1997, 9, 30));   // weeks
/// var same = new PurchaseHistories(repeats: [2, 1, 0], recency: [30.43, 1.71, 0], age: [38.86, 38.86, 38.86]);
/// </code>
/// </summary>
public sealed partial class PurchaseHistories
{
    private readonly int[] repeats;
    private readonly double[] recency, age, spend;
    private HistoryGroups? groups;

    /// <summary>Histories from columns; all are copied.</summary>
    /// <param name="repeats">x: how many repeat purchases, that is all but the first.</param>
    /// <param name="recency">t_x: when the last repeat purchase was, counted from the first purchase; 0 without a repeat purchase. This is not the time since then.</param>
    /// <param name="age">T: how long ago the first purchase was, at the end of the period that is looked at.</param>
    /// <param name="spend">The mean amount of the repeat purchases; not looked at without one. Empty when it is not known.</param>
    /// <param name="customers">Names; left out, customers are called by their numbers.</param>
    /// <exception cref="BadDataException">Lengths differ, or a history cannot be; the message names column and row.</exception>
    public PurchaseHistories(ReadOnlySpan<int> repeats, ReadOnlySpan<double> recency, ReadOnlySpan<double> age, ReadOnlySpan<double> spend = default, IReadOnlyList<string>? customers = null)
    {
        if (recency.Length != repeats.Length || age.Length != repeats.Length || (spend.Length != 0 && spend.Length != repeats.Length) || (customers is not null && customers.Count != repeats.Length))
            throw new BadDataException($"There are {repeats.Length} counts of repeat purchases, but {recency.Length} recencies, {age.Length} ages, {(spend.Length == 0 ? "no" : spend.Length)} spends{(customers is null ? "" : $" and {customers.Count} names")}.");
        (this.repeats, this.recency, this.age, this.spend, Customers) = (repeats.ToArray(), recency.ToArray(), age.ToArray(), spend.ToArray(), customers);
        for (var row = 0; row < repeats.Length; row++) Check(row);
    }

    /// <summary>How many customers there are.</summary>
    public int Count => repeats.Length;

    /// <summary>x: how many repeat purchases each has made.</summary>
    public ReadOnlySpan<int> Repeats => repeats;

    /// <summary>t_x: when each made the last of them, from the first purchase on.</summary>
    public ReadOnlySpan<double> Recency => recency;

    /// <summary>T: how long each is known.</summary>
    public ReadOnlySpan<double> Age => age;

    /// <summary>The mean amount of each one's repeat purchases, 0 without one; empty when it is not known.</summary>
    public ReadOnlySpan<double> Spend => spend;

    /// <summary>The customers' names, or null when nobody named them.</summary>
    public IReadOnlyList<string>? Customers { get; }

    /// <summary>The numbered customers, in the order in which they are given.</summary>
    public PurchaseHistories Take(ReadOnlySpan<int> rows)
    {
        var (x, last, known, amounts) = (new int[rows.Length], new double[rows.Length], new double[rows.Length], new double[spend.Length == 0 ? 0 : rows.Length]);
        var names = Customers is null ? null : new string[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            (x[i], last[i], known[i]) = (repeats[rows[i]], recency[rows[i]], age[rows[i]]);
            if (amounts.Length > 0) amounts[i] = spend[rows[i]];
            if (names is not null) names[i] = Customers![rows[i]];
        }

        return new PurchaseHistories(x, last, known, amounts, names);
    }

    /// <summary>Equal histories once each, sorted: what the models work on. Made when it is first asked for.</summary>
    public HistoryGroups Groups() => LazyInitializer.EnsureInitialized(ref groups, () => new HistoryGroups(this));

    private void Check(int row)
    {
        var (x, last, known) = (repeats[row], recency[row], age[row]);
        if (x < 0) throw new BadDataException($"Customer {row} has {x} repeat purchases; there cannot be fewer than 0.", "repeats", row);
        if (!double.IsFinite(known) || known < 0) throw new BadDataException($"The age of customer {row} is {known}; it must be finite and 0 or more.", "age", row);
        if (!(last >= 0 && last <= known)) throw new BadDataException($"The recency of customer {row} is {last}; it must lie between 0 and the age, {known}.", "recency", row);
        if (x == 0 != (last == 0))
            throw new BadDataException($"Customer {row} has {x} repeat purchases and a recency of {last}; the recency is 0 without repeat purchases and above 0 with them.", "recency", row);
        if (spend.Length == 0) return;
        if (x == 0) spend[row] = 0;
        if (!double.IsFinite(spend[row]) || spend[row] < 0) throw new BadDataException($"The mean spend of customer {row} is {spend[row]}; it must be finite and 0 or more.", "spend", row);
    }
}

/// <summary>The different histories among many: sorted by repeat purchases, then age, then recency.</summary>
public sealed class HistoryGroups
{
    private readonly int[] repeats, customers, groupOf;
    private readonly double[] recency, age;

    internal HistoryGroups(PurchaseHistories of)
    {
        var order = Sorted(of);
        var (x, last, known, counts) = (new List<int>(), new List<double>(), new List<double>(), new List<int>());
        groupOf = new int[order.Length];
        foreach (var row in order)
        {
            if (x.Count == 0 || x[^1] != of.Repeats[row] || known[^1] != of.Age[row] || last[^1] != of.Recency[row])
            {
                x.Add(of.Repeats[row]);
                last.Add(of.Recency[row]);
                known.Add(of.Age[row]);
                counts.Add(0);
            }

            CollectionsMarshal.AsSpan(counts)[^1]++;
            groupOf[row] = x.Count - 1;
        }

        (repeats, recency, age, customers) = ([.. x], [.. last], [.. known], [.. counts]);
    }

    /// <summary>How many different histories there are.</summary>
    public int Count => repeats.Length;

    /// <summary>x of each.</summary>
    public ReadOnlySpan<int> Repeats => repeats;

    /// <summary>t_x of each.</summary>
    public ReadOnlySpan<double> Recency => recency;

    /// <summary>T of each.</summary>
    public ReadOnlySpan<double> Age => age;

    /// <summary>How many customers have it.</summary>
    public ReadOnlySpan<int> Customers => customers;

    /// <summary>The number of the group of each customer.</summary>
    public ReadOnlySpan<int> GroupOf => groupOf;

    /// <summary>Gives each customer what its group has.</summary>
    internal void Spread(ReadOnlySpan<double> ofGroups, Span<double> into)
    {
        if (into.Length != groupOf.Length) throw new ArgumentException($"There are {into.Length} places for {groupOf.Length} customers.", nameof(into));
        for (var row = 0; row < into.Length; row++) into[row] = ofGroups[groupOf[row]];
    }

    private static int[] Sorted(PurchaseHistories of)
    {
        var (x, order) = (of.Repeats.ToArray(), new int[of.Count]);
        for (var row = 0; row < order.Length; row++) order[row] = row;
        Array.Sort(x, order);
        var keys = new double[order.Length];
        for (int from = 0, to; from < order.Length; from = to)
        {
            to = from;
            for (; to < order.Length && x[to] == x[from]; to++) keys[to] = of.Age[order[to]];
            Array.Sort(keys, order, from, to - from);
            for (int first = from, next; first < to && x[from] > 0; first = next)
            {
                next = first;
                var known = keys[first];
                for (; next < to && keys[next] == known; next++) keys[next] = of.Recency[order[next]];
                Array.Sort(keys, order, first, next - first);
            }
        }

        return order;
    }
}
