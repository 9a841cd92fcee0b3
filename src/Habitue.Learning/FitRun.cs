namespace Habitue.Learning;

/// <summary>How one fit is carried out. Nothing here changes the result.</summary>
/// <param name="Cancel">Looked at once per iteration, tree or block of rows.</param>
/// <param name="Progress">Told the share of the work that is done, from 0 to 1; may be called from several threads.</param>
/// <param name="Threads">How many threads may work; 0 means one per processor.</param>
#pragma warning disable CA1068 // The order of use: a token often, progress sometimes, threads seldom.
public readonly record struct FitRun(
    CancellationToken Cancel = default, IProgress<double>? Progress = null, int Threads = 0)
#pragma warning restore CA1068
{
    internal int Workers => Threads > 0 ? Threads : Environment.ProcessorCount;

    /// <summary>One step is done: stops when the run is cancelled, else reports the share of the work that is done.</summary>
    internal void Step(double share)
    {
        Cancel.ThrowIfCancellationRequested();
        Progress?.Report(share);
    }

    /// <summary>The same run, its progress counted as a part of a longer one.</summary>
    internal FitRun Part(double from, double to) =>
        Progress is null ? this : this with { Progress = new PartOf(Progress, from, to) };

    private sealed class PartOf(IProgress<double> whole, double from, double to) : IProgress<double>
    {
        public void Report(double value) => whole.Report(from + ((to - from) * value));
    }
}
