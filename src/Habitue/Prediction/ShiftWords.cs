using System.Globalization;
using Habitue.Learning.Evaluation;

namespace Habitue.Prediction;

/// <summary>
/// Says on a card whether the whole level of the answers was off where the model was judged: more or fewer did it than it said, by more than chance. It
/// looks at what happened there only to tell of it; nothing is corrected by it.
/// </summary>
internal static class ShiftWords
{
    /// <summary>Smaller differences matter to nobody, however sure they are.</summary>
    private const double Matters = 0.02;

    public static string Of(PredictionTask task, SeasonShift shift, float[] onTest)
    {
        double[] happened = [.. task.Test.Targets];
        var (said, did) = (onTest.Average(one => (double)one), Interval.Wilson((long)happened.Sum(), happened.Length));
        var known = shift.ToTest is not null;
        var suspected = (said < did.Low || said > did.High) && Math.Abs(said - did.Estimate) >= Matters;
        var season = known
            ? "What the same days brought a year before is taken into account."
            : "The orders do not reach back to the same days a year before, so what the season does to everybody is not known.";
        return suspected
            ? string.Create(CultureInfo.InvariantCulture, $"A season or another shift is suspected: of those it was judged by {did.Estimate:0.0%} ({did.Low:0.0%} to {did.High:0.0%}) '{task.Test.Classes?[1] ?? "yes"}', and it had said {said:0.0%} on average. Who comes before whom holds more than how high the probabilities are. {season}")
            : season;
    }
}
