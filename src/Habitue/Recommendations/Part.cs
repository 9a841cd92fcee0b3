using System.Buffers;
using System.Collections.Concurrent;

namespace Habitue.Recommendations;

/// <summary>One voice in the choice of products: it gives every product of a snapshot a score for a customer; 0 and less is nothing to say.</summary>
internal abstract class Part(string name)
{
    /// <summary>As in the tables.</summary>
    public string Name => name;

    /// <summary>Writes the score of each product.</summary>
    /// <param name="customer">The customer's id.</param>
    /// <param name="basket">What they had bought.</param>
    /// <param name="into">One place per product of the snapshot.</param>
    public abstract void Scores(string customer, Basket basket, Span<float> into);

    /// <summary>How many scores it works out for a customer, about.</summary>
    /// <param name="products">How many products there are.</param>
    public virtual int ScoresFor(int products) => products;

    /// <summary>What it says for a customer, in the cheapest way that it knows.</summary>
    /// <param name="customer">The customer's id.</param>
    /// <param name="basket">What they had bought.</param>
    /// <param name="allowed">What may be recommended to them.</param>
    /// <param name="allowedCount">How many these are.</param>
    /// <param name="best">How many of the best are going to be asked for.</param>
    public virtual Voice Speak(string customer, Basket basket, bool[] allowed, int allowedCount, int best)
    {
        // Of a large shop this is the bulk of the memory, customer after customer: it is used again.
        var scores = ArrayPool<float>.Shared.Rent(allowed.Length);
        Scores(customer, basket, scores.AsSpan(0, allowed.Length));
        return DenseVoice.Of(scores, allowed, best, static used => ArrayPool<float>.Shared.Return(used));
    }
}

/// <summary>A part that says something of few products.</summary>
internal abstract class SparsePart(string name) : Part(name)
{
    /// <summary>What one customer takes, whatever the number of products.</summary>
    protected const int FewScores = 1_000;

    private readonly ConcurrentBag<ScoreBoard> boards = [];

    /// <summary>Writes what is not 0.</summary>
    /// <returns>False when it cannot do so, and every product has to be scored.</returns>
    protected abstract bool Scatter(string customer, Basket basket, ScoreBoard into);

    public override Voice Speak(string customer, Basket basket, bool[] allowed, int allowedCount, int best)
    {
        if (!boards.TryTake(out var board)) board = new ScoreBoard(allowed.Length);
        if (Scatter(customer, basket, board) && SparseVoice.Of(board, allowed, allowedCount, GiveBack) is { } voice) return voice;
        GiveBack(board);
        return base.Speak(customer, basket, allowed, allowedCount, best);
    }

    private void GiveBack(ScoreBoard board)
    {
        board.Clear();
        boards.Add(board);
    }
}

/// <summary>The same for everybody: how many bought it.</summary>
internal sealed class PopularPart(string name, float[] buyers) : Part(name)
{
    private readonly int[] ranked = [.. Enumerable.Range(0, buyers.Length).OrderByDescending(item => buyers[item]).ThenBy(item => item)];

    public override int ScoresFor(int products) => 0;

    public override Voice Speak(string customer, Basket basket, bool[] allowed, int allowedCount, int best) => new CommonVoice(buyers, ranked, allowed);

    public override void Scores(string customer, Basket basket, Span<float> into) => buyers.CopyTo(into);
}

/// <summary>
/// What a customer has bought before and people come back for: the surer they do and the oftener this one did, the
/// higher, and ever lower when the usual time for it has passed.
/// </summary>
internal sealed class BuyAgainPart(Snapshot snapshot) : SparsePart(PartNames.Again)
{
    /// <summary>A shorter time than this is not told apart.</summary>
    public const double LeastGapDays = 30;

    public override int ScoresFor(int products) => 0;

    public override void Scores(string customer, Basket basket, Span<float> into)
    {
        into.Clear();
        for (var i = 0; i < basket.Items.Length; i++) into[basket.Items[i]] = Score(basket, i);
    }

    protected override bool Scatter(string customer, Basket basket, ScoreBoard into)
    {
        for (var i = 0; i < basket.Items.Length; i++)
            if (Score(basket, i) is > 0 and var score) into.Add(basket.Items[i], score);
        return true;
    }

    private float Score(Basket basket, int i)
    {
        var repeat = snapshot.Repeats[basket.Items[i]];
        if (!repeat.IsReplenishable) return 0;
        var gap = Math.Max(repeat.GapDays, LeastGapDays);
        var late = Math.Max(0, basket.DaysSince(i, snapshot.At) - gap);
        return (float)(repeat.Share.Low * basket.Orders[i] * Math.Pow(0.5, late / gap));
    }
}
