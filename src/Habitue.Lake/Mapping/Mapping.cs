using System.Text.Json;
using Habitue.Lake.Events;
using Habitue.Lake.Sources;

namespace Habitue.Lake.Mapping;

/// <summary>One column of the source and the field that it fills.</summary>
/// <param name="Column">The column's name; in JSON a path such as <c>properties.order_id</c>, with <c>[]</c> for each item of an array.</param>
/// <param name="Field">A field of the entity; <c>properties</c> keeps the column under its own name.</param>
/// <param name="ReadAs">How its text is read, e.g. <c>%d/%m/%Y %H:%M</c>; null for the usual way. <see cref="ReadAs"/> lists the ways.</param>
public sealed record ColumnMapping(string Column, string Field, string? ReadAs = null);

/// <summary>
/// How the columns of one layout become the fields of one entity. Inferred from names and values, shown, and kept as
/// a file that a person can edit; the file wins over what would be inferred.
/// </summary>
public sealed record SourceMapping
{
    public const string Properties = "properties";

    /// <summary>An e-mail address that identifies the customer: it goes to profiles, events hold a pseudonym.</summary>
    public const string CustomerEmail = "customer_email";

    public required string Layout { get; init; }
    public required Entity Entity { get; init; }
    public required IReadOnlyList<ColumnMapping> Columns { get; init; }

    /// <summary>Fields that are the same in every row, such as <c>event = Order Completed</c>.</summary>
    public IReadOnlyDictionary<string, string> Constants { get; init; } = new Dictionary<string, string>();

    /// <summary>Equal rows are one row written twice; false where two equal purchases on one day are two purchases.</summary>
    public bool EqualRowsAreDuplicates { get; init; } = true;

    /// <summary>What a person should know about how the mapping was chosen.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The columns that fill a field, the first that holds something wins.</summary>
    public IEnumerable<ColumnMapping> For(string field) => Columns.Where(c => c.Field == field);

    public bool Fills(string field) => Constants.ContainsKey(field) || Columns.Any(c => c.Field == field);

    /// <summary>Writes it as a whole or not at all: half a mapping would be taken for one that somebody spoiled.</summary>
    /// <exception cref="IOException">It cannot be written, such as on a full disk.</exception>
    public void Save(string path)
    {
        string unfinished = path + ".part";
        using (FileStream file = File.Create(unfinished))
            Write(file);
        File.Move(unfinished, path, overwrite: true);
    }

    internal void Write(Stream file)
    {
        using var json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("layout", Layout);
        json.WriteString("entity", Entity.Name);
        json.WriteBoolean("equal_rows_are_duplicates", EqualRowsAreDuplicates);
        json.WriteStartObject("constants");
        foreach ((string field, string value) in Constants)
            json.WriteString(field, value);
        json.WriteEndObject();
        json.WriteStartArray("columns");
        foreach (ColumnMapping column in Columns)
        {
            json.WriteStartObject();
            json.WriteString("column", column.Column);
            json.WriteString("field", column.Field);
            if (column.ReadAs is not null)
                json.WriteString("read_as", column.ReadAs);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <exception cref="SourceException">No JSON, or it names an entity, a field or a way of reading that does not exist.</exception>
    public static SourceMapping Load(string path)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(File.ReadAllText(path), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        }
        catch (JsonException e)
        {
            throw new SourceException(path, $"is no JSON at line {e.LineNumber + 1} ({e.Message.Split(" LineNumber")[0]}); correct it or delete it to have it written anew", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SourceException(path, $"the mapping cannot be read ({e.Message}); check the path", e);
        }

        using (document)
            return Read(path, document.RootElement);
    }

    private static SourceMapping Read(string path, JsonElement root)
    {
        string Text(JsonElement of, string name) => of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out JsonElement v) && v.ValueKind == JsonValueKind.String
            ? v.GetString()!
            : throw new SourceException(path, $"the mapping lacks the text \"{name}\"; add it or delete the file to have it written anew");
        string entityName = Text(root, "entity");
        Entity entity = Entity.All.FirstOrDefault(e => e.Name == entityName)
            ?? throw new SourceException(path, $"the mapping names the entity '{entityName}', which does not exist; it is one of {string.Join(", ", Entity.All.Select(e => e.Name))}");
        if (!root.TryGetProperty("columns", out JsonElement list) || list.ValueKind != JsonValueKind.Array)
            throw new SourceException(path, "the mapping lacks the list \"columns\"; add it or delete the file to have it written anew");
        var columns = new List<ColumnMapping>();
        foreach (JsonElement item in list.EnumerateArray())
        {
            string? readAs = item.TryGetProperty("read_as", out JsonElement r) ? r.GetString() : null;
            var column = new ColumnMapping(Text(item, "column"), Text(item, "field"), readAs);
            CheckField(path, entity, column.Field);
            Field? field = entity.Find(column.Field);
            if (readAs is not null && (field is null || !Mapping.ReadAs.Fits(field.Type, readAs)))
                throw new SourceException(path, $"column '{column.Column}' is to be read as '{readAs}', which {column.Field} does not know; {Mapping.ReadAs.Help}");
            columns.Add(column);
        }

        var constants = new Dictionary<string, string>();
        if (root.TryGetProperty("constants", out JsonElement fixedValues))
        {
            foreach (JsonProperty constant in fixedValues.EnumerateObject())
            {
                CheckField(path, entity, constant.Name);
                constants[constant.Name] = constant.Value.ToString();
            }
        }

        return new SourceMapping
        {
            Layout = Text(root, "layout"),
            Entity = entity,
            Columns = columns,
            Constants = constants,
            EqualRowsAreDuplicates = !root.TryGetProperty("equal_rows_are_duplicates", out JsonElement d) || d.ValueKind != JsonValueKind.False,
        };
    }

    private static void CheckField(string path, Entity entity, string field)
    {
        if (field is Properties or CustomerEmail || entity.Find(field) is not null)
            return;
        throw new SourceException(path, $"the mapping names the field '{field}', which {entity.Name} does not have; its fields are {string.Join(", ", entity.Fields.Select(f => f.Name))}, {Properties}");
    }
}
