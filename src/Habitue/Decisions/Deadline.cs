namespace Habitue.Decisions;

/// <summary>Until when an answer must be there. It is looked at between the steps of a decision, none of which waits for anything.</summary>
internal readonly struct Deadline(TimeProvider clock, long started, TimeSpan most)
{
    public bool IsOver => clock.GetElapsedTime(started) >= most;
}
