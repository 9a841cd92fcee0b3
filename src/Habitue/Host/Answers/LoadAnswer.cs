using Habitue.Lake.Loading;
using Habitue.Stages;

namespace Habitue.Host.Answers;

/// <summary>How the columns of each layout were understood, and what the load did.</summary>
internal static class LoadAnswer
{
    public static void Write(Terminal terminal, LoadReport load, string mappingsFolder)
    {
        foreach (var layout in load.Layouts)
        {
            terminal.Say("");
            terminal.Say($"{layout.Layout}: {Words.Count(layout.Rows, "row")} of {Words.Count(layout.Files, "file")} → {layout.Entity}");
            var grid = new Grid("Column", "", "Field", "Read as", "Parsed");
            foreach (var column in layout.Columns) grid.Add(column.Column, "→", column.Field, column.ReadAs ?? "", Parsed(column));
            grid.Write(terminal.Out, terminal.Width, "  ");
            foreach (var note in layout.Notes) terminal.Say($"  {note}");
            if (layout.MappingFile is { } file) terminal.Say($"  To change this, edit {Path.Combine(mappingsFolder, file)} and load again.");
        }
        terminal.Say("");
        terminal.Say(load.NothingNew ? $"Nothing new in {Words.Count(load.FilesFound, "file")}."
            : $"{Words.Count(load.Rows, "row")} of {Words.Count(load.FilesRead, "file")} read, {load.Kept:N0} kept, {load.Rejected:N0} set aside (habitue quality rejected).");
        if (load.FilesUnchanged > 0 && !load.NothingNew) terminal.Say($"{Words.Count(load.FilesUnchanged, "file")} had been loaded before.");
        foreach (var refused in load.Refused) terminal.Say($"Left out: {refused.Reason}");
    }

    public static void WriteJson(TextWriter output, LoadReport load)
    {
        using var answer = new JsonAnswer(output);
        answer.Object(json =>
        {
            json.WriteBoolean("nothing_new", load.NothingNew);
            json.WriteNumber("files_found", load.FilesFound);
            json.WriteNumber("files_read", load.FilesRead);
            json.WriteNumber("files_unchanged", load.FilesUnchanged);
            json.WriteNumber("rows", load.Rows);
            json.WriteNumber("kept", load.Kept);
            json.WriteNumber("rejected", load.Rejected);
            json.WriteStartArray("layouts");
            foreach (var layout in load.Layouts)
            {
                json.WriteStartObject();
                json.WriteString("layout", layout.Layout);
                json.WriteString("entity", layout.Entity);
                json.WriteNumber("files", layout.Files);
                json.WriteNumber("rows", layout.Rows);
                json.WriteString("mapping_file", layout.MappingFile);
                json.WriteStartArray("columns");
                foreach (var column in layout.Columns) Column(json, column);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteStartArray("refused");
            foreach (var refused in load.Refused) json.WriteStringValue(refused.Reason);
            json.WriteEndArray();
            json.WriteStartArray("notes");
            foreach (var note in load.Notes) json.WriteStringValue(note);
            json.WriteEndArray();
        });
    }

    private static void Column(System.Text.Json.Utf8JsonWriter json, MappedColumn column)
    {
        json.WriteStartObject();
        json.WriteString("column", column.Column);
        json.WriteString("field", column.Field);
        json.WriteString("read_as", column.ReadAs);
        if (column.Filled is { } filled) json.WriteNumber("filled", filled);
        if (column.Parsed is { } parsed) json.WriteNumber("parsed", parsed);
        json.WriteEndObject();
    }

    private static string Parsed(MappedColumn column) => (column.Filled, column.Parsed) switch
    {
        (null, _) => "",
        ({ } filled, null) => $"{filled:N0} filled",
        ({ } filled, { } parsed) => $"{parsed:N0} of {filled:N0} parse",
    };
}
