using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Habitue.Live.Warehousing;

/// <summary>
/// A thread for long work that nobody waits for: where the system can, it comes after all others, so that requests are answered
/// while it works. One thing at a time.
/// </summary>
internal sealed class BackThread : IDisposable
{
    private const int Steps = 10;
    private readonly BlockingCollection<Action> work = [];

    public BackThread(string name) => new Thread(Loop) { Name = name, IsBackground = true, Priority = ThreadPriority.BelowNormal }.Start();

    /// <summary>Does something there; what it throws is thrown to whoever waits for it.</summary>
    public Task Run(Action action)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        work.Add(() =>
        {
            try
            {
                action();
                done.SetResult();
            }
            catch (Exception failed)
            {
                done.SetException(failed);   // whoever asked is told
            }
        });
        return done.Task;
    }

    private void Loop()
    {
        if (OperatingSystem.IsLinux())
            _ = Nice(Steps);   // on Linux that is of this thread, and of the threads that it starts
        foreach (Action action in work.GetConsumingEnumerable())
            action();
    }

    [DllImport("libc", EntryPoint = "nice")]
    private static extern int Nice(int by);

    public void Dispose() => work.CompleteAdding();
}
