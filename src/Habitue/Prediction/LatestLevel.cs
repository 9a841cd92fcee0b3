using Habitue.Learning.Data;

namespace Habitue.Prediction;

/// <summary>
/// Sets the level of the answers by the latest that is known at the moment they are given. A curve is fitted to what a model said that had not learned from the moment to choose by; once it
/// learns from that too, it has taken over part of its level, and the curve would move it twice. So the level is set anew at the latest moment whose
/// outcomes are over. From there it goes the way of the season where a year before tells of it, else half the way of the latest weeks (<see cref="BuyingWeeks"/>).
/// </summary>
/// <param name="Validation">The moment to choose by, the latest that is over when the model is judged, with the columns that the judged model knows.</param>
/// <param name="WeeksToTest">What the weeks until the moment to judge by say; null where they say nothing.</param>
/// <param name="WeeksToNow">The same of the weeks until now.</param>
internal sealed record LatestLevel(LabeledFrame Validation, double? WeeksToTest, double? WeeksToNow)
{
    /// <summary>What is added to the log-odds at the moment to judge by.</summary>
    /// <param name="season">What a year before tells.</param>
    /// <param name="said">What the judged model says of rows.</param>
    public double? ToTest(SeasonShift season, Func<Frame, float[]> said) => Level.Of(Validation, said) + (season.ToTest ?? WeeksToTest ?? 0);

    /// <summary>What is added to the log-odds from now on.</summary>
    /// <param name="season">What a year before tells.</param>
    /// <param name="test">The moment to judge by, the latest that is over now.</param>
    /// <param name="said">What the model that answers says of rows.</param>
    public double? ToNow(SeasonShift season, LabeledFrame test, Func<Frame, float[]> said) => Level.Of(test, said) + (season.TestToNow ?? WeeksToNow ?? 0);
}
