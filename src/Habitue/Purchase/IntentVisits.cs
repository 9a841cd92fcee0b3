using System.Globalization;
using Habitue.Insights;
using Habitue.Learning.Data;
using Habitue.Live;
using Habitue.Live.Intent;
using Habitue.Live.State;

namespace Habitue.Purchase;

/// <summary>Plays the visits of the warehouse's events again, as if they came in now.</summary>
internal static class IntentVisits
{
    /// <param name="run">Its warehouse and moment.</param>
    /// <param name="share">How many of a million customers.</param>
    public static VisitBeginnings Read(SliceRun run, long share)
    {
        var happened = FrameReader.Read(run.Warehouse, SliceQueries.Read("Purchase/IntentEvents", ("share", share.ToString(CultureInfo.InvariantCulture))), run.Cancel);
        var replay = new VisitReplay(Moment.Of(run.AsOf));
        var (customers, times) = ((TextColumn)happened["customer_id"], (TimeColumn)happened["occurred_at"]);
        TextColumn types = (TextColumn)happened["type"], names = (TextColumn)happened["event"], channels = (TextColumn)happened["channel"], devices = (TextColumn)happened["device"];
        for (var row = 0; row < happened.Rows; row++)
        {
            if (row > 0 && customers.Codes[row] != customers.Codes[row - 1]) replay.NextCustomer();
            var type = Enum.Parse<CallType>(types[row]!, ignoreCase: true);
            // Live state counts in whole milliseconds.
            replay.Take(times.Values[row] / 1000, Activities.Of(type, names[row], channels[row]), devices[row], Activities.IsInStore(channels[row]));
        }
        return replay.Build();
    }
}
