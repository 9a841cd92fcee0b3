namespace Habitue.Learning.Linear;

/// <summary>Probabilities of scores: e to each, divided by their sum.</summary>
internal static class Softmax
{
    /// <summary>The largest score is taken from all first, so that nothing overflows.</summary>
    public static void Write(ReadOnlySpan<double> scores, Span<float> into)
    {
        var (most, sum) = (double.NegativeInfinity, 0.0);
        foreach (var score in scores) most = Math.Max(most, score);
        foreach (var score in scores) sum += Math.Exp(score - most);
        for (var k = 0; k < scores.Length; k++) into[k] = (float)(Math.Exp(scores[k] - most) / sum);
    }
}
