namespace Habitue.Decisions;

/// <summary>
/// What each customer was shown lately. It only holds customers who were shown something within the period of interest, so it costs nothing
/// for those who are away. Safe for many threads: customers are spread over drawers with a lock each.
/// </summary>
internal sealed class ShownLedger
{
    private const int Drawers = 64;

    /// <summary>So much is remembered of one customer: more decisions than this in a period are no person's.</summary>
    public const int MostOfOne = 500;

    private readonly Dictionary<string, List<Shown>>[] drawers = [.. Enumerable.Range(0, Drawers).Select(_ => new Dictionary<string, List<Shown>>(StringComparer.Ordinal))];

    public int Customers => drawers.Sum(drawer => { lock (drawer) return drawer.Count; });

    /// <summary>Remembers; what is there already (a replay) changes nothing.</summary>
    public bool Add(string customer, Shown shown)
    {
        var drawer = DrawerOf(customer);
        lock (drawer)
        {
            if (!drawer.TryGetValue(customer, out var list)) drawer[customer] = list = [];
            if (list.Exists(one => one.Decision == shown.Decision)) return false;
            if (list.Count >= MostOfOne) list.RemoveAt(0);
            list.Add(shown);
            return true;
        }
    }

    /// <summary>How often a placement was filled since a moment.</summary>
    public int TimesIn(string customer, string placement, long since) => Count(customer, one => one.At > since && one.Placement == placement);

    /// <summary>How often an action was shown since a moment, in any placement.</summary>
    public int TimesOf(string customer, string action, long since) => Count(customer, one => one.At > since && one.Actions.Contains(action));

    /// <summary>What a customer was shown and matches, the newest first. What it returns may be changed by others meanwhile; settle it by <see cref="Settle"/>.</summary>
    public IReadOnlyList<Shown> Of(string customer, Predicate<Shown> matches)
    {
        var drawer = DrawerOf(customer);
        lock (drawer) return drawer.TryGetValue(customer, out var list) ? [.. list.FindAll(matches).AsEnumerable().Reverse()] : [];
    }

    /// <summary>Its outcome has come. False when it had come before.</summary>
    public bool Settle(string customer, Shown shown)
    {
        lock (DrawerOf(customer))
        {
            if (shown.Rewarded) return false;
            return shown.Rewarded = true;
        }
    }

    /// <summary>Forgets what was shown before a moment.</summary>
    public void Forget(long before)
    {
        foreach (var drawer in drawers)
        {
            lock (drawer)
            {
                foreach (var (customer, list) in drawer)
                    if (list.RemoveAll(one => one.At < before) > 0 && list.Count == 0) drawer.Remove(customer);
            }
        }
    }

    /// <summary>Everything, for a snapshot.</summary>
    public IEnumerable<(string Customer, Shown Shown)> All()
    {
        foreach (var drawer in drawers)
        {
            (string, Shown)[] copy;
            lock (drawer) copy = [.. drawer.SelectMany(one => one.Value.Select(shown => (one.Key, shown)))];
            foreach (var one in copy) yield return one;
        }
    }

    private int Count(string customer, Predicate<Shown> matches)
    {
        var drawer = DrawerOf(customer);
        lock (drawer)
        {
            var count = 0;
            foreach (var one in drawer.GetValueOrDefault(customer, []))
                if (matches(one)) count++;
            return count;
        }
    }

    private Dictionary<string, List<Shown>> DrawerOf(string customer) => drawers[(uint)string.GetHashCode(customer, StringComparison.Ordinal) % Drawers];
}
