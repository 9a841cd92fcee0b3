using System.Text.Json;
using System.Text.Json.Nodes;
using Habitue.Duck;
using Habitue.Lake.Mapping;
using Habitue.Lake.Sources;

namespace Habitue.Lake.Loading;

/// <summary>
/// The way out of the quarantine: rows are exported as JSON Lines with their original columns, a person repairs them,
/// and they are loaded again under the mapping of the file that they came from. A row that is accepted leaves the
/// quarantine in the same transaction.
/// </summary>
public static class Replay
{
    private const string Source = "_source", Row = "_row", Rule = "_rule", Reason = "_reason", Line = "_line";

    /// <summary>Writes rows of the quarantine, each with where it came from and why it was set aside.</summary>
    /// <returns>How many were written.</returns>
    public static long Export(DuckConnection warehouse, string path, string? rule, CancellationToken cancel)
    {
        long written = 0;
        using FileStream file = File.Create(path);
        foreach (Cleaning.RejectedRow row in Cleaning.Quality.EachRejected(warehouse, rule, cancel))
        {
            JsonObject line = Marked(Parsed(row.Original) ?? new JsonObject { [Line] = row.Original }, row);
            using (var json = new Utf8JsonWriter(file, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
                line.WriteTo(json);
            file.WriteByte((byte)'\n');
            written++;
        }

        return written;
    }

    /// <summary>A row with where it came from and why it was set aside, which loading it again needs.</summary>
    public static JsonObject Marked(JsonObject line, Cleaning.RejectedRow row)
    {
        line[Source] = row.Address;
        line[Row] = row.Row;
        line[Rule] = row.Rule;
        line[Reason] = row.Reason;
        return line;
    }

    /// <summary>Loads repaired rows.</summary>
    /// <exception cref="SourceException">The file is no export of the quarantine, or names a source that was never loaded.</exception>
    public static LoadReport Run(DuckConnection warehouse, string path, LoadSettings settings, IProgress<LoadProgress>? progress, CancellationToken cancel)
    {
        Loader.Prepare(warehouse, settings, cancel);
        Ledger ledger = Ledger.Read(warehouse);
        var sets = new List<TableSet>();
        var replayed = new List<(int Source, long Row)>();
        var copies = new List<string>();
        try
        {
            foreach (IGrouping<string, JsonObject> lines in Read(path).GroupBy(l => (string?)l[Source] ?? ""))
            {
                KnownSource known = ledger.Find(lines.Key)
                    ?? throw new SourceException(path, $"names the source '{lines.Key}', which was never loaded; export the rows with `habitue quality export` and keep the {Source} of each line");
                replayed.AddRange(lines.Where(l => l[Row] is not null).Select(l => (known.Source, l[Row]!.GetValue<long>())));
                string copy = Path.Combine(settings.SpoolFolder, $"replay-{Environment.ProcessId}-{copies.Count}.jsonl");
                copies.Add(copy);
                File.WriteAllLines(copy, lines.Select(Bare));
                SourceMapping mapping = SourceMapping.Load(Path.Combine(settings.MappingsFolder, known.Mapping));
                sets.Add(Set(known, mapping, copy, ledger.NextId(), settings.Clock.GetUtcNow().UtcDateTime));
            }

            string rows = string.Join(", ", replayed.Select(r => $"({r.Source}, {r.Row})"));
            var look = new FileLook(settings, ledger);
            return new Batches(warehouse, settings, look, progress, cancel)
            {
                BeforeCommit = () =>
                {
                    if (rows.Length > 0)
                        warehouse.Execute($"DELETE FROM quarantine WHERE (source, source_row) IN (VALUES {rows})", cancel);
                },
            }.Run(sets.Count, sets);
        }
        finally
        {
            copies.ForEach(File.Delete);
        }
    }

    private static TableSet Set(KnownSource known, SourceMapping mapping, string copy, int id, DateTime now) => new()
    {
        Format = SourceFormat.JsonLines, Columns = [.. mapping.Columns.Select(c => (c.Column, "JSON"))], Mapping = mapping, MappingFile = known.Mapping,
        Files = [new LoadFile
        {
            Source = new SourceFile { Address = $"{known.Address}#replayed-{id}", LocalPath = copy, Format = SourceFormat.JsonLines },
            ReadPath = copy, Id = id, Bytes = new FileInfo(copy).Length, Modified = now, Sha256 = "",
        }],
    };

    private static IEnumerable<JsonObject> Read(string path)
    {
        int number = 0;
        using var reader = new StreamReader(FileSource.Open(path));
        while (reader.ReadLine() is { } text)
        {
            number++;
            if (text.Trim().Length == 0)
                continue;
            JsonObject line = Parsed(text) ?? throw new SourceException(path, $"line {number} is no JSON object; correct it, nothing was loaded");
            if (line.ContainsKey(Line))
                throw new SourceException(path, $"line {number} could never be split into columns; put the columns in place of {Line}, or take the line out; nothing was loaded");
            yield return line;
        }
    }

    private static string Bare(JsonObject line)
    {
        foreach (string mark in new[] { Source, Row, Rule, Reason })
            line.Remove(mark);
        return line.ToJsonString();
    }

    private static JsonObject? Parsed(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
