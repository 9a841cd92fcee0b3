namespace Habitue.MarketBaskets;

/// <summary>For each product the baskets that hold it, rising: where two sets of them meet, and how many lie in the earlier half.</summary>
internal sealed class Postings
{
    private readonly int[] starts, baskets;

    public Postings(Learning.Data.Baskets data)
    {
        starts = new int[data.Items + 1];
        for (var basket = 0; basket < data.Count; basket++)
            foreach (var item in data[basket]) starts[item + 1]++;
        for (var item = 0; item < data.Items; item++) starts[item + 1] += starts[item];
        baskets = new int[starts[^1]];
        var next = starts.AsSpan(0, data.Items).ToArray();
        for (var basket = 0; basket < data.Count; basket++)
            foreach (var item in data[basket]) baskets[next[item]++] = basket;
        Half = data.Count / 2;
    }

    /// <summary>The first basket of the later half.</summary>
    public int Half { get; }

    public ReadOnlySpan<int> Of(int item) => baskets.AsSpan(starts[item]..starts[item + 1]);

    /// <summary>The baskets that hold all of these.</summary>
    public int[] Of(ReadOnlySpan<int> items)
    {
        var found = Of(items[0]).ToArray();
        foreach (var item in items[1..]) found = Meet(found, Of(item));
        return found;
    }

    public static int[] Meet(ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        var (both, found, i, j) = (new int[Math.Min(first.Length, second.Length)], 0, 0, 0);
        while (i < first.Length && j < second.Length)
        {
            var (a, b) = (first[i], second[j]);
            if (a == b) both[found++] = a;
            if (a <= b) i++;
            if (b <= a) j++;
        }
        return both[..found];
    }

    /// <summary>How many of these baskets lie in the earlier half of the time.</summary>
    public int Earlier(ReadOnlySpan<int> some)
    {
        var place = some.BinarySearch(Half);
        return place < 0 ? ~place : place;
    }
}
