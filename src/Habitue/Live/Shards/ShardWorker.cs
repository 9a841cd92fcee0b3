using System.Threading.Channels;
using Habitue.Live.State;

namespace Habitue.Live.Shards;

/// <summary>
/// The one worker of a shard: takes in batches of events in order, and between small pieces of them answers what is asked and lets time go on. Batches wait in a bounded
/// queue, so whoever brings them waits when the shard is behind.
/// </summary>
internal sealed class ShardWorker(Shard shard, TimeProvider clock)
{
    /// <summary>So many batches may wait.</summary>
    private const int Waiting = 16;

    /// <summary>After so many events it looks whether somebody asks.</summary>
    private const int Piece = 64;

    private readonly Channel<EventBatch> batches = Channel.CreateBounded<EventBatch>(new BoundedChannelOptions(Waiting) { SingleReader = true });
    private readonly Channel<Action<Shard>> asked = Channel.CreateUnbounded<Action<Shard>>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Done after each piece of events, by the worker: what the shard wants done elsewhere.</summary>
    public Action<Shard>? AfterPiece { get; set; }

    /// <summary>Time goes on only once this is true: while old events are read again, it is their time that counts.</summary>
    public bool IsLive { get; set; } = true;

    public ValueTask Bring(EventBatch batch, CancellationToken cancel) => batches.Writer.WriteAsync(batch, cancel);

    /// <summary>Has the worker do something with the shard before any further events.</summary>
    public void Post(Action<Shard> work) => asked.Writer.TryWrite(work);

    /// <summary>Asks the shard something; what it answers must not change later.</summary>
    public Task<T> Ask<T>(Func<Shard, T> question, CancellationToken cancel)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(asked =>
        {
            try
            {
                if (!cancel.IsCancellationRequested) answer.TrySetResult(question(asked));
                else answer.TrySetCanceled(cancel);
            }
            catch (Exception failed)
            {
                answer.TrySetException(failed);   // whoever asked is told; the worker goes on
            }
        });
        return answer.Task.WaitAsync(cancel);
    }

    /// <summary>Completes when all batches that were brought before are done.</summary>
    public async Task Settled(CancellationToken cancel)
    {
        var mark = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await batches.Writer.WriteAsync(new EventBatch(0, 0, []) { Mark = mark }, cancel);
        await mark.Task.WaitAsync(cancel);
    }

    /// <summary>Lets time go on to now.</summary>
    public void Tick() => Post(shard =>
    {
        if (!IsLive) return;
        shard.Advance(Moment.Of(clock.GetUtcNow()));
        AfterPiece?.Invoke(shard);
        shard.Publish();
    });

    /// <summary>Works until everything that was brought is done and no more will be.</summary>
    public async Task Run()
    {
        var (more, questions) = (batches.Reader.WaitToReadAsync().AsTask(), asked.Reader.WaitToReadAsync().AsTask());
        while (true)
        {
            Answer();
            if (batches.Reader.TryRead(out var batch))
            {
                Take(batch);
                continue;
            }
            if (more.IsCompleted)
            {
                if (!await more) break;
                more = batches.Reader.WaitToReadAsync().AsTask();
            }
            if (questions.IsCompleted) questions = asked.Reader.WaitToReadAsync().AsTask();
            if (!more.IsCompleted && !questions.IsCompleted) await Task.WhenAny(more, questions);
        }
        Answer();
    }

    /// <summary>No more batches will come; <see cref="Run"/> ends when those that wait are done.</summary>
    public void Complete() => batches.Writer.TryComplete();

    private void Take(in EventBatch batch)
    {
        for (var i = 0; i < batch.Events.Count; i++)
        {
            shard.Apply(batch.Events[i]);
            if (i % Piece != Piece - 1) continue;
            AfterPiece?.Invoke(shard);
            Answer();
        }
        foreach (var change in batch.Prices) shard.Take(change, change.At);
        shard.HasRead(batch.Partition, batch.Next);
        AfterPiece?.Invoke(shard);
        shard.Publish();
        batch.Mark?.TrySetResult();
    }

    private void Answer()
    {
        while (asked.Reader.TryRead(out var work)) work(shard);
    }
}
