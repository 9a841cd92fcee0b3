using Habitue.Learning.Data;

namespace Habitue.Prediction;

/// <summary>Known cases of the same days a year before: of the moment that a model is chosen at, of the one that it is judged at, and of now; null where the orders do not reach back so far.</summary>
internal sealed record YearBefore(LabeledFrame? Validation, LabeledFrame? Test, LabeledFrame? Now)
{
    public const int Days = 365;
}

/// <summary>
/// By how much the season moves everybody's log-odds of yes: a year before, how much more or less than the model says of the same customers happened at one moment
/// than at another. Comparing with what the model says keeps out that customers of a younger shop were of another kind. Null where nobody knows.
/// </summary>
/// <param name="ToTest">From the moment that the model is chosen at to the one that it is judged at.</param>
/// <param name="ToNow">From both of these, on average, to now.</param>
internal sealed record SeasonShift(double? ToTest, double? ToNow)
{
    /// <summary>Of fewer of an outcome the seasons are not read: chance would speak.</summary>
    private const int Least = 50;

    private const int MostSteps = 50;

    private const double Edge = 1e-6, Enough = 1e-9;

    public static SeasonShift None { get; } = new(null, null);

    /// <param name="said">What the model says of rows.</param>
    public static SeasonShift Of(YearBefore? year, Func<Frame, float[]> said)
    {
        if (year is null) return None;
        double? validation = Level(year.Validation, said), test = Level(year.Test, said), now = Level(year.Now, said);
        return new SeasonShift(test - validation, now - ((validation + test) / 2));
    }

    /// <summary>What must be added to the log-odds that the model says, so that as many are expected to say yes as did.</summary>
    private static double? Level(LabeledFrame? rows, Func<Frame, float[]> said)
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
