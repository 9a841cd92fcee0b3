namespace Habitue.Learning.Evaluation;

/// <summary>
/// Rows by falling score, those of one score together: what ROC, precision-recall and gain are read from. One sort of
/// 64-bit keys (score above, row below), then one pass: O(n log n), 8 bytes a row besides the groups.
/// </summary>
internal sealed class ScoreGroups
{
    private readonly List<Group> groups = [];

    /// <summary>The rows of one score.</summary>
    public readonly record struct Group(float Score, double Positive, double Negative);

    public IReadOnlyList<Group> Falling => groups;

    /// <summary>The weight of all positive rows.</summary>
    public double Positives { get; private set; }

    /// <summary>The weight of all negative rows.</summary>
    public double Negatives { get; private set; }

    public static ScoreGroups Of(ReadOnlySpan<double> targets, ReadOnlySpan<float> scores, ReadOnlySpan<double> weights)
    {
        Measured.Binary(targets, scores, weights, probabilities: false);
        var (keys, found) = (Order(scores), new ScoreGroups());
        for (int first = 0, next; first < keys.Length; first = next)
        {
            var (positive, negative) = (0.0, 0.0);
            for (next = first; next < keys.Length && keys[next] >> 32 == keys[first] >> 32; next++)
            {
                var row = (int)(uint)keys[next];
                if (targets[row] == 1) positive += Measured.Weight(weights, row);
                else negative += Measured.Weight(weights, row);
            }

            found.groups.Add(new Group(scores[(int)(uint)keys[first]], positive, negative));
            found.Positives += positive;
            found.Negatives += negative;
        }

        return found;
    }

    /// <summary>Keys in the order of falling score, then rising row; equal scores have equal upper halves.</summary>
    public static ulong[] Order(ReadOnlySpan<float> scores)
    {
        var keys = new ulong[scores.Length];
        for (var r = 0; r < keys.Length; r++)
        {
            var bits = BitConverter.SingleToUInt32Bits(scores[r] + 0f); // the sum makes one zero of the two
            var rising = (bits & 0x8000_0000) != 0 ? ~bits : bits | 0x8000_0000;
            keys[r] = ((ulong)~rising << 32) | (uint)r;
        }

        Array.Sort(keys);
        return keys;
    }
}
