using Habitue.Duck;
using Habitue.Lake.Cleaning;
using Habitue.Lake.Events;

namespace Habitue.Lake.Loading;

/// <summary>
/// Cleans one batch in its temporary tables: decides which rows are set aside, moves the others to their tables,
/// writes the quarantine and the ledger. The caller holds the transaction.
/// </summary>
internal sealed class BatchCleaning(DuckConnection warehouse, long load, DateTime now, CancellationToken cancel)
{
    private const string Bots = """
        SELECT DISTINCT visitor FROM (
            SELECT COALESCE(anonymous_id, session_id, customer_id) AS visitor, occurred_at, user_agent, order_id,
                COUNT(*) OVER (PARTITION BY COALESCE(anonymous_id, session_id, customer_id), date_trunc('minute', occurred_at)) AS in_minute,
                COUNT(*) OVER (PARTITION BY COALESCE(anonymous_id, session_id, customer_id), date_trunc('day', occurred_at)) AS in_day,
                COUNT(order_id) OVER (PARTITION BY COALESCE(anonymous_id, session_id, customer_id), date_trunc('day', occurred_at)) AS orders_in_day
            FROM staged WHERE COALESCE(anonymous_id, session_id) IS NOT NULL AND line_no = 1)
        WHERE regexp_matches(lower(user_agent), 'bot|crawl|spider|slurp|headless|scrap|python-requests|curl/|wget/') OR in_minute >= 30 OR (in_day >= 500 AND orders_in_day = 0)
        """;

    /// <summary>The collector says which of its events came from machines: it sees more of a visitor than one batch does.</summary>
    private const string BotsOfTheCollector = """
        SELECT DISTINCT COALESCE(anonymous_id, session_id, customer_id) AS visitor FROM staged
        WHERE contains(properties, '"bot":true') AND json_extract_string(properties, '$.habitue.bot') = 'true' AND COALESCE(anonymous_id, session_id, customer_id) IS NOT NULL
        """;

    /// <summary>Set when the rows come from the log of events.</summary>
    public LiveSource? Live { get; init; }

    /// <summary>Finds the rows of an entity that are set aside, each with the first rule that it breaks.</summary>
    public void Judge(StagedTable table)
    {
        Entity entity = table.Entity;
        warehouse.Execute("CREATE TEMP TABLE IF NOT EXISTS rejected (entity VARCHAR, row_id BIGINT, rule VARCHAR, step INTEGER, reason VARCHAR)");
        warehouse.Execute($"CREATE OR REPLACE TEMP VIEW staged AS SELECT * FROM rows_{entity.Name}");
        warehouse.Execute($"INSERT INTO rejected SELECT '{entity.Name}', row_id, rejected_by, {RowSteps(entity)}, {RowReasons(entity)} FROM staged WHERE rejected_by IS NOT NULL", cancel);
        // As late as can be: which of the held rows are alike is worked out on another thread meanwhile.
        warehouse.Execute(table.CreateAlike(warehouse));
        foreach (Rule rule in CleaningRules.Of(entity.Name, RuleKind.Set).Where(rule => MayFind(rule, table)))
            warehouse.Execute($"INSERT INTO rejected SELECT '{entity.Name}', row_id, '{rule.Name}', {rule.Step}, {Sql.Text(rule.Reason)} FROM ({SqlOf(rule)}) AS found", cancel);
        warehouse.Execute($"CREATE OR REPLACE TEMP TABLE rejected_{entity.Name} AS SELECT row_id, arg_min(rule, step) AS rule, arg_min(reason, step) AS reason FROM rejected WHERE entity = '{entity.Name}' GROUP BY row_id", cancel);
        table.FindStarts(warehouse, cancel);
        if (entity != Entity.Events)
            return;
        // Marked rows are left out without a join over all of them.
        if (table.Held is not null)
            table.SetAside(warehouse);
        else
            warehouse.Execute("UPDATE staged_events SET rejected_by = r.rule FROM rejected_events AS r WHERE staged_events.rowid = r.row_id", cancel);
        warehouse.Execute($"CREATE OR REPLACE TEMP TABLE bots AS {(Live is null ? Bots : BotsOfTheCollector)}", cancel);
    }

