
namespace Habitue.Simulation;

/// <summary>
/// Writes a whole shop in all kinds of source files, and beside it what is true about it. The same plan gives the same bytes.
/// For playing and for tests: nothing here is data about people.
/// </summary>
public static class Simulator
{
    /// <summary>Writes the shop below a folder; a shop that an earlier call wrote there is replaced.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A setting of the plan lies outside its limits.</exception>
    /// <exception cref="IOException">The folder holds something that is not a simulated shop, or cannot be written.</exception>
    public static ShopSummary Write(ShopPlan plan, string folder, IProgress<ShopProgress>? progress = null, CancellationToken cancel = default)
    {
        plan.Check();
        var target = Path.GetFullPath(folder);
        ShopFolder.MustBeFree(target);
        // Everything is written beside the target and moved at the end: a stopped run leaves no half shop behind.
        var draft = target + ".draft";
        if (Directory.Exists(draft)) Directory.Delete(draft, true);
        try
        {
            var summary = WriteDraft(plan, draft, progress, cancel);
            ShopFolder.Move(draft, target);
            return summary;
        }
        finally
        {
            if (Directory.Exists(draft)) Directory.Delete(draft, true);
        }
    }

    private static ShopSummary WriteDraft(ShopPlan plan, string folder, IProgress<ShopProgress>? progress, CancellationToken cancel)
    {
        var shop = new Shop(plan);
        Crowd.Fill(shop, progress, cancel);
        var byTime = shop.Schedule.InOrder();
        using var writer = new ShopWriter(shop, byTime, folder);
        for (int day = 0, at = 0; day < shop.Seasons.Days; day++)
        {
            cancel.ThrowIfCancellationRequested();
            for (var end = (day + 1) * Seasons.Day; at < byTime.Length && shop.Visit(byTime[at]).At < end; at++) writer.Write(byTime[at]);
            writer.EndDay(day);
            if (day % 8 == 0) progress?.Report(new("writing", day, shop.Seasons.Days));
        }
        var summary = writer.Finish();
        progress?.Report(new("writing", shop.Seasons.Days, shop.Seasons.Days));
        return summary;
    }
}
