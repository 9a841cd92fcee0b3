using Habitue.Learning.Data;

namespace Habitue.Prediction;

/// <summary>How many say yes on the whole, beside what a model says of the same rows.</summary>
internal static class Level
{
    /// <summary>Of fewer of an outcome no level is read: chance would speak.</summary>
    public const int Least = 50;

    private const int MostSteps = 50;

    private const double Edge = 1e-6, Enough = 1e-9;

    /// <summary>What must be added to the log-odds that a model says, so that as many are expected to say yes as did; null where nobody knows.</summary>
    /// <param name="rows">What happened.</param>
    /// <param name="said">What the model says of rows.</param>
    public static double? Of(LabeledFrame? rows, Func<Frame, float[]> said)
    {
        if (rows is null) return null;
        var yes = 0.0;
        foreach (var target in rows.Targets) yes += target;
        if (Math.Min(yes, rows.Rows.Rows - yes) < Least) return null;
        var odds = Array.ConvertAll(said(rows.Rows), p => Math.Log(Math.Clamp(p, Edge, 1 - Edge) / (1 - Math.Clamp(p, Edge, 1 - Edge))));
        var level = 0.0;
        for (var step = 0; step < MostSteps; step++)
        {
            var (expected, slope) = (0.0, 0.0);
            foreach (var one in odds)
            {
                var p = 1 / (1 + Math.Exp(-one - level));
                expected += p;
                slope += p * (1 - p);
            }
            // The expected number rises with the level, so Newton's steps, held to one at most, cannot miss.
            var move = Math.Clamp((yes - expected) / Math.Max(slope, Edge), -1, 1);
            level += move;
            if (Math.Abs(move) < Enough) break;
        }
        return level;
    }
}
