using Habitue.Stages;

namespace Habitue.Host.Progress;

/// <summary>Chooses how a run is shown: live where a person watches, line by line in a pipe or a log.</summary>
internal static class FlowDisplays
{
    /// <summary>Shows the stages on the error stream, so that the answer on the output stays clean, and does the work meanwhile.</summary>
    public static void Show(Terminal terminal, IReadOnlyList<Stage> stages, Action<IFlowDisplay> work)
    {
        if (terminal.ErrorIsPerson) LiveDisplay.Show(terminal.RichError, stages, work);
        else work(new PlainDisplay(terminal.Error, stages));
    }
}
