using System.Security.Cryptography;
using System.Text;
using Habitue.Duck;
using Habitue.Lake.Mapping;
using Habitue.Lake.Sources;

namespace Habitue.Lake.Loading;

/// <summary>
/// Puts looked-at files that are written alike together, and finds the mapping of each such set: the one that was
/// asked for, the one kept from an earlier load (which a person may have edited), or an inferred one, which is kept.
/// </summary>
internal static class TableSets
{
    private sealed record Shape(LookedFile Looked, CsvDialect? Dialect, IReadOnlyList<(string Name, string Type)> Columns, IReadOnlyList<ColumnSample> Sample, string Key);

    public static IReadOnlyList<TableSet> Of(IReadOnlyList<LookedFile> files, LoadSettings settings, FileLook look, DuckConnection warehouse)
    {
        SourceMapping? asked = settings.MappingFile is null ? null : SourceMapping.Load(settings.MappingFile);
        var shapes = new List<Shape>();
        var seen = new Dictionary<string, Shape>();
        foreach (LookedFile file in files)
        {
            try
            {
                if (LikeSeen(file, seen) is { } like)
                    shapes.Add(like);
                else if (ShapeOf(file, look, warehouse) is { } shape)
                {
                    shapes.Add(shape);
                    if (file.Text is not null && shapes.Count(s => s.Key == shape.Key && s.Sample.Count > 0) >= 4)
                        seen.TryAdd(file.Text.FirstLine, shape);
                }
            }
            catch (SourceException bad)
            {
                look.Refused.Add(new RefusedFile(bad.Address, bad.Message));
            }
        }

        var sets = new List<TableSet>();
        foreach (IGrouping<string, Shape> alike in shapes.GroupBy(s => s.Key))
        {
            Shape first = alike.First();
            try
            {
                (SourceMapping mapping, string path) = asked is null ? Keep(alike, settings) : (Checked(asked, settings.MappingFile!, first), settings.MappingFile!);
                sets.Add(new TableSet
                {
                    Format = first.Looked.Format, Dialect = first.Dialect, Columns = first.Columns,
                    Mapping = mapping, MappingFile = path,
                    Files = [.. alike.Select(s => s.Looked.File)],
                });
            }
            catch (SourceException bad) when (asked is null)
            {
                look.Refused.AddRange(alike.Select(s => new RefusedFile(s.Looked.File.Source.Address, s.Looked.File.Source.Address + bad.Message[bad.Address.Length..])));
            }
        }

        return sets;
    }

    /// <summary>
    /// A CSV file that opens with the same header line as an earlier one is written like it; the first few of a kind
    /// are looked at for a sample, a folder of hundreds is not.
    /// </summary>
    private static Shape? LikeSeen(LookedFile file, Dictionary<string, Shape> seen)
    {
        if (file.Format != SourceFormat.Csv || file.Text is null)
            return null;
        return seen.TryGetValue(file.Text.FirstLine, out Shape? like) && like.Dialect is { HasHeader: true, SkippedLines: 0 } ? like with { Looked = file, Sample = [] } : null;
    }

    private static Shape? ShapeOf(LookedFile looked, FileLook look, DuckConnection warehouse) => looked.Format switch
    {
        SourceFormat.Csv => CsvShape(looked, look),
        SourceFormat.JsonLines => JsonShape(looked),
        _ => ParquetShape(looked, warehouse),
    };

    private static Shape? CsvShape(LookedFile looked, FileLook look)
    {
        if (CsvDialect.Look(looked.Text!.Head, looked.Text.HeadIsWhole) is not ({ } dialect, { } records))
            return null;
        if (dialect.Delimiter == ' ')
            looked = looked with { File = looked.File with { ReadPath = Separated(looked.File.ReadPath, look.NewCopy()) } };
        if (Layouts.HeaderFor(dialect, records) is { } names)
            dialect = dialect with { Columns = names };
        if (dialect.Columns.Count == 1 && records.Count > 0)
            throw new SourceException(looked.File.Source.Address, $"has one column ('{dialect.Columns[0]}'); no separator of , ; tab | was found; check that it is a table");
        ColumnSample[] sample = ColumnSample.Of(dialect, records);
        if (dialect.Delimiter == ' ')
            dialect = dialect with { Delimiter = ',' };
        string key = $"csv{dialect.Delimiter}{dialect.Quote}{dialect.SkippedLines}{dialect.HasHeader}|{string.Join('\u001F', dialect.Columns)}";
        return new Shape(looked, dialect, [.. dialect.Columns.Select(c => (c, "VARCHAR"))], sample, key);
    }

