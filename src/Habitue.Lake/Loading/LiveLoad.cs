using Habitue.Duck;
using Habitue.Lake.Events;
using Habitue.Lake.Loading.Lines;
using Habitue.Lake.Log;
using Habitue.Lake.Mapping;
using Habitue.Lake.Sources;

namespace Habitue.Lake.Loading;

/// <summary>
/// Brings events from the log into the warehouse, through the mapping and the cleaning that files go through. Rows and the
/// positions in the log are one transaction, so each event is there once, however often the process is killed. For one thread.
/// </summary>
public sealed class LiveLoad
{
    /// <summary>What the ledger calls the collector.</summary>
    public const string Address = "collector";
    private const string MappingName = "collector.json";
    private readonly DuckConnection warehouse;
    private readonly LoadSettings settings;
    private readonly SourceMapping mapping;
    private readonly LiveSource live;
    private readonly string spool;
    private readonly List<string> poisoned = [];
    private readonly LineShape? shape;

    /// <param name="warehouse">A connection of its own.</param>
    /// <param name="settings">Where mappings and copies are.</param>
    /// <param name="asFiles">Every event goes the way of a file's line, also those that could go straight into a table.</param>
    /// <exception cref="SourceException">Somebody edited the mapping so that it cannot be read.</exception>
    public LiveLoad(DuckConnection warehouse, LoadSettings settings, bool asFiles = false)
    {
        (this.warehouse, this.settings) = (warehouse, settings);
        Loader.Prepare(warehouse, settings, CancellationToken.None);
        warehouse.Execute("""
            CREATE TABLE IF NOT EXISTS live_positions (log VARCHAR, partition INTEGER, next BIGINT);
            CREATE TABLE IF NOT EXISTS identity_pending (anonymous_id VARCHAR);
            """);
        mapping = LiveMapping.Of(Path.Combine(settings.MappingsFolder, MappingName));
        spool = Path.Combine(settings.SpoolFolder, $"live-{Environment.ProcessId}.jsonl");
        Ledger ledger = Ledger.Read(warehouse);
        live = new LiveSource(ledger.Find(Address)?.Source ?? ledger.NextId()) { ComparesRows = mapping.EqualRowsAreDuplicates };
        shape = asFiles ? null : LineShape.Of(mapping);
    }

    /// <summary>Sentences about events that the database could not read at all; they are in the quarantine.</summary>
    public IReadOnlyList<string> Poisoned => poisoned;

    /// <summary>The offset of each partition of a log that comes next.</summary>
    public long[] Positions(string log, int partitions)
    {
        long[] next = new long[partitions];
        foreach ((int partition, long position) in warehouse.Rows<(int, long)>("SELECT partition, next FROM live_positions WHERE log = $1", log))
            next[partition] = position;
        return next;
    }

    /// <summary>What comes next is entered as a load of its own, because somebody has worked with the loads so far and remembers them as whole.</summary>
    public void EndLoad() => live.End();

    /// <summary>Writes events, and that they were written.</summary>
    public void Write(string log, IReadOnlyList<LogRecord> records, CancellationToken cancel)
    {
        if (records.Count == 0)
            return;
        if (shape is null)
            Spool(records);
        var look = new FileLook(settings, Ledger.Read(warehouse));
        new Batches(warehouse, settings, look, null, cancel) { BeforeCommit = () => Remember(log, records), Live = live, Lines = shape is null ? null : new LineStaging(shape, records) }.Run(1, [Set(records.Sum(r => r.Value.Length + 1L))]);
        File.Delete(spool);
        if (look.Refused.Count == 0)
            return;
        if (records.Count == 1)
        {
            SetAside(log, records[0], look.Refused[0].Reason);
            return;
        }

        // One event that the database cannot read holds up no other: it is found by halving.
        Write(log, [.. records.Take(records.Count / 2)], cancel);
        Write(log, [.. records.Skip(records.Count / 2)], cancel);
    }

    /// <summary>Brings what the collector rejected into the quarantine.</summary>
    public void Reject(string log, IReadOnlyList<LogRecord> records)
    {
        using DuckTransaction transaction = warehouse.Begin();
        foreach (LogRecord record in records)
        {
            RejectedCall call = RejectedCall.Read(record);
            Quarantine(call.Code, call.Field is null ? call.Reason : $"{call.Field}: {call.Reason}", record.Offset, call.Original, call.MessageId, call.ReceivedAt);
        }

        Remember(log, records);
        EnterSource();
        transaction.Commit();
    }