    /// <summary>Rows of the log have no hash of what they say, unless somebody asked for it; a field that no layout fills is empty in every row.</summary>
    private bool MayFind(Rule rule, StagedTable table) => (rule.Field is not { } field || table.Varying.Contains(field) || table.Constants.ContainsKey(field)) && (Live is null || Live.ComparesRows || !rule.Sql.Contains("content_hash", StringComparison.Ordinal));

    /// <summary>
    /// The log lets no event in twice, so events of the log need not be compared with all that came before, only with what files
    /// brought for the same time.
    /// </summary>
    private string SqlOf(Rule rule)
    {
        if (Live is null || !rule.Sql.Contains("JOIN events AS e", StringComparison.Ordinal))
            return rule.Sql;
        if (warehouse.Scalar<long>($"SELECT COUNT(*) FROM sources WHERE source <> {Live.Id}") == 0)
            return rule.Sql.Replace("JOIN events AS e", "JOIN (SELECT * FROM events WHERE false) AS e", StringComparison.Ordinal);
        (DateTime? from, DateTime? to) = warehouse.Rows<(DateTime?, DateTime?)>("SELECT MIN(occurred_at), MAX(occurred_at) FROM staged")[0];
        string within = from is { } first && to is { } last ? $"occurred_at BETWEEN TIMESTAMP '{first:yyyy-MM-dd HH:mm:ss.ffffff}' AND TIMESTAMP '{last:yyyy-MM-dd HH:mm:ss.ffffff}'" : "false";
        return rule.Sql.Replace("JOIN events AS e", $"JOIN (SELECT * FROM events WHERE source <> {Live.Id} AND {within}) AS e", StringComparison.Ordinal);
    }

    private static string RowSteps(Entity entity) =>
        $"CASE rejected_by WHEN '{CleaningRules.UnreadableLine}' THEN 0{string.Concat(CleaningRules.Of(entity.Name, RuleKind.Row).Select(r => $" WHEN '{r.Name}' THEN {r.Step}"))} END";

    private static string RowReasons(Entity entity) =>
        $"CASE rejected_by WHEN '{CleaningRules.UnreadableLine}' THEN 'the line is no JSON object' WHEN 'unparsable-value' THEN unparsed" +
        $"{string.Concat(CleaningRules.Of(entity.Name, RuleKind.Row).Select(r => $" WHEN '{r.Name}' THEN {Sql.Text(r.Reason)}"))} END";

    /// <summary>Takes away what an address brought before, because it holds something else now.</summary>
    public void Remove(int source)
    {
        warehouse.Execute("RESET max_vacuum_tasks");   // the next checkpoint fills the room that these rows leave
        // The lake has to write the loads anew that lose rows.
        warehouse.Execute($"DELETE FROM lake_loads WHERE load IN (SELECT DISTINCT load FROM events WHERE source = {source})");
        foreach (Entity entity in Entity.All)
            warehouse.Execute($"DELETE FROM {(entity == Entity.Events ? EventRows.Table : entity.Name)} WHERE source = {source}");
        warehouse.Execute($"DELETE FROM quarantine WHERE source = {source}");
    }

    /// <param name="staged">What was read.</param>
    /// <param name="stored">The columns of events that are stored.</param>
    public void Keep(StagedTable staged, HashSet<string> stored)
    {
        if (staged.Entity == Entity.Events)
            KeepEvents(staged, stored);
        else
            KeepEntity(staged.Entity);
    }

