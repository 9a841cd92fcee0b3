using System.Numerics;

namespace Habitue.Learning.Recommendation;

/// <summary>
/// Keeps the best of many scores, in a heap whose root is the worst of those kept. Of equal scores the lower number is
/// the better one, in whatever order they come.
/// </summary>
/// <param name="capacity">How many are kept at most.</param>
/// <param name="above">Only scores above this are kept.</param>
internal sealed class TopList(int capacity, float above = float.NegativeInfinity)
{
    private readonly (float Score, int Number)[] heap = new (float, int)[capacity];
    private int count;

    private float Bar => count < heap.Length ? above : heap[0].Score;

    /// <summary>One score.</summary>
    public void Offer(float score, int number)
    {
        if (heap.Length == 0) return;
        if (count < heap.Length ? score > above : Worse(heap[0], (score, number))) Add(score, number);
    }

    /// <summary>All scores of a list, the first of which has the number 0, where they are allowed; nothing may have been offered before.</summary>
    public void Offer(ReadOnlySpan<float> scores, ReadOnlySpan<bool> allowed)
    {
        if (heap.Length == 0) return;
        var (i, width) = (0, Vector<float>.Count);
        for (; i + width <= scores.Length; i += width)
        {
            // Hardly a vector holds anything better than what is there.
            if (!Vector.GreaterThanAny(new Vector<float>(scores[i..]), new Vector<float>(Bar))) continue;
            for (var j = i; j < i + width; j++)
                if (scores[j] > Bar && (allowed.IsEmpty || allowed[j])) Add(scores[j], j);
        }

        for (; i < scores.Length; i++)
            if (scores[i] > Bar && (allowed.IsEmpty || allowed[i])) Add(scores[i], i);
    }

    /// <summary>What was kept, the best first; afterwards the list is empty.</summary>
    public ReadOnlySpan<(float Score, int Number)> Sorted()
    {
        var kept = heap.AsSpan(0, count);
        kept.Sort(static (a, b) => a.Number == b.Number ? 0 : Worse(a, b) ? 1 : -1);
        count = 0;
        return kept;
    }

    private void Add(float score, int number)
    {
        if (count < heap.Length)
        {
            heap[count] = (score, number);
            for (var at = count++; at > 0 && Worse(heap[at], heap[(at - 1) / 2]); at = (at - 1) / 2)
                (heap[at], heap[(at - 1) / 2]) = (heap[(at - 1) / 2], heap[at]);
            return;
        }

        var hole = 0;
        while (true)
        {
            var child = (2 * hole) + 1;
            if (child >= count) break;
            if (child + 1 < count && Worse(heap[child + 1], heap[child])) child++;
            if (!Worse(heap[child], (score, number))) break;
            heap[hole] = heap[child];
            hole = child;
        }

        heap[hole] = (score, number);
    }

    private static bool Worse((float Score, int Number) a, (float Score, int Number) b) =>
        a.Score < b.Score || (a.Score == b.Score && a.Number > b.Number);
}
