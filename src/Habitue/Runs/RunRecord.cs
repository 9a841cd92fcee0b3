namespace Habitue.Runs;

/// <summary>Where a run stands.</summary>
internal enum RunState
{
    Works,
    Done,
    Failed,
    Stopped,

    /// <summary>The process ended in the middle of it.</summary>
    BrokenOff,
}

/// <summary>A run as the book knows it.</summary>
/// <param name="Kind">run, demo or score.</param>
/// <param name="Who">Who started it: an account, or the command line.</param>
/// <param name="Addresses">What it was to load; passwords in addresses are not kept.</param>
/// <param name="Words">What it came to, or what stopped it.</param>
internal sealed record RunRecord(long Number, string Kind, string Who, IReadOnlyList<string> Addresses, string Shop, DateTime StartedAt, DateTime? EndedAt, RunState State, string Words)
{
    public TimeSpan? Took => EndedAt - StartedAt;

    public static string WordOf(RunState state) => state switch { RunState.Works => "works", RunState.Done => "done", RunState.Failed => "failed", RunState.Stopped => "stopped", _ => "broken off" };
}

/// <summary>A stage of a run.</summary>
/// <param name="Seconds">How long it took; null when it did not come to its end.</param>
/// <param name="NothingNew">All of it was there already.</param>
internal sealed record RunStage(long Run, int Place, string Name, DateTime StartedAt, double? Seconds, string Words, bool NothingNew);

/// <summary>Something that a run remarked.</summary>
internal sealed record RunNote(DateTime At, string Sentence);