    /// <summary>Columns set apart by blanks become columns set apart by a comma.</summary>
    private static string Separated(string path, string copy)
    {
        using var into = new StreamWriter(copy);
        foreach (string line in File.ReadLines(path))
            into.WriteLine(string.Join(',', line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        return copy;
    }

    private static Shape JsonShape(LookedFile looked)
    {
        IReadOnlyList<ColumnSample> sample = JsonSample.Of(looked.Text!.Head.Split('\n').Where(l => l.Length > 0).Take(400));
        if (sample.Count == 0)
            throw new SourceException(looked.File.Source.Address, "holds no JSON object in its first lines; write one object a line");
        string[] names = [.. sample.Select(s => s.Name)];
        string kind = Layouts.All.FirstOrDefault(l => l.Fits(SourceFormat.JsonLines, names))?.Name
            ?? string.Join(',', names.Select(n => n.Split('.', '[', '{')[0]).Distinct().Order(StringComparer.Ordinal));
        return new Shape(looked, null, [.. names.Select(n => (n, "JSON"))], sample, "json|" + kind);
    }

    private static Shape ParquetShape(LookedFile looked, DuckConnection warehouse)
    {
        string from = $"read_parquet({Sql.Text(looked.File.ReadPath)})";
        try
        {
            IReadOnlyList<(string Name, string Type)> columns = [.. warehouse.Rows<(string, string)>($"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM {from})")];
            var values = columns.Select(_ => new List<string>()).ToArray();
            using DuckResult rows = warehouse.Query($"SELECT {string.Join(", ", columns.Select(c => $"CAST({Sql.Name(c.Name)} AS VARCHAR)"))} FROM {from} LIMIT 300");
            foreach (DuckChunk chunk in rows.Chunks())
                for (int c = 0; c < columns.Count; c++)
                    for (int row = 0; row < chunk.Count; row++)
                        if (chunk[c].Validity.IsValid(row))
                            values[c].Add(chunk[c].GetString(row));
            ColumnSample[] sample = [.. columns.Select((c, i) => new ColumnSample(c.Name, values[i]))];
            return new Shape(looked, null, columns, sample, "parquet|" + string.Join('\u001F', columns.Select(c => $"{c.Name}:{c.Type}")));
        }
        catch (DuckException e)
        {
            throw new SourceException(looked.File.Source.Address, $"is no Parquet file that can be read ({e.DuckMessage.Split('\n')[0]}); export it again", e);
        }
    }

    private static (SourceMapping Mapping, string Path) Keep(IGrouping<string, Shape> alike, LoadSettings settings)
    {
        Shape first = alike.First();
        string path = MappingPath(settings.MappingsFolder, "", first);
        if (File.Exists(path))
            return (Checked(SourceMapping.Load(path), path, first), path);
        SourceMapping inferred = Inference.Infer(first.Looked.File.Source.Address, first.Looked.Format, Merged(alike));
        path = MappingPath(settings.MappingsFolder, inferred.Layout, first);
        Directory.CreateDirectory(settings.MappingsFolder);
        inferred.Save(path);
        return (inferred, path);
    }

    /// <summary>A sample of a few files together: one day may hold no hint that another holds.</summary>
    private static IReadOnlyList<ColumnSample> Merged(IEnumerable<Shape> alike) =>
        [.. alike.Where(s => s.Sample.Count > 0).SelectMany(s => s.Sample).GroupBy(s => s.Name).Select(g => new ColumnSample(g.Key, [.. g.SelectMany(s => s.Values)]))];

    /// <summary>A mapping is kept under its layout's name and a hash of the columns, by which it is found again.</summary>
    private static string MappingPath(string folder, string layout, Shape shape)
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(shape.Key)))[..10];
        string name = string.Concat(layout.ToLowerInvariant().Select(c => char.IsLetterOrDigit(c) ? c : '-'));
        return Directory.Exists(folder) && Directory.GetFiles(folder, $"*-{hash}.json") is [string kept, ..] ? kept : Path.Combine(folder, $"{name}-{hash}.json");
    }

    private static SourceMapping Checked(SourceMapping mapping, string path, Shape shape)
    {
        if (shape.Looked.Format == SourceFormat.JsonLines)
            return mapping;
        foreach (ColumnMapping column in mapping.Columns)
        {
            if (!shape.Columns.Any(c => c.Name.Equals(column.Column, StringComparison.OrdinalIgnoreCase)))
                throw new SourceException(path, $"the mapping names the column '{column.Column}', which {shape.Looked.File.Source.Address} does not have; its columns are {string.Join(", ", shape.Columns.Select(c => c.Name))}");
        }

        IEnumerable<ColumnMapping> left = shape.Columns.Where(c => !mapping.Columns.Any(m => m.Column.Equals(c.Name, StringComparison.OrdinalIgnoreCase)))
            .Select(c => new ColumnMapping(c.Name, SourceMapping.Properties));
        return mapping with { Columns = [.. mapping.Columns, .. left] };
    }
}
