using System.Threading.Channels;
using Habitue.Lake.Log;
using Habitue.Live.Segments;

namespace Habitue.Live;

/// <summary>Appends triggers to the log, in the order in which they came about. What the log cannot take now is tried again until it can.</summary>
internal sealed class TriggerWriter : IAsyncDisposable
{
    private const int MostAtOnce = 500;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Bounded by its reader: see <see cref="Waiting"/>.</summary>
    private readonly Channel<Work> waiting = Channel.CreateUnbounded<Work>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource stopping = new();
    private readonly IEventLog log;
    private readonly TimeProvider clock;
    private readonly Task running;
    private int triggers;

    public TriggerWriter(IEventLog log, TimeProvider clock)
    {
        (this.log, this.clock) = (log, clock);
        running = Task.Run(Run);
    }

    /// <summary>Why triggers cannot be written now; null when they can.</summary>
    public string? Problem { get; private set; }

    /// <summary>How many wait for the log. Whoever reads events that may bring about more waits too while these are many.</summary>
    public int Waiting => Volatile.Read(ref triggers);

    public void Write(Transition transition)
    {
        if (transition.Event is not null && waiting.Writer.TryWrite(new Work(transition))) Interlocked.Increment(ref triggers);
    }

    /// <summary>Completes when all that was given before is on the disk.</summary>
    public Task Flush(CancellationToken cancel)
    {
        var work = new Work(null);
        waiting.Writer.TryWrite(work);
        return work.Done.Task.WaitAsync(cancel);
    }

    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await stopping.CancelAsync();
        await running;
        stopping.Dispose();
    }

    private async Task Run()
    {
        while (await waiting.Reader.WaitToReadAsync())
        {
            var (entries, marks) = (new List<LogEntry>(), new List<Work>());
            while (entries.Count < MostAtOnce && waiting.Reader.TryRead(out var work))
            {
                if (work.Transition is { } one) entries.Add(new LogEntry(one.UserId ?? one.AnonymousId!, OwnEvents.Json(one, clock.GetUtcNow().UtcDateTime), LogId.Of(one.MessageId)));
                else marks.Add(work);
            }
            if (entries.Count > 0 && !await Append(entries)) return;   // what is lost here comes about again from the log after the start
            Interlocked.Add(ref triggers, -entries.Count);
            foreach (var mark in marks) mark.Done.TrySetResult();
        }
    }

    private async Task<bool> Append(List<LogEntry> entries)
    {
        while (true)
        {
            var pause = Pause;
            try
            {
                await log.AppendAsync(entries, CancellationToken.None);
                Problem = null;
                return true;
            }
            catch (LogFullException full)
            {
                pause = full.RetryAfter;
            }
            catch (LogUnavailableException unavailable)
            {
                Problem = $"triggers cannot be written: {unavailable.Message}";
            }
            await Task.Delay(pause, clock, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stopping.IsCancellationRequested) return false;
        }
    }

    private sealed record Work(Transition? Transition)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
