using Habitue.Stages;

namespace Habitue.Runs;

/// <summary>A stage of the run that works now.</summary>
internal sealed record LiveStage(string Name)
{
    public DateTime? StartedAt { get; init; }

    public TimeSpan? Took { get; init; }

    public string Words { get; init; } = "";

    public long Done { get; init; }

    public long Total { get; init; }

    public bool NothingNew { get; init; }

    public bool Works => StartedAt is not null && Took is null;

    /// <summary>How far it is from 0 to 1; null when nobody knows.</summary>
    public double? Share => Total > 0 ? Math.Clamp((double)Done / Total, 0, 1) : null;
}

/// <summary>The run that works in this server, as pages show it. Its version changes with everything that is told.</summary>
internal sealed class LiveRun(RunAsked asked, IReadOnlyList<Stage> stages, TimeProvider clock) : IFlowDisplay
{
    private const int MostNotes = 100;
    private readonly Lock gate = new();
    private readonly LiveStage[] states = [.. stages.Select(stage => new LiveStage(stage.Name))];
    private readonly List<RunNote> notes = [];
    private long version;

    public RunAsked Asked { get; } = asked;

    public DateTime StartedAt { get; } = clock.GetUtcNow().UtcDateTime;

    /// <summary>Somebody has asked it to stop.</summary>
    public bool Stopping { get; private set; }

    public long Version => Interlocked.Read(ref version);

    public (IReadOnlyList<LiveStage> Stages, IReadOnlyList<RunNote> Notes) Now
    {
        get
        {
            lock (gate) return ([.. states], [.. notes]);
        }
    }

    public void Stops()
    {
        Stopping = true;
        Interlocked.Increment(ref version);
    }

    public void Starts(Stage stage) => Change(stage, state => state with { StartedAt = clock.GetUtcNow().UtcDateTime });

    public void Moves(Stage stage, StageProgress progress) => Change(stage, state => state with { Words = progress.Words, Done = progress.Done, Total = progress.Total });

    public void Ends(Stage stage, StageDone done, TimeSpan time) => Change(stage, state => state with { Words = done.Words, NothingNew = done.NothingNew, Took = time });

    public void Note(string sentence)
    {
        lock (gate)
            if (notes.Count < MostNotes) notes.Add(new RunNote(clock.GetUtcNow().UtcDateTime, sentence));
        Interlocked.Increment(ref version);
    }

    private void Change(Stage stage, Func<LiveStage, LiveStage> change)
    {
        lock (gate)
        {
            var place = Array.FindIndex(states, state => state.Name == stage.Name);
            states[place] = change(states[place]);
        }
        Interlocked.Increment(ref version);
    }
}
