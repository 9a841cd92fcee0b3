namespace Habitue.Learning.Patterns;

/// <summary>Items that lie together in many baskets.</summary>
public sealed class Itemset
{
    internal Itemset(string[] items, int count, int baskets) => (Items, Count, Baskets) = (items, count, baskets);

    /// <summary>Their names, in the order of the items' numbers.</summary>
    public IReadOnlyList<string> Items { get; }

    /// <summary>In how many baskets they are all together.</summary>
    public int Count { get; }

    /// <summary>How many baskets there were.</summary>
    public int Baskets { get; }

    /// <summary>The share of all baskets that hold them all, from 0 to 1.</summary>
    public double Support => (double)Count / Baskets;

    /// <summary>Such as "bread, butter (12 of 100)".</summary>
    public override string ToString() => $"{string.Join(", ", Items)} ({Count} of {Baskets})";
}
