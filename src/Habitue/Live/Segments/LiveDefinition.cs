namespace Habitue.Live.Segments;

/// <summary>A live segment as the file defines it: who all conditions hold of is in it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="About">What it is, in a sentence.</param>
/// <param name="Trigger">The event that entering it brings about; null for none.</param>
/// <param name="OnLeave">The event that leaving it brings about; null for none.</param>
/// <param name="Quiet">After a trigger none follows for so many milliseconds, however often the customer enters.</param>
/// <param name="Text">Conditions as they were written, to see whether they changed.</param>
internal sealed record LiveDefinition(string Name, string About, IReadOnlyList<Condition> Conditions, string? Trigger, string? OnLeave, long Quiet, string Text)
{
    /// <summary>Whether all conditions hold, and when time alone may change that.</summary>
    public bool Holds(Situation of, out long until)
    {
        until = State.Moment.Never;
        foreach (var condition in Conditions)
        {
            if (!condition.Holds(of, out var changes))
            {
                // The others do not matter before this one holds.
                until = changes;
                return false;
            }
            if (changes != State.Moment.Never) until = until == State.Moment.Never ? changes : Math.Min(until, changes);
        }
        return true;
    }
}
