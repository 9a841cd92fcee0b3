namespace Habitue.Lake.Sources;

/// <summary>
/// A file, a folder or a glob on the local disk: CSV (plain or gzip), JSON, JSON Lines, Parquet and Excel, and
/// settings of APIs to poll (NAME.api.json). A folder
/// is read with all its sub-folders, except those that hold a file named <c>.habitue-ignore</c>.
/// </summary>
public sealed class FileSource : ISource
{
    public const string IgnoreMark = ".habitue-ignore";

    private static readonly Dictionary<string, SourceFormat> Formats = new(StringComparer.OrdinalIgnoreCase)
    {
        [".csv"] = SourceFormat.Csv, [".tsv"] = SourceFormat.Csv, [".txt"] = SourceFormat.Csv, [".tab"] = SourceFormat.Csv,
        [".json"] = SourceFormat.JsonLines, [".jsonl"] = SourceFormat.JsonLines, [".ndjson"] = SourceFormat.JsonLines,
        [".parquet"] = SourceFormat.Parquet,
    };

    /// <summary>For the settings files (NAME.api.json) that lie among the data.</summary>
    private static readonly HttpSource Api = new();

    public bool Accepts(string address) => !address.Contains("://", StringComparison.Ordinal);

    public IReadOnlyList<SourceFile> Fetch(string address, SourceContext context, CancellationToken cancel)
    {
        var files = new List<SourceFile>();
        bool chosen = File.Exists(address);
        foreach (string path in Paths(address))
        {
            cancel.ThrowIfCancellationRequested();
            if (ExcelSheets.Accepts(path))
            {
                Collect(path, chosen, context, files, () => ExcelSheets.Spool(path, context, cancel));
                continue;
            }

            if (Api.Accepts(path))
            {
                Collect(path, chosen, context, files, () => Api.Fetch(path, context, cancel));
                continue;
            }

            SourceFormat? format = FormatOf(path) ?? (chosen ? LookedFormat(path) : null);
            if (format is { } known)
                files.Add(new SourceFile { Address = path, LocalPath = path, Format = known });
            else
                context.Say?.Invoke($"{path}: left out, its name does not end like data (.csv, .csv.gz, .tsv, .txt, .json, .jsonl, .parquet, .xlsx)");
        }

        if (files.Count == 0 && !chosen)
            throw new SourceException(address, "holds no data files (.csv, .csv.gz, .tsv, .txt, .json, .jsonl, .parquet, .xlsx); name the folder or file that does");
        return files;
    }

    /// <summary>A workbook or an API that cannot be read ends the load only when it is all that was asked for.</summary>
    private static void Collect(string path, bool chosen, SourceContext context, List<SourceFile> into, Func<IReadOnlyList<SourceFile>> spool)
    {
        try
        {
            into.AddRange(spool());
        }
        catch (SourceException bad) when (!chosen && context.Refused is not null)
        {
            context.Refused?.Invoke(path, bad.Message);
        }
    }

    private static SourceFormat? FormatOf(string path)
    {
        string name = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        return Formats.TryGetValue(Path.GetExtension(name), out SourceFormat format) ? format : null;
    }

    /// <summary>A file that somebody named is read whatever its name: its first bytes tell.</summary>
    private static SourceFormat LookedFormat(string path)
    {
        Span<byte> head = stackalloc byte[4];
        using FileStream file = Open(path);
        int n = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return head[..n] switch
        {
            [(byte)'P', (byte)'A', (byte)'R', (byte)'1'] => SourceFormat.Parquet,
            [(byte)'{' or (byte)'[', ..] => SourceFormat.JsonLines,
            _ => SourceFormat.Csv,
        };
    }

    internal static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.SequentialScan);
        }
        catch (UnauthorizedAccessException)
        {
            throw new SourceException(path, "may not be read by this user; give it read permission (chmod +r)");
        }
        catch (IOException e)
        {
            throw new SourceException(path, $"cannot be opened ({e.Message}); check the path", e);
        }
    }

    private static IEnumerable<string> Paths(string address)
    {
        if (File.Exists(address))
            return [Path.GetFullPath(address)];
        if (Directory.Exists(address))
            return Below(Path.GetFullPath(address)).Order(StringComparer.Ordinal);
        if (address.AsSpan().IndexOfAny('*', '?') >= 0)
            return Globbed(address);
        throw new SourceException(address, "does not exist; check the path");
    }

    private static IEnumerable<string> Below(string folder)
    {
        string[] files, folders;
        try
        {
            files = Directory.GetFiles(folder);
            folders = Directory.GetDirectories(folder);
        }
        catch (UnauthorizedAccessException)
        {
            throw new SourceException(folder, "may not be read by this user; give it read permission (chmod +rx)");
        }

        if (files.Any(f => Path.GetFileName(f) == IgnoreMark))
            return [];
        return files.Where(IsVisible).Concat(folders.Where(IsVisible).SelectMany(Below));
    }

    private static bool IsVisible(string path) => !Path.GetFileName(path).StartsWith('.');

    private static List<string> Globbed(string glob)
    {
        string full = Path.GetFullPath(glob);
        int firstStar = full.IndexOfAny(['*', '?']);
        string root = full[..(full.LastIndexOf(Path.DirectorySeparatorChar, firstStar) + 1)];
        if (!Directory.Exists(root))
            throw new SourceException(glob, $"the folder {root} does not exist; check the path");
        var pattern = new System.Text.RegularExpressions.Regex("^" + System.Text.RegularExpressions.Regex.Escape(full)
            .Replace("\\*\\*/", "(.*/)?").Replace("\\*\\*", ".*").Replace("\\*", "[^/]*").Replace("\\?", "[^/]") + "$");
        List<string> found = [.. Below(root).Where(p => pattern.IsMatch(p)).Order(StringComparer.Ordinal)];
        return found.Count > 0 ? found : throw new SourceException(glob, "matches no file; check the pattern");
    }
}
