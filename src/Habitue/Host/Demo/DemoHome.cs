using Habitue.Collector;
using Habitue.Decisions;
using Habitue.Decisions.Log;
using Habitue.Lake.Log;
using Habitue.Lake.Storage;
using Habitue.Simulation;

namespace Habitue.Host.Demo;

/// <summary>The home of the made-up shop. Another shop than last time replaces the one that is there, with all that happened in it; the same one goes on.</summary>
internal static class DemoHome
{
    private const string Note = "shop.plan";

    /// <summary>The shop of a demo that goes on live: its files end yesterday, so that what happens now follows them.</summary>
    public static ShopPlan UntilToday(ShopPlan plan, TimeProvider clock) => plan with { Start = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(-plan.Days) };

    public static void MakeRoom(Home home, ShopPlan plan)
    {
        var note = Path.Combine(home.Folder, Note);
        if (File.Exists(note) && File.ReadAllText(note) == plan.ToString()) return;
        File.Delete(note);   // a replacing that is stopped is done again
        foreach (var file in (string[])[Home.WarehouseName, HomeDatabase.FileName, SqliteLog.FileName, RejectedEvents.FileName, DecisionSnapshots.FileName])
            foreach (var part in Directory.EnumerateFiles(home.Folder, file + "*")) File.Delete(part);
        foreach (var folder in (string[])[home.Lake, home.Reports, home.Mappings, home.Models, Path.Combine(home.Folder, "live")])
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
        foreach (var folder in (string[])[home.Lake, home.Reports, home.Mappings, home.Models]) Directory.CreateDirectory(folder);
        File.WriteAllText(note, plan.ToString());
    }

    /// <summary>Gives the shop something to decide, unless there is a file already.</summary>
    public static void Decide(Home home)
    {
        var path = Path.Combine(home.Folder, Decisions.Catalogue.FileName);
        if (!File.Exists(path)) File.WriteAllText(path, ExampleFile.Text);
    }

    /// <summary>Where the live traffic keeps what was acknowledged: a file for each start.</summary>
    public static string Ledger(Home home, DateTimeOffset now) =>
        Path.Combine(Directory.CreateDirectory(Path.Combine(home.Folder, "traffic")).FullName, $"{now.UtcDateTime:yyyy-MM-dd'T'HHmmssfff'Z'}.csv");
}
