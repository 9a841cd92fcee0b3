namespace Habitue.Recommendations;

/// <summary>A score above 0 for some products, and 0 for all others.</summary>
internal sealed class SparseVoice : Voice
{
    private readonly ScoreBoard board;
    private readonly bool[] allowed;
    private readonly Action<ScoreBoard> done;

    private SparseVoice(ScoreBoard board, bool[] allowed, float most, Action<ScoreBoard> done) : base(allowed, 0, most) => (this.board, this.allowed, this.done) = (board, allowed, done);

    /// <summary>Null when it says something of all that may be recommended, or less than nothing of one: the least is not 0 then.</summary>
    public static SparseVoice? Of(ScoreBoard board, bool[] allowed, int allowedCount, Action<ScoreBoard> done)
    {
        var (most, told) = (0f, 0);
        foreach (var item in board.Told)
        {
            if (!allowed[item]) continue;
            if (board.Values[item] < 0) return null;
            most = Math.Max(most, board.Values[item]);
            told++;
        }
        return told == allowedCount ? null : new SparseVoice(board, allowed, most, done);
    }

    public override void AddBest(int count, SortedSet<int> chosen)
    {
        var kept = new PriorityQueue<int, (float Score, int Behind)>(count + 1);
        foreach (var item in board.Told)
        {
            if (!allowed[item] || !(board.Values[item] > 0)) continue;
            if (kept.Count < count) kept.Enqueue(item, (board.Values[item], -item));
            else kept.EnqueueDequeue(item, (board.Values[item], -item));
        }
        foreach (var (item, _) in kept.UnorderedItems) chosen.Add(item);
    }

    public override void Done() => done(board);

    protected override float Raw(int item) => board.Values[item];
}
