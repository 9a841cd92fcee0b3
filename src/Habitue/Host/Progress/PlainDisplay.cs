using Habitue.Stages;

namespace Habitue.Host.Progress;

/// <summary>One line per finished stage, for pipes and logs.</summary>
internal sealed class PlainDisplay(TextWriter output, IReadOnlyList<Stage> stages) : IFlowDisplay
{
    private readonly int wide = stages.Max(stage => stage.Name.Length);

    public void Starts(Stage stage)
    {
        // A log gets a line when there is something to tell.
    }

    public void Moves(Stage stage, StageProgress progress)
    {
        // A log has no use for every percent.
    }

    public void Ends(Stage stage, StageDone done, TimeSpan time) =>
        output.WriteLine($"{stage.Name.PadRight(wide)}  {done.Words}  ({Words.Time(time)})");

    public void Note(string sentence) => output.WriteLine($"{"note".PadRight(wide)}  {sentence}");
}
