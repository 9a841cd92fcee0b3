using System.Text.Json;
using System.Text.RegularExpressions;
using Habitue.Duck;
using Habitue.Lake.Storage;

namespace Habitue.Explore;

/// <summary>A question that may be asked, and what it names.</summary>
/// <param name="Tables">The tables that it reads, in small letters.</param>
/// <param name="Words">The parts of the columns that it names, in small letters.</param>
/// <param name="TakesAll">It asks for all columns of something: by a star, by a whole row, or by a summary.</param>
internal sealed record CheckedQuery(IReadOnlySet<string> Tables, IReadOnlySet<string> Words, bool TakesAll);

/// <summary>
/// Reads somebody's SQL as a tree, before anything of it runs, and lets through one SELECT over tables of the home. Whatever is not known to be harmless is refused: files,
/// settings, other databases, functions that reach beyond the tables. It is DuckDB's own parser that makes the tree, so what is judged is what would run.
/// </summary>
internal sealed partial class QueryCheck
{
    private static readonly HashSet<string> Sources = ["BASE_TABLE", "SUBQUERY", "JOIN", "TABLE_FUNCTION", "EXPRESSION_LIST", "EMPTY", "PIVOT", "SHOW_REF"];
    private static readonly HashSet<string> TableFunctions = ["range", "generate_series", "unnest", "repeat", "json_each", "json_tree"];

    /// <summary>What reads settings, changes something outside the tables, or waits.</summary>
    private static readonly HashSet<string> Forbidden = ["nextval", "currval", "write_log", "current_setting", "getvariable", "getenv", "sleep_ms", "pg_sleep", "json_execute_serialized_sql", "query", "query_table"];

    private const int Deepest = 2_000;
    private readonly IReadOnlySet<string> known;
    private readonly HashSet<string> tables = [], words = [], own = [], rows = [], alone = [];
    private bool star;

    private QueryCheck(IReadOnlySet<string> known) => this.known = known;

    /// <param name="connection">Parses the text; the question itself is not run.</param>
    /// <param name="sql">The question.</param>
    /// <param name="known">The tables of the home, in small letters.</param>
    /// <exception cref="QueryException">It is wrong, or not a question to these tables.</exception>
    public static CheckedQuery Check(DuckConnection connection, string sql, IReadOnlySet<string> known)
    {
        using var parsed = Tree(connection, sql);
        var root = parsed.RootElement;
        if (root.GetProperty("error").GetBoolean())
        {
            throw new QueryException(root.GetProperty("error_type").GetString() == "not implemented" ? "Only questions are answered here: one statement that begins with SELECT, FROM, WITH, VALUES, DESCRIBE or SUMMARIZE."
                : "The SQL cannot be read: " + root.GetProperty("error_message").GetString());
        }
        var statements = root.GetProperty("statements");
        if (statements.GetArrayLength() != 1) throw new QueryException($"Ask one question at a time; these are {statements.GetArrayLength()} statements.");
        var check = new QueryCheck(known);
        check.Names(statements[0]);
        check.Walk(statements[0]);
        return new CheckedQuery(check.tables, check.words, check.star || check.alone.Overlaps(check.rows));
    }

