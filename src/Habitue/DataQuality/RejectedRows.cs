using System.Text.Json.Nodes;
using Habitue.Duck;
using Habitue.Host;
using Habitue.Lake.Cleaning;
using Habitue.Lake.Loading;
using Habitue.Lake.Sources;
using Habitue.Live.Warehousing;
using Habitue.Reports.Page;
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

    /// <summary>Rows that are loaded at once; a load holds what it reads in memory.</summary>
    public int AtOnce { get; init; } = 10_000;

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
        var place = Directory.CreateDirectory(SpoolFile.Next(settings.Folder, "-trial")).FullName;
        try
        {
            var file = Path.Combine(place, "repaired.jsonl");
            var tried = Write(Repaired(rows.Take(MostTried), repair), file);
            using var memory = DuckDatabase.InMemory(new DuckSettings { Threads = 1, MemoryLimit = "256MiB" });
            using var trial = memory.Connect();
            Schema.Create(trial);
            var addresses = rows.Select(row => row.Address).ToHashSet();
            foreach (var known in home.Rows<(int, string, string, string, string, string)>("SELECT source, address, layout, entity, format, mapping FROM sources").Where(known => addresses.Contains(known.Item2)))
                trial.Execute("INSERT INTO sources BY NAME SELECT CAST($1 AS INTEGER) AS source, $2 AS address, $3 AS layout, $4 AS entity, $5 AS format, $6 AS mapping, 0 AS bytes, TIMESTAMP '2000-01-01' AS modified, '' AS sha256, 0 AS rows, 0 AS rejected, 0 AS load, TIMESTAMP '2000-01-01' AS loaded_at",
                    [known.Item1, known.Item2, known.Item3, known.Item4, known.Item5, known.Item6], cancel);
            var load = Replay.Run(trial, file, Settings(place), null, cancel);
            return new RepairTrial(tried, load.Kept, rows.Count <= MostTried, trial.Rows<(string, long)>("SELECT rule, COUNT(*) FROM quarantine GROUP BY rule ORDER BY COUNT(*) DESC, rule"));
        }
        finally
        {
            Directory.Delete(place, recursive: true);
        }
    }

    /// <summary>Loads all rows of a rule again, repaired, some at a time. Those that are accepted leave the quarantine.</summary>
    /// <exception cref="UserMistakeException">There are none, a step cannot be carried out, or the warehouse could not take them now.</exception>
    public async Task<LoadReport> Replayed(Repair repair, CancellationToken cancel)
    {
        // The turn comes before the look, so that nobody else loads the same rows meanwhile.
        using var mine = await Turn(cancel);
        using var home = warehouse.Connect();
        var place = Directory.CreateDirectory(SpoolFile.Next(settings.Folder, "-again")).FullName;
        try
        {
            // All are repaired before the first is loaded: a step that cannot be carried out changes nothing.
            var files = new List<string>();
            foreach (var some in Repaired(Quality.EachRejected(home, repair.Rule, cancel), repair).Chunk(AtOnce))
            {
                files.Add(Path.Combine(place, $"{files.Count}.jsonl"));
                Write(some, files[^1]);
            }
            if (files.Count == 0) throw new UserMistakeException("There are no rows that could be loaded again; somebody may have repaired them already.");
            var done = new LoadReport();
            foreach (var file in files)
            {
                var one = Loaded(home, file, done.Rows, cancel);
                done = done with { Rows = done.Rows + one.Rows, Kept = done.Kept + one.Kept, Rejected = done.Rejected + one.Rejected };
            }
            return done;
        }
        finally
        {
            Directory.Delete(place, recursive: true);
        }
    }

    /// <summary>Loads a file of repaired rows, as the export wrote it.</summary>
    /// <exception cref="UserMistakeException">The file is no export, or the warehouse could not take it now.</exception>
    public async Task<LoadReport> Replayed(string file, CancellationToken cancel)
    {
        using var mine = await Turn(cancel);
        using var home = warehouse.Connect();
        return Loaded(home, file, 0, cancel);
    }

    private async Task<IDisposable> Turn(CancellationToken cancel) => await turn.TakeWithin(Patience, cancel) ?? throw new UserMistakeException("A run works on the data now; rows can be loaded again when it has ended.");

    /// <param name="home">The warehouse.</param>
    /// <param name="file">What is loaded.</param>
    /// <param name="before">Rows that were loaded before it, which stay.</param>
    /// <param name="cancel">Stops it.</param>
    private LoadReport Loaded(DuckConnection home, string file, long before, CancellationToken cancel)
    {
        try
        {
            return Replay.Run(home, file, Settings(Spool), null, cancel);
        }
        catch (SourceException wrong)
        {
            throw new UserMistakeException(wrong.Message.Replace(file, "The file", StringComparison.Ordinal));
        }
        catch (DuckException busy) when (busy.IsConflict)
        {
            throw new UserMistakeException($"Somebody else changed the tables at this moment; {(before > 0 ? $"the first {Numbers.Many(before, "row")} were loaded again, the others were not" : "nothing was changed")}. Try again.");
        }
    }

    private LoadSettings Settings(string spool) => new() { MappingsFolder = Path.Combine(settings.Folder, "mappings"), SpoolFolder = spool, Clock = clock };

    /// <summary>Rows that can be loaded again, repaired and with where they came from.</summary>
    private static IEnumerable<JsonObject> Repaired(IEnumerable<RejectedRow> rows, Repair repair)
    {
        foreach (var row in rows)
            if (row.Address.Length > 0 && RejectedText.Parsed(row.Original) is { } parsed) yield return Replay.Marked(repair.Of(parsed), row);
    }

    private static int Write(IEnumerable<JsonObject> rows, string path)
    {
        using var file = new StreamWriter(path);
        var count = 0;
        foreach (var row in rows)
        {
            file.WriteLine(RejectedText.Written(row));
            count++;
        }
        return count;
    }
}
