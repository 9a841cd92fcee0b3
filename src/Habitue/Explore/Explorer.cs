using Habitue.Duck;
using Habitue.Host.Answers;
using Habitue.Lake.Marts;
using Habitue.Lake.Storage;
using Habitue.Server;
using Habitue.Server.Web.Access;

namespace Habitue.Explore;

/// <summary>
/// Answers questions in SQL. Four walls stand between a question and everything that is not its business: <see cref="QueryCheck"/> reads it first, masks lie over what is
/// personal, the transaction may not write, and time and memory end. Whoever may see persons leaves a note of it.
/// </summary>
internal sealed class Explorer(LiveWarehouse warehouse, ServerSettings settings, HomeDatabase database, Looks looks, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim room = new(settings.Queries.AtOnce);
    private readonly Lazy<string> idWord = new(() => IdWord.Of(database));
    private int running;

    public QueryLimits Limits => settings.Queries;

    /// <summary>Questions that run now.</summary>
    public int Running => Volatile.Read(ref running);

    public void Dispose() => room.Dispose();

    /// <summary>The tables that can be asked, and what is personal in them.</summary>
    public IReadOnlyList<ExploredTable> Tables()
    {
        using var connection = warehouse.Connect();
        return MaskedViews.Read(connection);
    }

    /// <summary>The first rows of the answer.</summary>
    /// <exception cref="QueryException">It cannot be answered; the message says why.</exception>
    public Task<QueryAnswer> Ask(Person who, string sql, CancellationToken cancel) => Run(who, sql, (connection, stop) =>
    {
        var began = clock.GetTimestamp();
        using var result = connection.Stream(sql, stop);
        var columns = result.Columns.Select(column => new AnswerColumn(column.Name, column.Type.ToString(), Cell.IsNumber(column.Type), IsTime(column.Type))).ToArray();
        var rows = Answer.Rows(result, stop).Take(Limits.Shown + 1).ToList();
        return new QueryAnswer(columns, rows.Count > Limits.Shown ? rows[..Limits.Shown] : rows, rows.Count > Limits.Shown, clock.GetElapsedTime(began));
    }, cancel);

    /// <summary>Writes the answer to a file, which whoever asked removes.</summary>
    /// <returns>Whether there were more rows than a file may have.</returns>
    /// <exception cref="QueryException">It cannot be answered; the message says why.</exception>
    public Task<bool> Save(Person who, string sql, string file, string form, CancellationToken cancel) => Run(who, sql, (connection, stop) =>
    {
        if (form == "parquet")
        {
            var rows = connection.Execute($"COPY (SELECT * FROM {Asked} LIMIT {Limits.Saved}) TO '{file.Replace("'", "''", StringComparison.Ordinal)}' (FORMAT parquet, COMPRESSION zstd)", stop);
            if (rows < Limits.Saved) return false;
            using var further = connection.Stream($"SELECT 1 FROM {Asked} LIMIT 1 OFFSET {Limits.Saved}", stop);
            return Answer.Rows(further, stop).Any();
        }
        using var written = new StreamWriter(file);
        using var result = connection.Stream(sql, stop);
        return Answer.WriteCsv(written, result, Limits.Saved, stop);
    }, cancel, keepAs: form == "parquet" ? Asked : null);

    /// <summary>Whether it may be asked at all, without asking it.</summary>
    /// <exception cref="QueryException">It may not.</exception>
    public void Check(string sql)
    {
        using var connection = warehouse.Connect();
        Check(connection, sql, MaskedViews.Read(connection));
    }

    private const string Asked = "asked_on_explore";

    private async Task<T> Run<T>(Person who, string sql, Func<DuckConnection, CancellationToken, T> answer, CancellationToken cancel, string? keepAs = null)
    {
        if (!await room.WaitAsync(TimeSpan.Zero, cancel)) throw new QueryException($"{Habitue.Reports.Page.Numbers.Many(Limits.AtOnce, "question")} at once is all that is answered; ask again in a moment.");
        Interlocked.Increment(ref running);
        try
        {
            await using var memory = new MemoryGuard(warehouse, Limits.Memory, clock);
            using var time = new CancellationTokenSource(Limits.Time, clock);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel, time.Token, memory.TooMuch);
            try
            {
                return await Task.Run(() => Answered(who, sql, answer, keepAs, stop.Token), CancellationToken.None);
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                throw new QueryException(memory.TooMuch.IsCancellationRequested ? $"It was stopped: it took more than {Limits.Memory >> 20:N0} MB of memory. Ask for fewer groups or a shorter time."
                    : $"It was stopped after {Limits.Time.TotalSeconds:0} seconds. Ask for less, or let the server give more time (habitue serve --query-seconds).");
            }
        }
        finally
        {
            Interlocked.Decrement(ref running);
            room.Release();
        }
    }

    private T Answered<T>(Person who, string sql, Func<DuckConnection, CancellationToken, T> answer, string? keepAs, CancellationToken stop)
    {
        using var connection = warehouse.Connect();
        var tables = MaskedViews.Read(connection);
        var asked = Check(connection, sql, tables);
        if (!who.Role.MaySeePersons()) MaskedViews.Lay(connection, tables, idWord.Value);
        else if (Personal(asked, tables) is { Count: > 0 } seen) looks.Add(who, "by a query", $"{string.Join(", ", seen)}: {Short(sql)}");
        try
        {
            if (keepAs is not null) connection.Execute($"CREATE TEMP VIEW {keepAs} AS {sql}", stop);
            connection.Execute("BEGIN TRANSACTION READ ONLY", stop);
            using (var statement = connection.Prepare(sql))
                if (!statement.IsReading || statement.ParameterCount > 0) throw new QueryException(statement.IsReading ? "Write values where $1 or ? stands." : "Only questions are answered here.");
            return answer(connection, stop);
        }
        catch (DuckException problem)
        {
            throw new QueryException(problem.DuckMessage.TrimEnd());
        }
    }

    private static CheckedQuery Check(DuckConnection connection, string sql, IReadOnlyList<ExploredTable> tables)
    {
        if (string.IsNullOrWhiteSpace(sql)) throw new QueryException("Ask something, such as: SELECT country, COUNT(*) AS customers FROM customers GROUP BY ALL");
        if (sql.Length > QueryLimits.LongestSql) throw new QueryException($"A question has at most {QueryLimits.LongestSql:N0} letters; this has {sql.Length:N0}.");
        return QueryCheck.Check(connection, sql, tables.Select(table => table.Name.ToLowerInvariant()).ToHashSet());
    }

    /// <summary>The personal columns that an answer may hold: those that the question names, or all of a table of which it takes everything.</summary>
    private static List<string> Personal(CheckedQuery asked, IReadOnlyList<ExploredTable> tables) =>
        [.. tables.Where(table => asked.Tables.Contains(table.Name.ToLowerInvariant())).SelectMany(table => table.Columns
            .Where(column => column.IsPersonal && (asked.TakesAll || asked.Words.Contains(column.Name.ToLowerInvariant())))
            .Select(column => $"{table.Name}.{column.Name}")).Take(20)];

    private static bool IsTime(DuckType type) => type.Id is DuckTypeId.Date or DuckTypeId.Timestamp or DuckTypeId.TimestampTz or DuckTypeId.TimestampS or DuckTypeId.TimestampMs or DuckTypeId.TimestampNs;

    private static string Short(string sql) => sql.ReplaceLineEndings(" ") is var line && line.Length <= 300 ? line : sql.ReplaceLineEndings(" ")[..300] + "…";
}
