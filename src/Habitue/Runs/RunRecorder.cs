using Habitue.Lake.Storage;
using Habitue.Reports.Page;
using Habitue.Stages;

namespace Habitue.Runs;

/// <summary>
/// Writes a run into the book while it goes on, and passes what is told on to whoever shows it. Writing goes on beside the run and in order, so that no stage waits for a disk.
/// </summary>
internal sealed class RunRecorder : IFlowDisplay
{
    private readonly IFlowDisplay shown;
    private readonly TimeProvider clock;
    private readonly IReadOnlyList<Stage> stages;
    private readonly Lock gate = new();
    private readonly Task<(RunBook Book, long Run)> begun;
    private Task written;
    private readonly List<string> came = [];

    private RunRecorder(IFlowDisplay shown, IReadOnlyList<Stage> stages, TimeProvider clock, Func<(RunBook, long)> begin)
    {
        (this.shown, this.stages, this.clock) = (shown, stages, clock);
        written = begun = Task.Run(begin);
    }

    /// <summary>Carries out a run and records it; how it ends is recorded whatever it ends with.</summary>
    /// <param name="folder">The home.</param>
    /// <param name="asked">What kind of run, who started it, and what it is to load.</param>
    /// <param name="stages">Its stages in order.</param>
    /// <param name="shown">Who else is told.</param>
    /// <param name="clock">What time it is.</param>
    /// <param name="work">Does it, telling whom it is given.</param>
    public static void Record(string folder, RunAsked asked, IReadOnlyList<Stage> stages, IFlowDisplay shown, TimeProvider clock, Action<IFlowDisplay> work)
    {
        var started = clock.GetUtcNow().UtcDateTime;
        var recorder = new RunRecorder(shown, stages, clock, () =>
        {
            var book = new RunBook(new HomeDatabase(folder));
            book.CloseBroken();
            return (book, book.Begin(asked.Kind, asked.Who, [.. asked.Addresses.Select(RunAddress.Kept)], asked.Shop ?? "", started));
        });
        try
        {
            work(recorder);
            recorder.End(RunState.Done, recorder.came.Count > 0 ? Names.Capital(string.Join("; ", recorder.came)) : asked.Kind == "score" ? "" : "Nothing new");
        }
        catch (OperationCanceledException)
        {
            recorder.End(RunState.Stopped, "It was stopped; what was finished stays, and the next run goes on from there.", quietly: true);
            throw;
        }
        catch (Exception problem)
        {
            recorder.End(RunState.Failed, problem.Message.Split('\n')[0], quietly: true);
            throw;
        }
    }

    public void Starts(Stage stage)
    {
        shown.Starts(stage);
        var (at, place) = (Now(), Place(stage));
        Write((book, run) => book.StageBegins(run, place, stage.Name, at));
    }

    public void Moves(Stage stage, StageProgress progress) => shown.Moves(stage, progress);

    public void Ends(Stage stage, StageDone done, TimeSpan time)
    {
        shown.Ends(stage, done, time);
        if (!done.NothingNew && stage.Name is Flow.LoadStageName or Flow.TablesStageName) came.Add(done.Words);
        Write((book, run) => book.StageEnds(run, stage.Name, time.TotalSeconds, done.Words, done.NothingNew));
    }

    public void Note(string sentence)
    {
        shown.Note(sentence);
        var at = Now();
        Write((book, run) => book.Note(run, at, sentence));
    }

    /// <param name="state">How it ended.</param>
    /// <param name="sentence">What it came to.</param>
    /// <param name="quietly">Something else is about to be told, which matters more than that the book could not be written.</param>
    private void End(RunState state, string sentence, bool quietly = false)
    {
        var at = Now();
        Write((book, run) => book.End(run, at, state, sentence));
        if (quietly) Task.WhenAny(written).Wait();
        else written.GetAwaiter().GetResult();
    }

    private void Write(Action<RunBook, long> write)
    {
        lock (gate) written = written.ContinueWith(before =>
        {
            before.GetAwaiter().GetResult();   // what could not be written is told at the end, and nothing is written after it
            var (book, run) = begun.Result;
            write(book, run);
        }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private int Place(Stage stage)
    {
        for (var place = 0; place < stages.Count; place++)
            if (stages[place].Name == stage.Name) return place + 1;
        return stages.Count + 1;
    }

    private DateTime Now() => clock.GetUtcNow().UtcDateTime;
}

/// <summary>What a run was asked to do, for its record.</summary>
internal sealed record RunAsked(string Kind, string Who, IReadOnlyList<string> Addresses, string? Shop)
{
    public const string CommandLine = "command line";

    /// <summary>The slices that learn; null for all.</summary>
    public IReadOnlyList<string>? Slices { get; init; }
}