    private static JsonDocument Tree(DuckConnection connection, string sql)
    {
        var text = connection.Scalar<string>("SELECT CAST(json_serialize_sql(CAST($1 AS VARCHAR)) AS VARCHAR)", sql);
        try
        {
            return JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = Deepest });
        }
        catch (JsonException)
        {
            throw new QueryException("This SQL is nested too deeply; divide it with WITH.");
        }
    }

    /// <summary>The names that the question gives to parts of itself (WITH name AS …). They must be plain words, so that none can stand for a file or a list of the system.</summary>
    private void Names(JsonElement at)
    {
        if (at.ValueKind == JsonValueKind.Array)
        {
            foreach (var one in at.EnumerateArray()) Names(one);
        }
        if (at.ValueKind != JsonValueKind.Object) return;
        if (at.TryGetProperty("cte_map", out var named) && named.TryGetProperty("map", out var map))
        {
            foreach (var entry in map.EnumerateArray())
            {
                var name = entry.GetProperty("key").GetString()!;
                if (!PlainName().IsMatch(name) || SystemName().IsMatch(name)) throw new QueryException($"WITH \"{name}\": choose another name, of letters, digits and _.");
                own.Add(Small(name));
            }
        }
        foreach (var part in at.EnumerateObject()) Names(part.Value);
    }

    private void Walk(JsonElement at)
    {
        if (at.ValueKind == JsonValueKind.Array)
        {
            foreach (var one in at.EnumerateArray()) Walk(one);
        }
        if (at.ValueKind != JsonValueKind.Object) return;
        // Expressions carry a class; what stands after FROM carries a sample, as whole SELECTs do, which carry modifiers too.
        if (at.TryGetProperty("class", out var kind) && kind.ValueKind == JsonValueKind.String) Expression(at, kind.GetString()!);
        else if (at.TryGetProperty("sample", out _) && !at.TryGetProperty("modifiers", out _) && at.TryGetProperty("type", out var type)) Source(at, type.GetString()!);
        foreach (var part in at.EnumerateObject()) Walk(part.Value);
    }

    private void Source(JsonElement at, string type)
    {
        if (!Sources.Contains(type)) throw new QueryException($"{type}: this cannot stand after FROM here.");
        if (type == "BASE_TABLE") Table(at);
        // Columns under other names, and columns that become names or values of others, are not found by their names.
        if (type == "PIVOT" || (type == "BASE_TABLE" && at.TryGetProperty("column_name_alias", out var renamed) && renamed.ValueKind == JsonValueKind.Array && renamed.GetArrayLength() > 0)) star = true;
        if (type == "SHOW_REF" && at.TryGetProperty("query", out var shown) && shown.ValueKind == JsonValueKind.Object) star = true;
        else if (type == "SHOW_REF" && Text(at, "table_name") != "\"tables\"") throw new QueryException("SHOW tells the tables here: write SHOW TABLES, or DESCRIBE and the name of one.");
        if (type == "TABLE_FUNCTION" && !TableFunctions.Contains(Small(Text(at.GetProperty("function"), "function_name"))))
            throw new QueryException($"{Text(at.GetProperty("function"), "function_name")}(…): this function cannot be used here; only tables of the home are read, and no files.");
    }

    private void Table(JsonElement at)
    {
        string schema = Small(Text(at, "schema_name")), name = Text(at, "table_name");
        if (schema == "information_schema" && Text(at, "catalog_name").Length == 0 && Small(name) is "tables" or "columns") return;
        if (schema.Length > 0 || Text(at, "catalog_name").Length > 0) throw new QueryException($"Write {name} alone, without what stands before its point.");
        // A part that is called like a table may read that table itself: WITH orders AS (SELECT … FROM orders).
        if (own.Contains(Small(name)) && !known.Contains(Small(name))) return;
        if (!known.Contains(Small(name))) throw new QueryException($"There is no table {name}. Write SHOW TABLES to see which there are.");
        tables.Add(Small(name));
        rows.Add(Small(name));
        rows.Add(Small(Text(at, "alias")));
    }

    private void Expression(JsonElement at, string kind)
    {
        if (kind is "STAR" or "POSITIONAL_REFERENCE") star = true;
        if (kind == "COLUMN_REF")
        {
            var parts = at.GetProperty("column_names").EnumerateArray().Select(part => Small(part.GetString()!)).ToArray();
            words.UnionWith(parts);
            if (parts is [var single]) alone.Add(single);   // the name of a table here is its whole row
        }
        if (kind is "FUNCTION" or "WINDOW" && Forbidden.Contains(Small(Text(at, "function_name")))) throw new QueryException($"{Text(at, "function_name")}(…): this function cannot be used here.");
    }

    private static string Text(JsonElement at, string name) => at.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static string Small(string name) => name.ToLowerInvariant();

    [GeneratedRegex(@"^[\p{L}_][\p{L}\p{N}_]*$")]
    private static partial Regex PlainName();

    [GeneratedRegex("^(duckdb|pragma|sqlite|pg)_", RegexOptions.IgnoreCase)]
    private static partial Regex SystemName();
}
