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

    /// <param name="parts">Who has a say.</param>
    /// <param name="customer">The customer's id.</param>
    /// <param name="basket">What they had bought.</param>
    /// <param name="allowed">What may be recommended to them.</param>
    public static Shortlist Of(IReadOnlyList<Part> parts, string customer, Basket basket, bool[] allowed)
    {
        var (voices, chosen, allowedCount) = (new Voice[parts.Count], new SortedSet<int>(), allowed.AsSpan().Count(true));
        for (var part = 0; part < voices.Length; part++)
        {
            voices[part] = parts[part].Speak(customer, basket, allowed, allowedCount, PerPart);
            voices[part].AddBest(PerPart, chosen);
        }
        int[] items = [.. chosen];
        var list = new Shortlist(items, Array.ConvertAll(voices, voice => Array.ConvertAll(items, item => voice[item])));
        foreach (var voice in voices) voice.Done();
        return list;
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
}
