using System.Collections.Concurrent;
using Habitue.Lake.Storage;
using Microsoft.Data.Sqlite;

namespace Habitue.Experiments.Assignment;

/// <summary>
/// Remembers who got which variant, so that a customer keeps it when weights change and when a visitor turns out to be a known customer: assignments belong
/// to the id by which the customer took part first. Kept in habitue.db; what is asked often is held in memory.
/// </summary>
internal sealed class AssignmentStore : IDisposable
{
    /// <summary>More than a page of a shop holds in memory at once; past it the answers come from the file.</summary>
    private const int MostHeld = 200_000;

    private readonly HomeDatabase database;
    private readonly ConcurrentDictionary<(string Experiment, string Customer), string> held = new();
    private readonly ConcurrentDictionary<(string Experiment, string Customer), Waiting> waiting = new();
    private readonly ConcurrentDictionary<string, string> firstIds = new();
    private readonly Lock writing = new();

    public AssignmentStore(HomeDatabase database)
    {
        this.database = database;
        database.Execute("""
            CREATE TABLE IF NOT EXISTS experiment_assignments (
                experiment TEXT NOT NULL, customer TEXT NOT NULL, variant TEXT NOT NULL, assigned_at TEXT NOT NULL, PRIMARY KEY (experiment, customer)) WITHOUT ROWID;
            CREATE INDEX IF NOT EXISTS experiment_assignments_customer ON experiment_assignments (customer, assigned_at);
            CREATE TABLE IF NOT EXISTS experiment_ids (id TEXT PRIMARY KEY, first_id TEXT NOT NULL) WITHOUT ROWID;
            """);
    }

    /// <summary>The variant that the customer has, or null.</summary>
    public string? Variant(string experiment, string customer)
    {
        if (held.TryGetValue((experiment, customer), out var known)) return known;
        if (waiting.TryGetValue((experiment, customer), out var one)) return one.Variant;
        using var opened = database.Open();
        var found = Text(opened, "SELECT variant FROM experiment_assignments WHERE experiment = $experiment AND customer = $customer", ("experiment", experiment), ("customer", customer));
        if (found is not null) Hold(experiment, customer, found);
        return found;
    }

    /// <summary>
    /// Keeps the variant for a customer who has none: the first counts, also when two requests come at once. Returns the one that counts. It is on the disk after the
    /// next <see cref="Flush"/>; until then a crash loses nothing but stickiness, since the draw gives the same again. So it is with those for whom there is no room while the disk takes nothing.
    /// </summary>
    public string Keep(string experiment, string customer, string variant, DateTime at) =>
        waiting.TryGetValue((experiment, customer), out var one) ? one.Variant : waiting.Count >= MostHeld ? variant : waiting.GetOrAdd((experiment, customer), new Waiting(variant, at)).Variant;

    /// <summary>Writes what waits, in one transaction.</summary>
    public void Flush()
    {
        lock (writing)
        {
            var taken = waiting.ToArray();
            if (taken.Length == 0) return;
            using var opened = database.Open();
            using var transaction = opened.BeginTransaction();
            using var insert = HomeDatabase.Command(opened, "INSERT INTO experiment_assignments VALUES ($experiment, $customer, $variant, $at) ON CONFLICT DO NOTHING",
                ("experiment", ""), ("customer", ""), ("variant", ""), ("at", ""));
            foreach (var (key, one) in taken)
            {
                insert.Parameters["experiment"].Value = key.Experiment;
                insert.Parameters["customer"].Value = key.Customer;
                insert.Parameters["variant"].Value = one.Variant;
                insert.Parameters["at"].Value = Moment(one.At);
                insert.ExecuteNonQuery();
            }

            transaction.Commit();
            foreach (var (key, one) in taken)
            {
                Hold(key.Experiment, key.Customer, one.Variant);
                waiting.TryRemove(key, out _);
            }
        }
    }

    /// <summary>Writes what still waits. A disk that takes nothing must not hold up the end: the draw gives the same again.</summary>
    public void Dispose()
    {
        try
        {
            Flush();
        }
        catch (SqliteException)
        {
            waiting.Clear();
        }
    }

    /// <summary>The id under which a customer's assignments are kept: their own, unless they took part under another one before.</summary>
    public string FirstId(string id)
    {
        if (firstIds.TryGetValue(id, out var known)) return known;
        using var opened = database.Open();
        var first = Text(opened, "SELECT first_id FROM experiment_ids WHERE id = $id", ("id", id)) ?? id;
        if (firstIds.Count < MostHeld) firstIds[id] = first;
        return first;
    }

    /// <summary>
    /// Two ids are one customer, such as a visitor who signs in. The id that took part in an experiment first gives its assignments to both; when
    /// neither did, the visitor's, which is the older one. Returns that id. Saying it again changes nothing.
    /// </summary>
    public string Join(string visitor, string user)
    {
        var (a, b) = (FirstId(visitor), FirstId(user));
        if (a == b) return a;
        Flush();
        lock (writing)
        {
            using var opened = database.Open();
            using var transaction = opened.BeginTransaction();
            var (since, until) = (Since(opened, a), Since(opened, b));
            var (first, other) = until is not null && (since is null || string.CompareOrdinal(until, since) < 0) ? (b, a) : (a, b);
            foreach (var id in new[] { visitor, user, other, first })
                Execute(opened, "INSERT INTO experiment_ids VALUES ($id, $first) ON CONFLICT (id) DO UPDATE SET first_id = $first", ("id", id), ("first", first));
            Execute(opened, "UPDATE experiment_ids SET first_id = $first WHERE first_id = $other", ("first", first), ("other", other));
            transaction.Commit();
            firstIds.Clear();   // whoever pointed to the other id points to the first now
            return first;
        }
    }

    /// <summary>Ids that are one customer, each with the id it counts under; for the analysis.</summary>
    public IReadOnlyList<(string Id, string FirstId)> Joined()
    {
        using var opened = database.Open();
        using var command = HomeDatabase.Command(opened, "SELECT id, first_id FROM experiment_ids WHERE id <> first_id");
        using var rows = command.ExecuteReader();
        var found = new List<(string, string)>();
        while (rows.Read()) found.Add((rows.GetString(0), rows.GetString(1)));
        return found;
    }

    private void Hold(string experiment, string customer, string variant)
    {
        if (held.Count < MostHeld) held[(experiment, customer)] = variant;
    }

    private static string? Since(SqliteConnection opened, string customer) =>
        Text(opened, "SELECT MIN(assigned_at) FROM experiment_assignments WHERE customer = $customer", ("customer", customer));

    private static string Moment(DateTime at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'");

    private static string? Text(SqliteConnection opened, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = HomeDatabase.Command(opened, sql, values);
        return command.ExecuteScalar() as string;
    }

    private static void Execute(SqliteConnection opened, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = HomeDatabase.Command(opened, sql, values);
        command.ExecuteNonQuery();
    }

    private sealed record Waiting(string Variant, DateTime At);
}
