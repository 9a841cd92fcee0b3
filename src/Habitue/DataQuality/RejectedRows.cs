using System.Text.Json.Nodes;
using Habitue.Duck;
using Habitue.Host;
using Habitue.Lake.Cleaning;
using Habitue.Lake.Loading;
using Habitue.Lake.Sources;
using Habitue.Live.Warehousing;
using Habitue.Server;

namespace Habitue.DataQuality;

/// <summary>How a repair would go.</summary>
/// <param name="Tried">Rows that were tried.</param>
/// <param name="Accepted">Rows that cleaning lets through then.</param>
/// <param name="Whole">All rows of the rule were tried.</param>
/// <param name="Why">Why the others are set aside again: rule and number.</param>
internal sealed record RepairTrial(long Tried, long Accepted, bool Whole, IReadOnlyList<(string Rule, long Rows)> Why);

/// <summary>Rows that were set aside: looks at them, tries a repair without changing anything, and loads repaired rows again.</summary>
internal sealed class RejectedRows(LiveWarehouse warehouse, WarehouseTurn turn, ServerSettings settings, TimeProvider clock)
{
    private const int MostTried = 2_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private string Spool => Path.Combine(settings.Folder, "spool");

    /// <summary>The columns that can be named in a repair, from some of the rows.</summary>
    public static IReadOnlyList<string> Columns(IEnumerable<JsonObject> rows)
    {
        var columns = new SortedSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var row in rows) Add(row, "", 0);
        return [.. columns];

        void Add(JsonObject part, string before, int depth)
        {
            foreach (var (name, value) in part)
            {
                columns.Add(before + name);
                if (value is JsonObject inner && depth < 2) Add(inner, $"{before}{name}.", depth + 1);
            }
        }
    }

    /// <summary>Tries a repair in a warehouse of its own in memory: it tells what the rows themselves tell, but not whether the real one has the same row already.</summary>
    public RepairTrial Try(DuckConnection home, Repair repair, CancellationToken cancel)
    {
        var rows = Quality.Rejected(home, repair.Rule, MostTried + 1);
        RejectedRow[] some = [.. rows.Take(MostTried).Where(row => RejectedText.Parsed(row.Original) is not null && row.Address.Length > 0)];
        var place = Directory.CreateDirectory(SpoolFile.Next(settings.Folder, "-trial")).FullName;
        try
        {
            using var memory = DuckDatabase.InMemory(new DuckSettings { Threads = 1, MemoryLimit = "256MiB" });
            using var trial = memory.Connect();
            Schema.Create(trial);
            foreach (var known in home.Rows<(int, string, string, string, string, string)>("SELECT source, address, layout, entity, format, mapping FROM sources").Where(known => some.Any(row => row.Address == known.Item2)))
                trial.Execute("INSERT INTO sources BY NAME SELECT CAST($1 AS INTEGER) AS source, $2 AS address, $3 AS layout, $4 AS entity, $5 AS format, $6 AS mapping, 0 AS bytes, TIMESTAMP '2000-01-01' AS modified, '' AS sha256, 0 AS rows, 0 AS rejected, 0 AS load, TIMESTAMP '2000-01-01' AS loaded_at",
                    [known.Item1, known.Item2, known.Item3, known.Item4, known.Item5, known.Item6], cancel);
            var load = Replay.Run(trial, Written(some, repair, Path.Combine(place, "repaired.jsonl")), Settings(place), null, cancel);
            return new RepairTrial(some.Length, load.Kept, rows.Count <= MostTried, trial.Rows<(string, long)>("SELECT rule, COUNT(*) FROM quarantine GROUP BY rule ORDER BY COUNT(*) DESC, rule"));
        }
        finally
        {
            Directory.Delete(place, recursive: true);
        }
    }

    /// <summary>Loads all rows of a rule again, repaired. Those that are accepted leave the quarantine.</summary>
    public async Task<LoadReport> Replayed(Repair repair, CancellationToken cancel)
    {
        using var home = warehouse.Connect();
        RejectedRow[] rows = [.. Quality.Rejected(home, repair.Rule, int.MaxValue).Where(row => RejectedText.Parsed(row.Original) is not null && row.Address.Length > 0)];
        if (rows.Length == 0) throw new UserMistakeException("There are no rows that could be loaded again; somebody may have repaired them already.");
        var file = Written(rows, repair, SpoolFile.Next(settings.Folder, ".jsonl"));
        try
        {
            return await Replayed(file, cancel);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Loads a file of repaired rows, as the export wrote it.</summary>
    /// <exception cref="UserMistakeException">The file is no export, or the warehouse could not take it now.</exception>
    public async Task<LoadReport> Replayed(string file, CancellationToken cancel)
    {
        using var mine = await turn.TakeWithin(Patience, cancel) ?? throw new UserMistakeException("A run works on the data now; rows can be loaded again when it has ended.");
        using var home = warehouse.Connect();
        try
        {
            return Replay.Run(home, file, Settings(Spool), null, cancel);
        }
        catch (SourceException wrong)
        {
            throw new UserMistakeException(wrong.Message.Replace(file, "The file", StringComparison.Ordinal));
        }
        catch (DuckException busy)
        {
            throw new UserMistakeException($"The rows could not be loaded now ({busy.Message.Split('\n')[0].TrimEnd('.')}); nothing was changed, try again.");
        }
    }

    private LoadSettings Settings(string spool) => new() { MappingsFolder = Path.Combine(settings.Folder, "mappings"), SpoolFolder = spool, Clock = clock };

    private static string Written(IEnumerable<RejectedRow> rows, Repair repair, string path)
    {
        using var file = new StreamWriter(path);
        foreach (var row in rows) file.WriteLine(RejectedText.Written(Replay.Marked(repair.Of(RejectedText.Parsed(row.Original)!), row)));
        return path;
    }
}