    private void KeepEvents(StagedTable staged, HashSet<string> stored)
    {
        (string place, string starts) = Place(staged);
        var customer = $"""
            CASE WHEN s.customer_id IS NOT NULL THEN s.customer_id WHEN s.customer_email IS NOT NULL THEN {EmailId.Sql("s.customer_email")}
                WHEN s.anonymous_id IS NOT NULL THEN '~a:' || s.anonymous_id WHEN s.order_id IS NOT NULL THEN '~o:' || s.order_id
                WHEN s.session_id IS NOT NULL THEN '~s:' || s.session_id ELSE '~r:' || s.source || '-' || ({place}) END
            """;
        string[] decided = ["occurred_at", "customer_id", "amount"];
        IEnumerable<string> fields = staged.Varying.Concat(staged.Constants.Keys).Where(f => stored.Contains(f) && !decided.Contains(f)).Select(f => $"s.{f}, ");
        string isBot = warehouse.Scalar<long>("SELECT COUNT(*) FROM bots") == 0 ? "false"
            : "COALESCE(COALESCE(s.anonymous_id, s.session_id, s.customer_id) IN (SELECT visitor FROM bots), false)";
        warehouse.Execute($"""
            INSERT INTO {EventRows.Table} BY NAME
            SELECT {string.Concat(fields)}s.occurred_at, {customer} AS customer_id,
                {(staged.HasAmount ? "COALESCE(TRY_CAST(round(s.quantity * CAST(s.unit_price AS DOUBLE), 4) AS DECIMAL(18,4)), s.amount) AS amount," : "")}
                s.customer_id IS NOT NULL OR s.customer_email IS NOT NULL AS is_known, {isBot} AS is_bot, {CancellationSql("s")} AS is_cancellation,
                s.content_hash, s.source, {place} AS source_row, {load} AS load
            FROM rows_events AS s
            {starts}
            WHERE s.rejected_by IS NULL
            """, cancel);
        if (staged.HasEmail)
            warehouse.Execute($"""
                INSERT INTO profiles BY NAME
                SELECT {EmailId.Sql("customer_email")} AS customer_id, customer_email AS email, MIN(source) AS source FROM rows_events
                WHERE customer_email IS NOT NULL AND {EmailId.Sql("customer_email")} NOT IN (SELECT customer_id FROM profiles) GROUP BY customer_email
                """, cancel);
        if (Live is not null)
            warehouse.Execute("INSERT INTO identity_pending SELECT DISTINCT anonymous_id FROM staged_events WHERE anonymous_id IS NOT NULL AND rejected_by IS NULL AND anonymous_id NOT IN (SELECT anonymous_id FROM identity_pending)", cancel);
        else if (staged.Varying.Contains("anonymous_id"))
            JoinIdentities(warehouse, null, cancel);
    }

    internal static string CancellationSql(string row) =>
        $"(CASE WHEN COALESCE({row}.quantity, 0) <= 0 THEN COALESCE(starts_with(upper({row}.order_id), 'C'), false) ELSE false END) OR COALESCE({row}.event, '') IN ('Order Refunded', 'Order Cancelled') OR ({row}.order_status IS NOT NULL AND (lower({row}.order_status) IN ('cancelled', 'canceled', 'refunded', 'voided', 'failed', 'trash') OR TRY_CAST(left({row}.order_status, 10) AS DATE) IS NOT NULL))";

    /// <summary>The number of row s in its file, and the join that tells it: held rows know theirs; for others it is counted from the file's first row.</summary>
    private static (string Place, string Join) Place(StagedTable staged) =>
        staged.Held is null ? ("s.row_id - o.first_row + 1 + o.rows_before", $"JOIN {Starts(staged.Entity.Name)} AS o ON o.source = s.source") : ("s.place", "");

    private static string Starts(string entity) =>
        $"(SELECT a.source, a.first_row, f.rows_before FROM starts_{entity} AS a JOIN load_files AS f ON f.source = a.source)";

