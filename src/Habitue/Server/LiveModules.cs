using Habitue.Collector;
using Habitue.Customers;
using Habitue.DataQuality;
using Habitue.Decisions;
using Habitue.Experiments;
using Habitue.Explore;
using Habitue.Live;
using Habitue.Live.Warehousing;
using Habitue.ModelShelf;
using Habitue.Predictions;
using Habitue.Runs;
using Habitue.Sales;
using Habitue.Segments;
using Habitue.Server.ApiPage;
using Habitue.Server.Telemetry;
using Habitue.Server.Web;

namespace Habitue.Server;

/// <summary>The rooms of the live server, in the order in which they start.</summary>
internal static class LiveModules
{
    public static IReadOnlyList<LiveModule> All { get; } =
    [
        new HealthModule(),
        new TelemetryModule(),
        new ApiPageModule(),
        new LogModule(),
        new CollectorModule(),
        new WarehousingModule(),
        new LiveStateModule(),
        new DecisionsModule(),
        new ExperimentsModule(),
        new WebModule(),
        new SalesModule(),
        new PredictionsModule(),
        new SegmentsWebModule(),
        new CustomersWebModule(),
        new DataQualityModule(),
        new ModelsModule(),
        new RunsModule(),
        new ExploreModule(),
    ];
}
