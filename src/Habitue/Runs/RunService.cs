using Habitue.Duck;
using Habitue.Host;
using Habitue.Insights;
using Habitue.Lake.Features;
using Habitue.Lake.Storage;
using Habitue.Live.Warehousing;
using Habitue.Server;
using Habitue.Stages;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Habitue.Runs;

/// <summary>
/// Carries out runs inside the server, which owns the home: one at a time, beside everything else that the server does. While one works, live events wait in the log for the warehouse. A server that stops,
/// stops the run; what it had finished stays.
/// </summary>
internal sealed class RunService(LiveWarehouse warehouse, ServerSettings settings, WarehouseTurn turn, TimeProvider clock, ILogger<RunService> log) : IHostedService, IDisposable
{
    private readonly Lock gate = new();
    private readonly CancellationTokenSource stopping = new();
    private CancellationTokenSource? stop;
    private Task working = Task.CompletedTask;
    private long ended;

    /// <summary>The run that works; null when none does.</summary>
    public LiveRun? Current { get; private set; }

    /// <summary>How many have ended since the server started.</summary>
    public long Ended => Interlocked.Read(ref ended);

    /// <summary>Begins a run: all stages, on these addresses and on what the collector has brought.</summary>
    /// <exception cref="UserMistakeException">Another one works.</exception>
    public void Run(RunAsked asked) => Begin(asked, [.. Flow.Stages], (connection, stages, told, cancel) =>
    {
        var request = new FlowRequest { Addresses = asked.Addresses, ShopName = asked.Shop, Slices = asked.Slices, Seed = FlowRequest.UsualSeed };
        try
        {
            Flow.Run(stages, new FlowState(request, Home.OfOwner(settings.Folder), connection, clock), told, cancel);
        }
        finally
        {
            // Also after a run that broke off behind its tables: pages must not show the products of other orders.
            if (!stopping.IsCancellationRequested) Models.BuildServed(connection, stopping.Token);
        }
    });

    /// <summary>Applies the models of a slice that answer now to all customers, without learning.</summary>
    /// <exception cref="UserMistakeException">Another run works, or nothing can be scored.</exception>
    public void Score(string name, string who)
    {
        if (Slices.All.FirstOrDefault(one => one.Name == name) is not { } slice) throw new UserMistakeException($"There is no slice '{name}'.");
        var stage = SliceStage.Of(slice) with { Prepare = null };
        stage = stage with { Do = (state, run) => SliceStates.Score(slice, state.SliceRun(run)) };
        Begin(new RunAsked("score", who, [], null), [stage], (connection, stages, told, cancel) =>
        {
            var state = new FlowState(new FlowRequest { Addresses = [], Seed = FlowRequest.UsualSeed }, Home.OfOwner(settings.Folder), connection, clock);
            state.AsOf = connection.Rows<DateTime>($"SELECT as_of FROM {CustomerFeatures.Table} LIMIT 1") is [var moment] ? moment : throw new UserMistakeException("No customer is known yet; a run loads some.");
            Functions.Install(connection, cancel);
            Flow.Run(stages, state, told, cancel);
        });
    }

    /// <summary>Asks the run that works to stop; it does so at the next place where nothing is left half done.</summary>
    public void Stop()
    {
        lock (gate)
        {
            if (Current is null) throw new UserMistakeException("No run works now.");
            Current.Stops();
            stop!.Cancel();
        }
    }

    private void Begin(RunAsked asked, IReadOnlyList<Stage> stages, Action<DuckConnection, IReadOnlyList<Stage>, IFlowDisplay, CancellationToken> work)
    {
        lock (gate)
        {
            if (Current is not null) throw new UserMistakeException("A run works already; wait for its end or stop it.");
            if (stopping.IsCancellationRequested) throw new UserMistakeException("The server stops.");
            var run = Current = new LiveRun(asked, stages, clock);
            var mine = stop = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
            working = Task.Factory.StartNew(() => Do(run, stages, work, mine), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
    }

    private void Do(LiveRun run, IReadOnlyList<Stage> stages, Action<DuckConnection, IReadOnlyList<Stage>, IFlowDisplay, CancellationToken> work, CancellationTokenSource cancel)
    {
        try
        {
            RunRecorder.Record(settings.Folder, run.Asked, stages, run, clock, told =>
            {
                using var mine = turn.Take(cancel.Token).GetAwaiter().GetResult();
                using var connection = warehouse.Connect();
                work(connection, stages, told, cancel.Token);
            });
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            if (log.IsEnabled(LogLevel.Information)) log.LogInformation("The run was stopped.");
        }
        catch (Exception problem)
        {
            log.LogError(problem, "The run failed; the page of runs tells why.");   // the record has the sentence
        }
        finally
        {
            lock (gate)
            {
                Current = null;
                stop = null;
                cancel.Dispose();
            }
            Interlocked.Increment(ref ended);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        new RunBook(new HomeDatabase(settings.Folder)).CloseBroken();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await working.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => stopping.Dispose();
}
