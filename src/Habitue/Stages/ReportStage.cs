using System.Globalization;
using Habitue.Host;
using Habitue.Insights;
using Habitue.Reports;

namespace Habitue.Stages;

/// <summary>Writes the report, unless the one that is there tells the same.</summary>
internal static class ReportStage
{
    private const string Name = "report";

    public static StageDone Do(FlowState state, StageRun run)
    {
        if (state.Request.NoReport) return new StageDone("not asked for", NothingNew: true);
        var path = Path.GetFullPath(state.Request.ReportFile
            ?? Path.Combine(state.Home.Reports, string.Create(CultureInfo.InvariantCulture, $"report-{state.AsOf:yyyy-MM-dd}.html")));
        state.Report = path;
        var inputs = string.Create(CultureInfo.InvariantCulture, $"{FeaturesStage.Inputs(state)} seed {state.Request.Seed} to {path} for {state.Request.ShopName}");
        if (File.Exists(path) && state.Memory.Knows(Name, inputs)) return StageDone.Nothing;
        run.Moves(new StageProgress("drawing", 0, 0));
        // A report only reads, and leaves a processor free for what closing the warehouse would do after it.
        var saving = state.HasRoomBeside ? Task.Run(() => Save(state), CancellationToken.None) : Task.CompletedTask;
        ReportWritten written;
        try
        {
            written = Report.Write(state.Warehouse, path, Settings(state), run.Cancel);
        }
        finally
        {
            saving.GetAwaiter().GetResult();
        }
        state.Memory.Remember(Name, inputs);
        return new StageDone($"{Words.Bytes(written.Bytes)}, opens without a network");
    }

    private static void Save(FlowState state)
    {
        // DuckDB refuses to save while another connection writes.
        state.Late.GetAwaiter().GetResult();
        using var beside = state.Connect();
        beside.Execute("CHECKPOINT");
    }

    private static ReportSettings Settings(FlowState state) => new()
    {
        ShopName = state.Request.ShopName ?? "Your shop",
        AsOf = state.AsOf,
        GeneratedAt = state.Clock.GetLocalNow(),
        Version = Build.Version,
        Currency = ShopCurrency.Code(state.Warehouse),
        Inputs = state.Warehouse.Rows<ReportInput>("""
            SELECT layout AS name, entity AS kind, CAST(SUM(rows) AS BIGINT) AS rows, CAST(SUM(rows - rejected) AS BIGINT) AS kept
            FROM sources GROUP BY layout, entity ORDER BY SUM(rows) DESC, layout
            """),
        Lake = () => LakeOf(state),
    };

    private static LakeSize? LakeOf(FlowState state)
    {
        state.Late.GetAwaiter().GetResult();
        return state.Lake is { } lake ? new LakeSize(lake.SourceBytes, lake.Bytes, lake.Files) : null;
    }
}
