namespace Habitue.Recommendations;

/// <summary>A score for every product.</summary>
internal sealed class DenseVoice : Voice
{
    private readonly float[] scores;
    private readonly int[] best;
    private readonly Action<float[]> done;

    private DenseVoice(float[] scores, bool[] allowed, float least, float most, int[] best, Action<float[]> done) : base(allowed, least, most) =>
        (this.scores, this.best, this.done) = (scores, best, done);

    /// <summary>One pass finds the least, the most and the best.</summary>
    public static DenseVoice Of(float[] scores, bool[] allowed, int count, Action<float[]> done)
    {
        var kept = new PriorityQueue<int, (float Score, int Behind)>(count + 1);
        var (least, most, bar) = (float.PositiveInfinity, float.NegativeInfinity, float.NegativeInfinity);
        for (var item = 0; item < allowed.Length; item++)
        {
            if (!allowed[item]) continue;
            var score = scores[item];
            least = Math.Min(least, score);
            most = Math.Max(most, score);
            if (!(score > bar)) continue;
            kept.Enqueue(item, (score, -item));
            if (kept.Count < count) continue;
            if (kept.Count > count) kept.Dequeue();
            bar = scores[kept.Peek()];
        }
        return new DenseVoice(scores, allowed, least, most, [.. kept.UnorderedItems.Where(one => one.Priority.Score > least).Select(one => one.Element)], done);
    }

    public override void AddBest(int count, SortedSet<int> chosen) => chosen.UnionWith(best);

    public override void Done() => done(scores);

    protected override float Raw(int item) => scores[item];
}
