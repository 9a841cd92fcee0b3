using Habitue.Lake.Cleaning;
using Habitue.Lake.Loading;

namespace Habitue.Stages;

/// <summary>Maps, cleans and commits the rows of the files; what was loaded before is left out.</summary>
internal static class LoadStage
{
    private const string Name = "quality";

    public static StageDone Do(FlowState state, StageRun run)
    {
        state.Load = Loader.Load(state.Warehouse, state.Files, Settings(state), new Told(run.Moves), run.Cancel);
        state.Load = state.Load with { Refused = [.. state.Refused, .. state.Load.Refused] };
        var load = state.Load;
        if (load.Layouts.Count > 0)
            run.Note($"Understood as {string.Join(", ", load.Layouts.GroupBy(layout => layout.Entity).Select(group => $"{group.Key} ({Words.Count(group.Sum(layout => layout.Files), "file")})"))}; habitue ingest shows each column.");
        foreach (var refused in load.Refused) run.Note(refused.Reason);
        foreach (var note in load.Notes) run.Note(note);
        CountQuality(state, run);
        return load.NothingNew ? StageDone.Nothing
            : new StageDone($"{load.Rows:N0} rows read, {load.Kept:N0} kept, {load.Rejected:N0} set aside");
    }

    public static LoadSettings Settings(FlowState state) => new()
    {
        MappingsFolder = state.Home.Mappings,
        SpoolFolder = state.Home.Spool,
        Clock = state.Clock,
        MappingFile = state.Request.MappingFile,
    };

    /// <summary>The step table counts everything that was ever read, so it changes with every load and only then.</summary>
    private static void CountQuality(FlowState state, StageRun run)
    {
        var inputs = state.LoadedSoFar();
        if (state.Memory.Knows(Name, inputs)) return;
        run.Moves(new StageProgress("counting what was wrong", 0, 0));
        Quality.Count(state.Warehouse, run.Cancel);
        var facts = Quality.Facts(state.Warehouse);
        state.Warehouse.Execute("""
            CREATE OR REPLACE TABLE quality_facts AS SELECT $1 AS lines, $2 AS customers, $3 AS orders, $4 AS products, $5 AS countries,
                $6 AS sale_lines, $7 AS sale_customers, $8 AS sale_orders
            """, [facts.Lines, facts.Customers, facts.Orders, facts.Products, facts.Countries, facts.SaleLines, facts.SaleCustomers, facts.SaleOrders], run.Cancel);
        state.Memory.Remember(Name, inputs);
    }

    private sealed class Told(Action<StageProgress> moves) : IProgress<LoadProgress>
    {
        public void Report(LoadProgress value) => moves(new StageProgress(value.Doing, value.Done, value.Total));
    }
}