    /// <summary>
    /// Gives the visits of a visitor who has signed in since to the customer; only visitors of events that came since the last
    /// time are looked at. It reads all events, so it is done once in a while and not with each batch.
    /// </summary>
    public void JoinIdentities(CancellationToken cancel)
    {
        if (warehouse.Scalar<long>("SELECT COUNT(*) FROM identity_pending") == 0)
            return;
        using DuckTransaction transaction = warehouse.Begin();
        BatchCleaning.JoinIdentities(warehouse, "(SELECT anonymous_id FROM identity_pending)", cancel);
        warehouse.Execute("DELETE FROM identity_pending", cancel);
        transaction.Commit();
    }

    private void Spool(IReadOnlyList<LogRecord> records)
    {
        using var file = new FileStream(spool, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16);
        foreach (LogRecord record in records)
            OddLines.WriteLine(file, record.Value.Span);
    }

    private TableSet Set(long bytes)
    {
        KnownSource? known = Ledger.Read(warehouse).Find(Address);
        return new TableSet
        {
            Format = SourceFormat.JsonLines, Columns = [.. mapping.Columns.Select(c => (c.Column, "JSON"))], Mapping = mapping, MappingFile = MappingName,
            Files = [new LoadFile
            {
                Source = new SourceFile { Address = Address, LocalPath = spool, Format = SourceFormat.JsonLines, Appends = true },
                ReadPath = spool, Id = live.Id, Bytes = (known?.Bytes ?? 0) + bytes, Modified = settings.Clock.GetUtcNow().UtcDateTime, Sha256 = "", RowsBefore = known?.Rows ?? 0,
            }],
        };
    }

    private void Remember(string log, IReadOnlyList<LogRecord> records)
    {
        string next = string.Join(", ", records.GroupBy(r => r.Partition).Select(g => $"({Sql.Text(log)}, {g.Key}, {g.Max(r => r.Offset) + 1})"));
        warehouse.Execute($"DELETE FROM live_positions WHERE log = {Sql.Text(log)} AND partition IN ({string.Join(",", records.Select(r => r.Partition).Distinct())}); INSERT INTO live_positions VALUES {next}");
    }

    private void SetAside(string log, LogRecord record, string why)
    {
        using DuckTransaction transaction = warehouse.Begin();
        Quarantine(Cleaning.CleaningRules.UnreadableLine, why, record.Offset, Convert.ToBase64String(record.Value.Span), null, settings.Clock.GetUtcNow().UtcDateTime);
        Remember(log, [record]);
        EnterSource();
        transaction.Commit();
        poisoned.Add(why);
    }

    /// <summary>Not under events: what never became one is no part of what the quality report counts.</summary>
    private void Quarantine(string rule, string reason, long row, string original, string? messageId, DateTime at) => warehouse.Execute("""
        INSERT INTO quarantine BY NAME SELECT 0 AS load, 'calls' AS entity, $1 AS rule, $2 AS reason, CAST($3 AS INTEGER) AS source, CAST($4 AS BIGINT) AS source_row,
            $5 AS original, $6 AS message_id, CAST($7 AS TIMESTAMP) AS rejected_at
        """, [rule, reason, live.Id, -1 - row, original, messageId, at]);

    /// <summary>The ledger knows the collector also when it has only rejected so far, so that repaired calls can be replayed.</summary>
    private void EnterSource() => warehouse.Execute("""
        INSERT INTO sources BY NAME SELECT CAST($1 AS INTEGER) AS source, $2 AS address, $3 AS layout, $4 AS entity, 'JsonLines' AS format, 0 AS bytes, CAST($6 AS TIMESTAMP) AS modified, '' AS sha256,
            0 AS rows, 0 AS rejected, $5 AS mapping, 0 AS load, CAST($6 AS TIMESTAMP) AS loaded_at WHERE $2 NOT IN (SELECT address FROM sources)
        """, [live.Id, Address, mapping.Layout, Entity.Events.Name, MappingName, settings.Clock.GetUtcNow().UtcDateTime]);
}
