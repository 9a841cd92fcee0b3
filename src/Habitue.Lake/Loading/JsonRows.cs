using Habitue.Lake.Mapping;

namespace Habitue.Lake.Loading;

/// <summary>
/// JSON Lines: each line is read as text and parsed once for all the paths that the mapping names. A path with
/// <c>[]</c> makes one row per item of that array (the lines of an order); <c>name{key}</c> takes the value of one key
/// out of a list of key and value pairs, as GA4 writes its parameters.
/// </summary>
internal sealed class JsonRows : RowSource
{
    private const char NoCharacter = '\u001F';
    private readonly TableSet set;
    private readonly List<string> paths = [];
    private readonly List<string> itemPaths = [];
    private readonly List<string> tops;
    private readonly string? array;

    public JsonRows(TableSet set)
    {
        this.set = set;
        foreach (string column in set.Mapping.Columns.Where(c => c.Field != SourceMapping.Properties).Select(c => c.Column).Distinct())
        {
            int items = column.IndexOf("[].", StringComparison.Ordinal);
            if (items >= 0)
            {
                array ??= column[..items];
                if (array == column[..items])
                    itemPaths.Add(column[(items + 3)..]);
            }
            else if (!column.Contains('{'))
                paths.Add(column);
        }

        // An array that becomes rows is not kept a second time with each of them.
        tops = [.. set.Mapping.Columns.Where(c => c.Field == SourceMapping.Properties || c.Column.Contains('.')).Select(c => Top(c.Column)).Where(t => t != array).Distinct()];
    }

    private static string Top(string path) => path.Split('.', '[', '{')[0];

    public override bool IsPerItem => array is not null;
    public override string LineNumber => IsPerItem ? "CAST(line_index AS INTEGER)" : "1";
    public override string ContentHash => IsPerItem ? "hash(line, line_index)" : "hash(line)";
    public override string Original => "line";
    public override IEnumerable<string> Carried => IsPerItem ? ["line", "is_json", "line_index", "v", "w"] : ["line", "is_json", "v"];
    public override string? Unreadable => "NOT is_json";
    public override string From
    {
        get
        {
            string columns = paths.Count == 0 ? "CAST(NULL AS VARCHAR[])" : $"json_extract_string(line, {Sql.Texts(paths.Select(Path))})";
            string kept = tops.Count == 0 ? "CAST(NULL AS JSON[])" : $"CASE WHEN is_json THEN json_extract(line, {Sql.Texts(tops.Select(Path))}) END";
            string parsed = $"SELECT line, file_index, is_json, CASE WHEN is_json THEN {columns} END AS v, {kept} AS p FROM {Lines(set)}";
            if (!IsPerItem)
                return $"({parsed}) AS r";
            string items = $"json_extract(line, {Sql.Text(Path(array!))})";
            string list = $"CASE WHEN is_json AND json_type({items}) = 'ARRAY' AND json_array_length({items}) > 0 THEN from_json({items}, '[\"JSON\"]') ELSE [CAST(NULL AS JSON)] END";
            string item = itemPaths.Count == 0 ? "NULL" : $"CASE WHEN item IS NOT NULL THEN json_extract_string(item, {Sql.Texts(itemPaths.Select(Path))}) END";
            return $"(SELECT *, {item} AS w FROM (SELECT *, unnest(items) AS item, generate_subscripts(items, 1) AS line_index FROM (SELECT *, {list} AS items FROM ({parsed})))) AS r";
        }
    }

    // Looking for blanks in a whole line is slow, and hardly any line begins with one.
    private static string Lines(TableSet set) =>
        $"(SELECT line, file_index, json_valid(line) AND (starts_with(line, '{{') OR left(ltrim(line), 1) = '{{') AS is_json FROM read_csv({Files(set)}, auto_detect = false, header = false, delim = '{NoCharacter}', quote = '', escape = '', columns = {{'line': 'VARCHAR'}}) WHERE starts_with(line, '{{') OR length(TRIM(line)) > 0)";

    /// <summary>What holds for the order as a whole counts once: on its first line.</summary>
    protected override string? TextOf(ColumnMapping mapped)
    {
        string? text = TextOf(mapped.Column);
        bool ofTheOrder = IsPerItem && (mapped.Field is "discount" or "amount") && !mapped.Column.Contains("[].");
        return text is not null && ofTheOrder ? $"CASE WHEN line_index = 1 THEN {text} END" : text;
    }

    protected override string? TextOf(string column)
    {
        int items = column.IndexOf("[].", StringComparison.Ordinal);
        if (items >= 0)
            return column[..items] == array ? $"w[{itemPaths.IndexOf(column[(items + 3)..]) + 1}]" : null;
        int brace = column.IndexOf('{');
        if (brace < 0)
            return paths.IndexOf(column) is >= 0 and int at ? $"v[{at + 1}]" : null;
        string list = $"from_json(json_extract(line, {Sql.Text(Path(column[..brace]))}), '[\"JSON\"]')";
        string found = $"list_filter({list}, p -> json_extract_string(p, '$.key') = {Sql.Text(column[(brace + 1)..^1])})[1]";
        return $"COALESCE(json_extract_string({found}, '$.value.string_value'), json_extract_string({found}, '$.value.int_value'), json_extract_string({found}, '$.value.double_value'))";
    }

    /// <summary>
    /// What the convention puts under properties, traits and context is kept as it came; of other objects the keys
    /// that nobody mapped. A line with a key that no line of the sample had is kept whole.
    /// </summary>
    public override string Properties(IReadOnlyList<ColumnMapping> columns)
    {
        string known = Sql.Texts(set.Mapping.Columns.Select(c => Top(c.Column)).Distinct());
        return $"CASE WHEN is_json AND NOT list_has_all({known}, json_keys(line)) THEN line ELSE {Usual()} END";
    }

    private string Usual()
    {
        if (tops.Count == 0)
            return "CAST(NULL AS VARCHAR)";
        string parts = string.Join(", ", tops.Select((t, i) => $"CASE WHEN p[{i + 1}] IS NOT NULL THEN '{Escaped(t)}:' || CAST(p[{i + 1}] AS VARCHAR) END"));
        return $"'{{' || concat_ws(',', {parts}) || '}}'";
    }

    private static string Escaped(string key) => $"\"{key.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("'", "''")}\"";

    private static string Path(string dotted) => "$" + string.Concat(dotted.Split('.').Select(p => p.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? $".{p}" : $".\"{p}\""));
}
