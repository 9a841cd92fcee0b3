using Habitue.Live.State;

namespace Habitue.Live.Segments;

/// <summary>What conditions look at: all that is known of a person, and the moment.</summary>
internal sealed class Situation(CustomerState state, PublishedScores? published, Func<Visit, double?> intent, long now)
{
    private bool asked;
    private double? answer;

    public CustomerState State => state;

    public PublishedScores? Published => published;

    public long Now => now;

    public Visit? Visit => state.Visits.Current(now);

    /// <summary>How likely the visit ends in an order; asked of the model once, and only when a condition wants it.</summary>
    public double? Intent
    {
        get
        {
            if (asked) return answer;
            asked = true;
            answer = Visit is { Orders: 0 } visit ? intent(visit) : null;
            return answer;
        }
    }
}
