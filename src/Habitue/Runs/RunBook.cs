using System.Globalization;
using Habitue.Lake.Storage;
using Microsoft.Data.Sqlite;

namespace Habitue.Runs;

/// <summary>The history of runs, in the home database: what each was asked, its stages with their times, its remarks, and how it ended.</summary>
internal sealed class RunBook
{
    /// <summary>Runs that are kept; older ones are forgotten.</summary>
    private const int Kept = 500;
    private readonly HomeDatabase database;

    public RunBook(HomeDatabase database)
    {
        this.database = database;
        database.Execute("""
            CREATE TABLE IF NOT EXISTS runs (run INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, who TEXT NOT NULL, addresses TEXT NOT NULL, shop TEXT NOT NULL, started_at TEXT NOT NULL, ended_at TEXT, state TEXT NOT NULL, words TEXT NOT NULL);
            CREATE TABLE IF NOT EXISTS run_stages (run INTEGER NOT NULL, place INTEGER NOT NULL, name TEXT NOT NULL, started_at TEXT NOT NULL, seconds REAL, words TEXT NOT NULL, nothing_new INTEGER NOT NULL, PRIMARY KEY (run, name));
            CREATE TABLE IF NOT EXISTS run_notes (run INTEGER NOT NULL, at TEXT NOT NULL, sentence TEXT NOT NULL)
            """);
    }

    /// <summary>Who opens a home owns it: what is still said to work was broken off with its process.</summary>
    public void CloseBroken() => database.Execute("UPDATE runs SET state = $broken WHERE state = $works", ("$broken", nameof(RunState.BrokenOff)), ("$works", nameof(RunState.Works)));

    public long Begin(string kind, string who, IReadOnlyList<string> addresses, string shop, DateTime at)
    {
        using var opened = database.Open();
        using var insert = HomeDatabase.Command(opened, "INSERT INTO runs (kind, who, addresses, shop, started_at, state, words) VALUES ($kind, $who, $addresses, $shop, $at, $state, '') RETURNING run",
            ("$kind", kind), ("$who", who), ("$addresses", KeptJson.Text(addresses)), ("$shop", shop), ("$at", Text(at)), ("$state", nameof(RunState.Works)));
        var run = (long)insert.ExecuteScalar()!;
        foreach (var (table, column) in ((string, string)[])[("run_stages", "run"), ("run_notes", "run"), ("runs", "run")])
        {
            using var tidy = HomeDatabase.Command(opened, $"DELETE FROM {table} WHERE {column} <= $oldest", ("$oldest", run - Kept));
            tidy.ExecuteNonQuery();
        }
        return run;
    }

    public void StageBegins(long run, int place, string name, DateTime at) =>
        database.Execute("INSERT OR REPLACE INTO run_stages VALUES ($run, $place, $name, $at, NULL, '', 0)", ("$run", run), ("$place", place), ("$name", name), ("$at", Text(at)));

    public void StageEnds(long run, string name, double seconds, string words, bool nothingNew) =>
        database.Execute("UPDATE run_stages SET seconds = $seconds, words = $words, nothing_new = $nothing WHERE run = $run AND name = $name", ("$run", run), ("$name", name), ("$seconds", seconds), ("$words", words), ("$nothing", nothingNew ? 1 : 0));

    public void Note(long run, DateTime at, string sentence) => database.Execute("INSERT INTO run_notes VALUES ($run, $at, $sentence)", ("$run", run), ("$at", Text(at)), ("$sentence", sentence));

    public void End(long run, DateTime at, RunState state, string words) =>
        database.Execute("UPDATE runs SET ended_at = $at, state = $state, words = $words WHERE run = $run", ("$run", run), ("$at", Text(at)), ("$state", state.ToString()), ("$words", words));

    /// <summary>The latest runs, the newest first.</summary>
    public IReadOnlyList<RunRecord> Latest(int most) => Rows("SELECT run, kind, who, addresses, shop, started_at, ended_at, state, words FROM runs ORDER BY run DESC LIMIT $most", OfRun, ("$most", most));

    public RunRecord? Find(long run) => Rows("SELECT run, kind, who, addresses, shop, started_at, ended_at, state, words FROM runs WHERE run = $run", OfRun, ("$run", run)).FirstOrDefault();

    /// <summary>The stages of runs, in their order.</summary>
    public IReadOnlyList<RunStage> Stages(long first, long last) => Rows("SELECT run, place, name, started_at, seconds, words, nothing_new FROM run_stages WHERE run BETWEEN $first AND $last ORDER BY run, place",
        row => new RunStage(row.GetInt64(0), row.GetInt32(1), row.GetString(2), Moment(row.GetString(3)), row.IsDBNull(4) ? null : row.GetDouble(4), row.GetString(5), row.GetInt32(6) == 1), ("$first", first), ("$last", last));

    public IReadOnlyList<RunNote> Notes(long run) => Rows("SELECT at, sentence FROM run_notes WHERE run = $run ORDER BY rowid", row => new RunNote(Moment(row.GetString(0)), row.GetString(1)), ("$run", run));

    private static RunRecord OfRun(SqliteDataReader row) => new(row.GetInt64(0), row.GetString(1), row.GetString(2), KeptJson.Texts(row.GetString(3)), row.GetString(4),
        Moment(row.GetString(5)), row.IsDBNull(6) ? null : Moment(row.GetString(6)), Enum.Parse<RunState>(row.GetString(7)), row.GetString(8));

    private List<T> Rows<T>(string sql, Func<SqliteDataReader, T> of, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var opened = database.Open();
        using var command = HomeDatabase.Command(opened, sql, values);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(of(reader));
        return rows;
    }

    private static string Text(DateTime at) => at.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);

    private static DateTime Moment(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
}
