using Habitue.Learning.Data;

namespace Habitue.Learning.Patterns;

/// <summary>
/// The baskets without their rare items, which all methods start from. Items are called by their rank: 0 is the rarest of
/// the frequent ones. Each basket lists its ranks rising and ends with -1; beside it stands where each rank occurs.
/// Two transpositions by counting put everything in order: entries + items steps, no comparison.
/// </summary>
internal sealed class RankedBaskets
{
    public RankedBaskets(Baskets baskets, int least)
    {
        (Count, Least) = (baskets.Count, least);
        var supports = new int[baskets.Items];
        foreach (var item in baskets.AllItems) supports[item]++;
        Numbers = [.. Enumerable.Range(0, supports.Length).Where(item => supports[item] >= least)];
        Array.Sort(Array.ConvertAll(Numbers, item => ((long)supports[item] << 32) | (uint)item), Numbers);
        Supports = Array.ConvertAll(Numbers, item => supports[item]);
        var ranks = new int[baskets.Items];
        Array.Fill(ranks, -1);
        for (var rank = 0; rank < Numbers.Length; rank++) ranks[Numbers[rank]] = rank;

        Places = new int[Numbers.Length + 1];
        for (var rank = 0; rank < Supports.Length; rank++) Places[rank + 1] = Places[rank] + Supports[rank];
        Starts = new int[Count + 1];
        var (holders, next, lengths) = (new int[Places[^1]], Places[..^1], new int[Count]);
        for (var basket = 0; basket < Count; basket++)
        {
            foreach (var item in baskets[basket])
            {
                if (ranks[item] < 0) continue;
                holders[next[ranks[item]]++] = basket;
                lengths[basket]++;
            }

            Starts[basket + 1] = Starts[basket] + lengths[basket] + 1;
        }

        Ranks = new int[Starts[^1]];
        Array.Fill(Ranks, -1);
        Occurrences = holders;
        var fill = Starts[..^1];
        for (var rank = 0; rank < Numbers.Length; rank++)
        {
            for (var i = Places[rank]; i < Places[rank + 1]; i++)
            {
                var place = fill[holders[i]]++;
                Ranks[place] = rank;
                Occurrences[i] = place;
            }
        }
    }

    /// <summary>How many baskets there are, empty ones too.</summary>
    public int Count { get; }

    /// <summary>In how many baskets a frequent set must be.</summary>
    public int Least { get; }

    /// <summary>How many items are frequent.</summary>
    public int Items => Numbers.Length;

    /// <summary>The number of the item of each rank.</summary>
    public int[] Numbers { get; }

    /// <summary>In how many baskets the item of each rank is.</summary>
    public int[] Supports { get; }

    /// <summary>The ranks of each basket, rising, and -1 at its end.</summary>
    public int[] Ranks { get; }

    /// <summary>Where each basket starts in <see cref="Ranks"/>.</summary>
    public int[] Starts { get; }

    /// <summary>Where each rank stands in <see cref="Ranks"/>, rank after rank.</summary>
    public int[] Occurrences { get; }

    /// <summary>Where each rank starts in <see cref="Occurrences"/>.</summary>
    public int[] Places { get; }
}
