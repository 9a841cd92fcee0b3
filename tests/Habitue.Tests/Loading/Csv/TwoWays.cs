using System.Text;
using System.Text.Json;
using Habitue.Lake.Loading;
using Habitue.Tests.Live;

namespace Habitue.Tests.Loading.Csv;

/// <summary>One folder of files and two warehouses: one whose loads may hold rows in memory, one whose rows all go through a table.</summary>
internal sealed class TwoWays : IDisposable
{
    /// <summary>All that a load writes; in an order of its own, since held rows are written in any.</summary>
    private static readonly string[] Tables = ["events", "event_rows", "event_constants", "quarantine", "loads", "sources", "profiles", "catalogue", "reviews", "tickets", "lake_loads"];

    private readonly string folder = Directory.CreateTempSubdirectory("habitue-two-ways-").FullName;
    private readonly LoadedHome[] homes;

    public TwoWays(DateTime now, long batchBytes = 512L << 20)
    {
        homes = [.. new[] { true, false }.Select(holds => new LoadedHome { HoldsRows = holds, BatchBytes = batchBytes, Clock = new ManualClock(now) })];
        Held.Progress = new Watching(this);
    }

    /// <summary>The home whose loads may hold rows.</summary>
    public LoadedHome Held => homes[0];

    /// <summary>Whether every batch of its last load held its events, so that no table was made for them.</summary>
    public bool WasHeld { get; private set; }

    /// <summary>Runs at each step of a load into that home.</summary>
    public Action<LoadProgress>? AtStep { get; set; }

    public string Input => Directory.CreateDirectory(Path.Combine(folder, "input")).FullName;

    public string Write(string name, string text, Encoding? encoding = null) => Write(name, [.. (encoding ?? new UTF8Encoding(false)).GetPreamble(), .. (encoding ?? new UTF8Encoding(false)).GetBytes(text)]);

    public string Write(string name, byte[] bytes)
    {
        string path = Path.Combine(Input, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>Writes a mapping that is to be used.</summary>
    public string WriteMapping(string text)
    {
        string path = Path.Combine(folder, "mapping.json");
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Loads what is new in the folder both ways, and compares.</summary>
    public LoadReport Load(string? mapping = null)
    {
        WasHeld = false;
        LoadReport held = Held.Load(Input, mapping), table = homes[1].Load(Input, mapping);
        Assert.Equal(table.Refused, held.Refused);
        Assert.Equal(Text(table), Text(held));
        foreach (string name in Tables)
            Assert.Equal(Rows(homes[1], name), Rows(Held, name));
        if (held.Loads.Count > 0)
        {
            Assert.Equal(Rows(homes[1], "temp.bots"), Rows(Held, "temp.bots"));
            Assert.Equal(0, Held.Count("duckdb_views()", "view_name IN ('rows_events', 'aside_events')"));
        }

        Assert.Equal("true", Held.One<string>("SELECT CAST(current_setting('preserve_insertion_order') AS VARCHAR)"));
        return held;
    }

    private static string[] Rows(LoadedHome home, string table) => [.. home.Warehouse.Rows<string>($"SELECT CAST(row AS VARCHAR) FROM (SELECT * FROM {table}) AS row ORDER BY 1")];

    private static string Text(LoadReport report) => JsonSerializer.Serialize(report with
    {
        // Each home has mappings of its own.
        Layouts = [.. report.Layouts.Select(l => l with { MappingFile = Path.GetFileName(l.MappingFile) })],
    });

    public void Dispose()
    {
        foreach (LoadedHome home in homes)
            home.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private sealed class Watching(TwoWays both) : IProgress<LoadProgress>
    {
        private bool isFirst;

        public void Report(LoadProgress value)
        {
            if (value.Doing == "looking at files")
                isFirst = true;
            if (value.Doing == "cleaning")
            {
                bool isHeld = both.Held.Count("duckdb_tables()", "table_name = 'staged_events'") == 0 && both.Held.Count("duckdb_views()", "view_name = 'rows_events' AND contains(sql, 'offered_rows')") == 1;
                both.WasHeld = isHeld && (isFirst || both.WasHeld);
                isFirst = false;
            }

            both.AtStep?.Invoke(value);
        }
    }
}
