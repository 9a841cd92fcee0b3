using System.Text;
using Habitue.Duck;
using Habitue.Lake.Loading;
using Habitue.Lake.Sources;

namespace Habitue.Tests.Loading;

/// <summary>An empty warehouse in a folder of its own, and the way to load into it. Gone when the test ends.</summary>
internal sealed class LoadedHome : IDisposable
{
    private readonly DuckDatabase database;

    public LoadedHome()
    {
        Folder = Directory.CreateTempSubdirectory("habitue-load-").FullName;
        database = DuckDatabase.Open(Path.Combine(Folder, "warehouse.duckdb"), new DuckSettings { Threads = 2 });
        Warehouse = database.Connect();
    }

    public string Folder { get; }

    public DuckConnection Warehouse { get; }

    public long BatchBytes { get; init; } = 512L << 20;

    /// <summary>Whether events of CSV files may be held in memory.</summary>
    public bool HoldsRows { get; init; } = true;

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Told of each step of a load, on the loading thread.</summary>
    public IProgress<LoadProgress>? Progress { get; set; }

    public string Input => Directory.CreateDirectory(Path.Combine(Folder, "input")).FullName;

    public string Write(string name, string text, Encoding? encoding = null) => Write(name, [.. (encoding ?? new UTF8Encoding(false)).GetPreamble(), .. (encoding ?? new UTF8Encoding(false)).GetBytes(text)]);

    public string Write(string name, byte[] bytes)
    {
        string path = Path.Combine(Input, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public LoadSettings Settings => new() { MappingsFolder = Path.Combine(Folder, "mappings"), SpoolFolder = Path.Combine(Folder, "spool"), Clock = Clock, BatchBytes = BatchBytes, HoldsRows = HoldsRows };

    public LoadReport Load(string? address = null, string? mapping = null, CancellationToken cancel = default)
    {
        var refused = new List<RefusedFile>();
        var context = new SourceContext(Path.Combine(Folder, "spool"), _ => null, TimeProvider.System) { Refused = (file, why) => refused.Add(new(file, why)) };
        Directory.CreateDirectory(context.SpoolFolder);
        IReadOnlyList<SourceFile> files = Habitue.Lake.Sources.Sources.Fetch(address ?? Input, context, cancel);
        LoadReport report = Loader.Load(Warehouse, files, Settings with { MappingFile = mapping }, Progress, cancel);
        return report with { Refused = [.. report.Refused, .. refused] };
    }

    public long Count(string table, string where = "true") => Warehouse.Scalar<long>($"SELECT COUNT(*) FROM {table} WHERE {where}");

    public T One<T>(string sql) => Warehouse.Scalar<T>(sql);

    public void Dispose()
    {
        Warehouse.Dispose();
        database.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