    /// <summary>
    /// A visitor who signs in is the customer they sign in as, before and after. A device that several customers
    /// used stays anonymous: whose the unnamed visits were cannot be known.
    /// </summary>
    /// <param name="warehouse">The connection, inside a transaction.</param>
    /// <param name="only">A query of the anonymous ids that are looked at; null for all.</param>
    /// <param name="cancel">Stops it.</param>
    internal static void JoinIdentities(DuckConnection warehouse, string? only, CancellationToken cancel)
    {
        string owners = $"""
            (SELECT anonymous_id, MIN(customer_id) AS customer_id FROM events WHERE is_known AND anonymous_id IS NOT NULL {(only is null ? "" : $"AND anonymous_id IN {only}")}
             GROUP BY anonymous_id HAVING COUNT(DISTINCT customer_id) = 1) AS owner
            """;
        const string unnamed = "NOT e.is_known AND e.anonymous_id = owner.anonymous_id AND e.customer_id = '~a:' || owner.anonymous_id";
        warehouse.Execute($"DELETE FROM lake_loads WHERE load IN (SELECT DISTINCT e.load FROM {EventRows.Table} AS e, {owners} WHERE {unnamed})", cancel);
        warehouse.Execute($"UPDATE {EventRows.Table} AS e SET customer_id = owner.customer_id, is_known = true FROM {owners} WHERE {unnamed}", cancel);
    }

    /// <summary>The newest row of a key is the entity; older ones are replaced, rows without a key are set aside.</summary>
    private void KeepEntity(Entity entity)
    {
        string key = entity.Fields[0].Name;
        string fields = string.Join(", ", entity.Fields.Select(f => f.Name == key ? $"COALESCE(s.{key}, 's' || s.source || '-' || (s.row_id - o.first_row + 1)) AS {key}" : $"s.{f.Name}"));
        string newest = $"SELECT MAX(row_id) FROM rows_{entity.Name} WHERE {key} IS NOT NULL AND row_id NOT IN (SELECT row_id FROM rejected_{entity.Name}) GROUP BY {key}";
        warehouse.Execute($"DELETE FROM {entity.Name} WHERE {key} IN (SELECT {key} FROM rows_{entity.Name})", cancel);
        warehouse.Execute($"""
            INSERT INTO {entity.Name}
            SELECT {fields}, CASE WHEN s.unparsed IS NULL THEN s.properties ELSE CAST(json_merge_patch(COALESCE(s.properties, '{"{}"}'), json_object('unparsed', s.unparsed)) AS VARCHAR) END, s.content_hash, s.source, s.row_id - o.first_row + 1 + o.rows_before, {load}
            FROM rows_{entity.Name} AS s
            JOIN {Starts(entity.Name)} AS o ON o.source = s.source
            WHERE s.row_id IN ({newest}) OR (s.{key} IS NULL AND s.row_id NOT IN (SELECT row_id FROM rejected_{entity.Name}))
            ORDER BY s.row_id
            """, cancel);
        warehouse.Execute($"""
            INSERT INTO rejected_{entity.Name}
            SELECT row_id, 'newer-row', 'a later row of the same {key} is the current one'
            FROM rows_{entity.Name} WHERE {key} IS NOT NULL AND row_id NOT IN ({newest}) AND row_id NOT IN (SELECT row_id FROM rejected_{entity.Name})
            """, cancel);
    }

    /// <summary>Writes what was set aside to the quarantine, with rule, reason and the original row.</summary>
    public void Reject(IReadOnlyList<StagedTable> tables)
    {
        foreach (StagedTable staged in tables)
        {
            Entity entity = staged.Entity;
            string fields = string.Join(", ", entity.Fields.Where(f => staged.Varying.Contains(f.Name) || staged.Constants.ContainsKey(f.Name)).Select(f => $"{f.Name} := s.{f.Name}"));
            (string place, string starts) = Place(staged);
            string At(string field) => entity.Find(field) is null ? "NULL" : $"s.{field}";
            warehouse.Execute($"""
                INSERT INTO quarantine
                SELECT {load}, '{entity.Name}', r.rule, r.reason, s.source, {place},
                    COALESCE(s.original, CAST(to_json(struct_pack({fields}, properties := s.properties)) AS VARCHAR)),
                    {At("message_id")}, {At("event")}, {At("occurred_at")}, {At("customer_id")}, {At("order_id")}, {At("product_id")}, {At("product_name")},
                    {At("country")}, {At("quantity")}, {At("unit_price")}, {At("amount")}, load_time()
                FROM rejected_{entity.Name} AS r
                JOIN {staged.Rejected} AS s ON s.row_id = r.row_id
                {starts}
                {(entity == Entity.Events ? "WHERE s.rejected_by IS NOT NULL" : "")}
                """, cancel);
        }

        warehouse.Execute($"""
            INSERT INTO quarantine BY NAME
            SELECT {load} AS load, 'events' AS entity, 'unreadable-line' AS rule, reason, source, line AS source_row, left(original, 10000) AS original, load_time() AS rejected_at FROM unreadable_lines
            """, cancel);
    }

