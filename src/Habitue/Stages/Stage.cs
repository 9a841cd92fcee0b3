namespace Habitue.Stages;

/// <summary>One step of the flow: its name, and the work that it does on the state.</summary>
internal sealed record Stage(string Name, Func<FlowState, StageRun, StageDone> Do)
{
    /// <summary>It needs nothing of the stages that follow and has a connection of its own: they need not wait for it.</summary>
    public bool RunsBeside { get; init; }

    /// <summary>
    /// Of what runs beside it is the least urgent: it begins when a stage leaves a processor free (<see cref="StageRun.LeavesRoom"/>), at the latest with the stage that tells of
    /// all, which asks for what it came to (<see cref="FlowState.Late"/>) when it comes to that.
    /// </summary>
    public bool BeginsLate { get; init; }

    /// <summary>Done once beside earlier stages, when one of them leaves a processor free, so that what the run was asked to do starts warm; it touches nothing.</summary>
    public Action<FlowRequest>? Prepare { get; init; }

    /// <summary>No stage before it takes long: it is prepared while the home is opened.</summary>
    public bool ComesSoon { get; init; }

    /// <summary>It tells what all stages before it came to.</summary>
    public bool TellsOfAll { get; init; }
}

/// <summary>What a stage did, in a few words with numbers.</summary>
/// <param name="NothingNew">All of it was there already.</param>
internal sealed record StageDone(string Words, bool NothingNew = false)
{
    public static readonly StageDone Nothing = new("nothing new", NothingNew: true);
}

/// <summary>How far a stage is. A total of 0 means that nobody knows.</summary>
internal readonly record struct StageProgress(string Words, long Done, long Total);

/// <summary>How a stage is carried out: whom it tells how far it is, who hears its remarks, and the wish to stop.</summary>
internal sealed record StageRun(Action<StageProgress> Moves, Action<string> Note, CancellationToken Cancel)
{
    /// <summary>A stage calls it when what is left of it takes one processor.</summary>
    public Action LeavesRoom { get; init; } = () => { };
}

/// <summary>Shows a run to whoever watches: a person at a terminal, or a log.</summary>
internal interface IFlowDisplay
{
    void Starts(Stage stage);

    void Moves(Stage stage, StageProgress progress);

    void Ends(Stage stage, StageDone done, TimeSpan time);

    /// <summary>A sentence that a person may want to know and that is no error.</summary>
    void Note(string sentence);
}
