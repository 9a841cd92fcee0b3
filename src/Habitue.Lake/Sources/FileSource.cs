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
        foreach (string path in Paths(address, context))
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

    private static IEnumerable<string> Paths(string address, SourceContext context)
    {
        if (File.Exists(address))
            return [Path.GetFullPath(address)];
        if (Directory.Exists(address))
            return Below(Path.GetFullPath(address), context).Order(StringComparer.Ordinal);
        if (address.AsSpan().IndexOfAny('*', '?') >= 0)
            return Globbed(address, context);
        throw new SourceException(address, "does not exist; check the path");
    }

    private static IEnumerable<string> Below(string folder, SourceContext context) => Below(folder, context, [LinkedTo(folder) ?? folder]);

    /// <param name="inside">Where the folders from the first to this one really are.</param>
    private static IEnumerable<string> Below(string folder, SourceContext context, IReadOnlyList<string> inside)
    {
        string[] files, folders;
        try
        {
            files = Directory.GetFiles(folder);
            folders = Directory.GetDirectories(folder);
        }
        catch (UnauthorizedAccessException)
        {
            var bad = new SourceException(folder, "may not be read by this user; give it read permission (chmod +rx)");
            if (inside.Count == 1 || context.Refused is null)
                throw bad;
            context.Refused(folder, bad.Message);
            return [];
        }

        if (files.Any(f => Path.GetFileName(f) == IgnoreMark))
            return [];
        return files.Where(IsVisible).Concat(folders.Where(IsVisible).SelectMany(f => Followed(f, context, inside)));
    }

    /// <summary>What a folder in a folder holds; nothing where it is a link back to a folder on the way to it, which would go round for ever.</summary>
    private static IEnumerable<string> Followed(string folder, SourceContext context, IReadOnlyList<string> inside)
    {
        string? linked = LinkedTo(folder);
        if (linked is not null && inside.Any(i => Path.TrimEndingDirectorySeparator(i) == linked || i.StartsWith(linked + Path.DirectorySeparatorChar, StringComparison.Ordinal)))
            return [];
        return Below(folder, context, [.. inside, linked ?? Path.Combine(inside[^1], Path.GetFileName(folder))]);
    }

    private static string? LinkedTo(string folder) =>
        Directory.ResolveLinkTarget(folder, returnFinalTarget: true)?.FullName is { } target ? Path.TrimEndingDirectorySeparator(target) : null;

    private static bool IsVisible(string path) => !Path.GetFileName(path).StartsWith('.');

    private static List<string> Globbed(string glob, SourceContext context)
    {
        string full = Path.GetFullPath(glob);
        int firstStar = full.IndexOfAny(['*', '?']);
        string root = full[..(full.LastIndexOf(Path.DirectorySeparatorChar, firstStar) + 1)];
        if (!Directory.Exists(root))
            throw new SourceException(glob, $"the folder {root} does not exist; check the path");
        var pattern = new System.Text.RegularExpressions.Regex("^" + System.Text.RegularExpressions.Regex.Escape(full)
            .Replace("\\*\\*/", "(.*/)?").Replace("\\*\\*", ".*").Replace("\\*", "[^/]*").Replace("\\?", "[^/]") + "$");
        List<string> found = [.. Below(root, context).Where(p => pattern.IsMatch(p)).Order(StringComparer.Ordinal)];
        return found.Count > 0 ? found : throw new SourceException(glob, "matches no file; check the pattern");
    }
}
