namespace Habitue.Learning.Patterns;

/// <summary>
/// With what, and how often, an item shares its baskets, among items of higher rank: one walk over the rest of each of its
/// baskets, adding into one short row of counters that stays in the nearest cache.
/// Source: occurrence deliver of Uno, Kiyomi and Arimura, "LCM ver. 2: efficient mining algorithms for frequent/closed/maximal itemsets" (2004).
/// </summary>
internal sealed unsafe class PairCounts(RankedBaskets data)
{
    private readonly int[] counts = new int[data.Items];
    private int[] partners = new int[64];
    private int[] partnerCounts = new int[64];

    /// <summary>The frequent partners, by rising rank.</summary>
    public ReadOnlySpan<int> Partners => partners.AsSpan(0, Found);

    /// <summary>How many baskets each of them shares.</summary>
    public ReadOnlySpan<int> Counts => partnerCounts.AsSpan(0, Found);

    public int Found { get; private set; }

    public void Count(int rank)
    {
        Found = 0;
        var rows = data.Occurrences.AsSpan(data.Places[rank]..data.Places[rank + 1]);
        var steps = 0L;
        fixed (int* all = data.Ranks, count = counts)
        {
            foreach (var place in rows)
            {
                var other = all + place + 1;
                var start = other;
                for (; *other >= 0; other++) count[*other]++;
                steps += other - start;
            }

            var after = data.Items - rank;
            if (steps >= after / 2)
            {
                for (var other = rank + 1; other < data.Items; other++)
                    if (count[other] >= data.Least) Add(other, count[other]);
                new Span<int>(count + rank, after).Clear();
                return;
            }

            // Few steps among many items: walk once more instead of looking at every counter.
            foreach (var place in rows)
            {
                for (var other = all + place + 1; *other >= 0; other++)
                {
                    if (count[*other] >= data.Least) Add(*other, count[*other]);
                    count[*other] = 0;
                }
            }
        }

        Array.Sort(partners, partnerCounts, 0, Found);
    }

    private void Add(int rank, int count)
    {
        if (Found == partners.Length)
        {
            Array.Resize(ref partners, 2 * Found);
            Array.Resize(ref partnerCounts, 2 * Found);
        }

        partners[Found] = rank;
        partnerCounts[Found++] = count;
    }
}
