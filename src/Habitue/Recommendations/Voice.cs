namespace Habitue.Recommendations;

/// <summary>
/// What one part says of the products for one customer, as a share of the most that it says of any that may be recommended: the least becomes 0, the
/// most 1. Only what is asked for is worked out, for of a large shop's products hardly any is.
/// </summary>
internal abstract class Voice(bool[] allowed, float least, float most)
{
    private readonly float scale = most > least ? 1 / (most - least) : 0;

    protected float Least => least;

    /// <summary>From 0 to 1; 0 for what may not be recommended.</summary>
    public float this[int item] => allowed[item] ? (Raw(item) - least) * scale : 0;

    /// <summary>Adds the places of the best; what has nothing to show is left out.</summary>
    public abstract void AddBest(int count, SortedSet<int> chosen);

    /// <summary>What was worked out for the customer can be used again.</summary>
    public virtual void Done()
    {
    }

    protected abstract float Raw(int item);
}

/// <summary>The same for everybody, whose order is known beforehand.</summary>
internal sealed class CommonVoice(float[] scores, int[] ranked, bool[] allowed)
    : Voice(allowed, Of(scores, Enumerable.Reverse(ranked), allowed), Of(scores, ranked, allowed))
{
    private readonly bool[] allowed = allowed;

    public override void AddBest(int count, SortedSet<int> chosen)
    {
        foreach (var item in ranked)
        {
            if (count == 0 || !(scores[item] > Least)) return;
            if (!allowed[item]) continue;
            chosen.Add(item);
            count--;
        }
    }

    protected override float Raw(int item) => scores[item];

    private static float Of(float[] scores, IEnumerable<int> ranked, bool[] allowed)
    {
        foreach (var item in ranked)
            if (allowed[item]) return scores[item];
        return 0;
    }
}
