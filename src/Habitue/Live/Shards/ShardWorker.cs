using System.Collections.Concurrent;
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
    private readonly ConcurrentQueue<Action<Shard>> asked = new();
    private readonly object gate = new();
    private bool something;

    /// <summary>Done after each piece of events, by the worker: what the shard wants done elsewhere.</summary>
    public Action<Shard>? AfterPiece { get; set; }

    /// <summary>Time goes on only once this is true: while old events are read again, it is their time that counts.</summary>
    public bool IsLive { get; set; } = true;

    public async ValueTask Bring(EventBatch batch, CancellationToken cancel)
    {
        await batches.Writer.WriteAsync(batch, cancel);
        Signal();
    }

    /// <summary>Has the worker do something with the shard before any further events.</summary>
    public void Post(Action<Shard> work)
    {
        asked.Enqueue(work);
        Signal();
    }

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
        await Bring(new EventBatch(0, 0, []) { Mark = mark }, cancel);
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

    /// <summary>Starts the worker's own thread: whoever waits for an answer may hold any number of others.</summary>
    /// <returns>Completes when no more batches will come and those that waited are done.</returns>
    public Task Start()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                Run();
                ended.SetResult();
            }
            catch (Exception failed)
            {
                ended.SetException(failed);   // whoever stops the worker is told
            }
        }) { IsBackground = true, Name = $"live shard {shard.Number}" };
        thread.Start();
        return ended.Task;
    }

    /// <summary>No more batches will come; <see cref="Run"/> ends when those that wait are done.</summary>
    public void Complete()
    {
        batches.Writer.TryComplete();
        Signal();
    }

    private void Run()
    {
        while (true)
        {
            Answer();
            if (batches.Reader.TryRead(out var batch)) Take(batch);
            else if (batches.Reader.Completion.IsCompleted) break;
            else WaitForSomething();
        }
        Answer();
    }

    private void Take(in EventBatch batch)
    {
        for (var i = 0; i < batch.Events.Count; i++)
        {
            var routed = batch.Events[i];
            if (routed.Offset < shard.Offsets[batch.Partition]) continue;   // a snapshot knows it already
            shard.Apply(routed);
            shard.HasRead(batch.Partition, routed.Offset + 1);   // at once: a snapshot may be taken in the middle of a batch
            if (i % Piece != Piece - 1) continue;
            AfterPiece?.Invoke(shard);
            Answer();
        }
        shard.HasRead(batch.Partition, batch.Next);
        AfterPiece?.Invoke(shard);
        shard.Publish();
        batch.Mark?.TrySetResult();
    }

    private void Signal()
    {
        lock (gate)
        {
            something = true;
            Monitor.Pulse(gate);
        }
    }

    private void WaitForSomething()
    {
        lock (gate)
        {
            while (!something) Monitor.Wait(gate);
            something = false;
        }
    }

    private void Answer()
    {
        while (asked.TryDequeue(out var work)) work(shard);
    }
}
