using System.Collections.Concurrent;
using Habitue.Experiments.Analysis;
using Habitue.Experiments.Assignment;
using Habitue.Experiments.Definitions;
using Habitue.Experiments.Serving;
using Habitue.Lake.Storage;
using Habitue.Server;

namespace Habitue.Experiments.Pages;

/// <summary>
/// What a test says at this moment, for whoever looks: counted anew at most every few seconds, however many look. Nothing is published and nothing stopped here; that is the watch's work.
/// </summary>
internal sealed class Judgements(LiveWarehouse warehouse, AssignmentStore kept, ExposureBook exposures, TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(4);
    private readonly ConcurrentDictionary<string, (string Version, long At, Judged Judged)> latest = new(StringComparer.Ordinal);
    private readonly Lock judging = new();

    /// <summary>A report, and when it was made.</summary>
    public sealed record Judged(ExperimentReport Report, DateTime At);

    public Judged Of(ExperimentSet set, Experiment experiment, CancellationToken cancel) => IsFresh(set, experiment) ?? Judge(set, [experiment], cancel)[0];

    /// <summary>What every test says.</summary>
    public IReadOnlyList<Judged> All(ExperimentSet set, CancellationToken cancel)
    {
        Experiment[] all = [.. set.Experiments.Values];
        Judged?[] known = [.. all.Select(one => IsFresh(set, one))];
        return known.All(one => one is not null) ? [.. known.OfType<Judged>()] : Judge(set, all, cancel);
    }

    /// <summary>Judges what nobody has judged meanwhile; the tables are made ready once for all of it.</summary>
    private Judged[] Judge(ExperimentSet set, Experiment[] asked, CancellationToken cancel)
    {
        lock (judging)
        {
            var judged = Array.ConvertAll(asked, one => IsFresh(set, one));
            if (Array.TrueForAll(judged, one => one is not null)) return [.. judged.OfType<Judged>()];
            exposures.Flush();
            using var connection = warehouse.Connect();
            Functions.Install(connection, cancel);
            ExperimentTables.MakeExposures(connection);
            var now = clock.GetUtcNow().UtcDateTime;
            var analysis = new ExperimentAnalysis(connection, now).Knowing(kept.Joined());
            return [.. asked.Zip(judged, (one, known) => known ?? Keep(set, one, new Judged(analysis.Judge(one, cancel), now)))];
        }
    }

    private Judged Keep(ExperimentSet set, Experiment experiment, Judged judged)
    {
        latest[experiment.Key] = (set.Version, clock.GetTimestamp(), judged);
        return judged;
    }

    private Judged? IsFresh(ExperimentSet set, Experiment experiment) =>
        latest.TryGetValue(experiment.Key, out var known) && known.Version == set.Version && clock.GetElapsedTime(known.At) < Fresh ? known.Judged : null;
}
