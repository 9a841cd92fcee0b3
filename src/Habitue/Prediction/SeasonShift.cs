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
    public static SeasonShift None { get; } = new(null, null);

    /// <summary>From the moment that the model is judged at to now.</summary>
    public double? TestToNow { get; init; }

    /// <param name="said">What the model says of rows.</param>
    public static SeasonShift Of(YearBefore? year, Func<Frame, float[]> said)
    {
        if (year is null) return None;
        double? validation = Level.Of(year.Validation, said), test = Level.Of(year.Test, said), now = Level.Of(year.Now, said);
        return new SeasonShift(test - validation, now - ((validation + test) / 2)) { TestToNow = now - test };
    }
}