    /// <summary>Enters the files and the load into the ledger.</summary>
    public (long Rows, long Kept, long Rejected) Enter(IReadOnlyList<TableSet> sets)
    {
        var read = new Dictionary<int, long>();
        var rejected = new Dictionary<int, long>();
        using (DuckResult counts = warehouse.Query($"""
            SELECT source, CAST(SUM(n) AS BIGINT), CAST(SUM(r) AS BIGINT) FROM (
                {string.Join(" UNION ALL ", sets.Select(s => s.Mapping.Entity.Name).Distinct().Select(e => $"SELECT source, rows AS n, 0 AS r FROM starts_{e}"))}
                UNION ALL SELECT source, 1, 0 FROM unreadable_lines
                UNION ALL SELECT source, 0, 1 FROM quarantine AS q WHERE load = {load} {(Live is null ? "" : "AND source_row > (SELECT MAX(rows_before) FROM load_files)")})
            GROUP BY source
            """))
            foreach (DuckChunk chunk in counts.Chunks())
                for (int row = 0; row < chunk.Count; row++)
                    (read[chunk[0].Values<int>()[row]], rejected[chunk[0].Values<int>()[row]]) = (chunk[1].Values<long>()[row], chunk[2].Values<long>()[row]);
        warehouse.Execute($"DELETE FROM sources WHERE source IN ({string.Join(",", sets.SelectMany(s => s.Files).Select(f => f.Id))})");
        long files = 0;
        using (DuckAppender sources = warehouse.Appender("sources"))
            foreach (TableSet set in sets)
                foreach (LoadFile file in set.Files)
                {
                    int row = sources.AddRow();
                    sources["source"].Set(row, file.Id);
                    sources["address"].Set(row, file.Source.Address);
                    sources["layout"].Set(row, set.Mapping.Layout);
                    sources["entity"].Set(row, set.Mapping.Entity.Name);
                    sources["format"].Set(row, set.Format.ToString());
                    sources["bytes"].Set(row, file.Bytes);
                    sources["modified"].Set(row, file.Modified);
                    sources["sha256"].Set(row, file.Sha256);
                    sources["rows"].Set(row, file.RowsBefore + read.GetValueOrDefault(file.Id));
                    sources["rejected"].Set(row, rejected.GetValueOrDefault(file.Id));
                    sources["cursor"].Set(row, file.Source.Cursor);
                    sources["mapping"].Set(row, Path.GetFileName(set.MappingFile));
                    sources["load"].Set(row, load);
                    sources["loaded_at"].Set(row, now);
                    files++;
                }
        (long rowsRead, long rowsRejected) = (read.Values.Sum(), rejected.Values.Sum());
        if (Live?.Load is not null)
            warehouse.Execute("UPDATE loads SET rows = rows + $2, kept = kept + $3, rejected = rejected + $4 WHERE load = $1", [load, rowsRead, rowsRead - rowsRejected, rowsRejected]);
        else
            warehouse.Execute("INSERT INTO loads VALUES ($1, $2, $3, $4, $5, $6)", [load, now, files, rowsRead, rowsRead - rowsRejected, rowsRejected]);
        return (rowsRead, rowsRead - rowsRejected, rowsRejected);
    }
}
