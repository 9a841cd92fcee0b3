namespace Habitue.Recommendations;

/// <summary>
/// The products that come into question for one customer: the best of every part, with what every part says of each, as a
/// share of the most that it says of any. Which of them are recommended is for a <see cref="Blend"/> to say.
/// </summary>
/// <param name="Items">Rising.</param>
/// <param name="Scores">Part by part: the score of each item, from 0 to 1.</param>
internal sealed record Shortlist(int[] Items, float[][] Scores)
{
    /// <summary>So many of each part are taken.</summary>
    private const int PerPart = 60;

    public static Shortlist Of(IReadOnlyList<Part> parts, string customer, Basket basket, bool[] allowed)
    {
        var (all, chosen) = (new float[parts.Count][], new SortedSet<int>());
        for (var part = 0; part < parts.Count; part++)
        {
            var scores = all[part] = new float[allowed.Length];
            parts[part].Scores(customer, basket, scores);
            ToShares(scores, allowed);
            foreach (var item in Top(scores, PerPart)) chosen.Add(item);
        }
        int[] items = [.. chosen];
        return new Shortlist(items, Array.ConvertAll(all, scores => Array.ConvertAll(items, item => scores[item])));
    }

    /// <summary>The places of the best, in order; of equal ones the lower number first, and what has nothing to show is left out.</summary>
    public static int[] Top(ReadOnlySpan<float> scores, int count)
    {
        // A heap whose root is the worst of those kept.
        var kept = new PriorityQueue<int, (float Score, int Behind)>(count + 1);
        var bar = 0f;
        for (var i = 0; i < scores.Length; i++)
        {
            if (!(scores[i] > bar)) continue;
            kept.Enqueue(i, (scores[i], -i));
            if (kept.Count <= count) continue;
            kept.Dequeue();
            bar = scores[kept.Peek()];
        }
        var top = new int[kept.Count];
        for (var place = top.Length - 1; place >= 0; place--) top[place] = kept.Dequeue();
        return top;
    }

    /// <summary>The least that is said becomes 0 and the most 1; what may not be recommended gets 0.</summary>
    private static void ToShares(Span<float> scores, bool[] allowed)
    {
        var (least, most) = (float.PositiveInfinity, float.NegativeInfinity);
        for (var item = 0; item < scores.Length; item++)
        {
            if (!allowed[item]) continue;
            least = Math.Min(least, scores[item]);
            most = Math.Max(most, scores[item]);
        }
        var scale = most > least ? 1 / (most - least) : 0;
        for (var item = 0; item < scores.Length; item++) scores[item] = allowed[item] ? (scores[item] - least) * scale : 0;
    }
}
