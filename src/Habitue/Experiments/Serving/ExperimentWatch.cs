using Habitue.Experiments.Analysis;
using Habitue.Experiments.Assignment;
using Habitue.Experiments.Definitions;
using Habitue.Lake.Storage;
using Habitue.Live.Warehousing;
using Habitue.Server;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Habitue.Experiments.Serving;

/// <summary>The work beside the answers: writes down once a second who got what, and judges the tests that run, every few minutes, so that a harmful one is stopped.</summary>
internal sealed class ExperimentWatch(LiveDefinitions definitions, AssignmentStore kept, ExperimentStops stops, ExposureBook book, LiveWarehouse warehouse, TimeProvider clock, ILogger<ExperimentWatch> log) : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1), BetweenJudgements = TimeSpan.FromMinutes(5);

    /// <summary>A write waits for the disk, and to judge takes as long as there are customers; a thread of the pool would be missing elsewhere.</summary>
    private readonly BackThread back = new("experiments");

    /// <summary>Judges every running test as of now and stops those that do harm. Returns the reports.</summary>
    public IReadOnlyList<ExperimentReport> Judge(CancellationToken cancel = default)
    {
        Save();
        using var connection = warehouse.Connect();
        return Judged(connection, definitions.Current, kept, stops, clock.GetUtcNow().UtcDateTime, cancel);
    }

    /// <summary>Judges tests, publishes what was found, and stops those that do harm.</summary>
    public static IReadOnlyList<ExperimentReport> Judged(Duck.DuckConnection connection, ExperimentSet set, AssignmentStore kept, ExperimentStops stops, DateTime now, CancellationToken cancel)
    {
        Functions.Install(connection, cancel);
        ExperimentTables.MakeExposures(connection);
        var analysis = new ExperimentAnalysis(connection, now).Knowing(kept.Joined());
        ExperimentReport[] reports = [.. set.Experiments.Values.Select(experiment => analysis.Judge(experiment, cancel))];
        foreach (var report in reports)
            if (report.Verdict == Verdict.Harmful && report.Experiment.RunsAt(now)) stops.Stop(report.Experiment.Key, report.Sentence, now);
        Publishing.Publish(connection, reports, report => State(report.Experiment, stops, now), now);
        return reports;
    }

    /// <summary>A word for where a test stands.</summary>
    public static string State(Experiment experiment, ExperimentStops stops, DateTime now) => stops.Reason(experiment.Key) is not null ? "stopped"
        : experiment.RunsAt(now) ? "running"
        : experiment.Running && now < experiment.Starts ? "waits"
        : experiment.Running ? "ended" : "off";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Between, clock);
        var judgeAt = clock.GetUtcNow() + BetweenJudgements;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var isDue = clock.GetUtcNow() >= judgeAt;
                if (isDue) judgeAt = clock.GetUtcNow() + BetweenJudgements;
                await back.Run(() =>
                {
                    if (isDue) Judge(stoppingToken);
                    else Save();
                });
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                log.LogError(problem, "Experiments could not be written down or judged; it is tried again.");
            }
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            Save();
        }
        catch (Exception problem) when (problem is Microsoft.Data.Sqlite.SqliteException or Duck.DuckException)
        {
            // Whoever was drawn in the last second is drawn the same again; their exposure counts from the next time on.
            log.LogWarning("What was drawn last could not be written down before the stop: {Problem}", problem.Message);
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        back.Dispose();
    }

    private void Save()
    {
        kept.Flush();
        book.Flush();
    }
}
