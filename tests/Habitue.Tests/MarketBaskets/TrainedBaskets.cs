using System.Globalization;
using Habitue.Duck;
using Habitue.Insights;
using Habitue.Learning;
using Habitue.MarketBaskets;
using Habitue.ModelShelf;
using Habitue.Stages;

namespace Habitue.Tests.MarketBaskets;

/// <summary>Trains the baskets of a warehouse that has its tables already.</summary>
internal static class TrainedBaskets
{
    public static StageDone Train(DuckConnection warehouse, DateTime asOf, params (string Option, string Value)[] chosen)
    {
        var folder = Directory.CreateTempSubdirectory("habitue-shelf-");
        try
        {
            return SliceStates.Train(MarketBasketsSlice.Slice, new SliceRun(warehouse, new Shelf(folder.FullName, warehouse, TimeProvider.System), new PastFeatures(warehouse, asOf), asOf, "load 1", new Seed(7), 0, new StageRun(_ => { }, _ => { }, CancellationToken.None))
            {
                Chosen = chosen.ToDictionary(one => one.Option, one => one.Value),
            });
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public static StageDone Train(DuckConnection warehouse, DateTime asOf, double support, double confidence) => Train(warehouse, asOf,
        (BasketSettings.SupportName, support.ToString(CultureInfo.InvariantCulture)), (BasketSettings.ConfidenceName, confidence.ToString(CultureInfo.InvariantCulture)));
}
