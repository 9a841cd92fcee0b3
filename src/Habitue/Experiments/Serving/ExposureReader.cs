using System.Globalization;
using System.Text.Json;
using Habitue.Experiments.Definitions;
using Habitue.Lake.Log;
using Habitue.Live;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Habitue.Experiments.Serving;

/// <summary>
/// Reads "Experiment Viewed" out of the log, where sites and apps track it. The position is committed after the exposures are in the warehouse; a crash in between reads some again, which
/// changes nothing.
/// </summary>
internal sealed class ExposureReader(IServiceProvider services, LiveDefinitions definitions, ExposureBook book, TimeProvider clock, ILogger<ExposureReader> complaints) : BackgroundService
{
    public const string Event = "Experiment Viewed", Consumer = "experiments";

    /// <summary>After a failure, such as a warehouse that is busy.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>What the event says, or null when it is none or names no experiment, variant and customer.</summary>
    public static Exposure? Of(CustomerEvent one, ExperimentSet set)
    {
        if (one.Type != CallType.Track || one.Name != Event || one.IsBot || (one.UserId ?? one.AnonymousId) is not { } customer) return null;
        if (one.Property("experiment_id") is not { } experiment) return null;
        var variant = one.Property("variation_name") ?? one.Property("variation_id");
        if (variant is null) return null;
        if (set.Experiments.TryGetValue(experiment, out var known) && !known.Variants.Any(arm => arm.Name == variant))
        {
            // GrowthBook's SDKs number the variants.
            if (!int.TryParse(one.Property("variation_id"), NumberStyles.None, CultureInfo.InvariantCulture, out var place) || place >= known.Variants.Count) return null;
            variant = known.Variants[place].Name;
        }

        return new Exposure(experiment, customer, variant, one.Timestamp);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => services.GetService<IEventLog>() is { } log
        ? Task.WhenAll(Enumerable.Range(0, log.Partitions).Select(partition => Task.Run(() => Follow(log, partition, stoppingToken), stoppingToken)))
        : Task.CompletedTask;

    private async Task Follow(IEventLog log, int partition, CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                await Read(log, partition, cancel);
                await Task.Delay(Pause, clock, cancel);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                return;   // the server stops, or its start has failed
            }
            catch (Exception problem)
            {
                complaints.LogError(problem, "Exposures could not be taken from partition {Partition} of the log; it is tried again from the last position.", partition);
                await Task.Delay(Pause, clock, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task Read(IEventLog log, int partition, CancellationToken cancel)
    {
        var from = Math.Max(log.Start(partition), log.Position(Consumer, partition));
        await foreach (var records in log.ReadAsync(partition, from, cancel))
        {
            var any = false;
            foreach (var record in records)
            {
                if (Read(record) is not { } exposure) continue;
                book.Add(exposure);
                any = true;
            }

            if (any) await book.FlushBehind();
            if (records.Count > 0) log.Commit(Consumer, partition, records[^1].Offset + 1);
        }
    }

    private Exposure? Read(LogRecord record)
    {
        try
        {
            return Of(CustomerEvent.Read(record), definitions.Current);
        }
        catch (Exception foreign) when (foreign is JsonException or ArgumentException)
        {
            return null;   // not the collector's JSON; whoever keeps events counts and shows it
        }
    }
}
