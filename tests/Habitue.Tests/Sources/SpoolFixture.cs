using Habitue.Lake.Sources;

namespace Habitue.Tests.Sources;

/// <summary>A spool folder of one test, the cursors a ledger would keep, and what the source said.</summary>
public sealed class SpoolFixture : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("habitue-spool-").FullName;

    public Dictionary<string, string?> Cursors { get; } = [];

    public List<string> Said { get; } = [];

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public SourceContext Context => new(Folder, address => Cursors.GetValueOrDefault(address), Clock, Said.Add);

    /// <summary>What the loader does once the rows are in: remember how far the address was read.</summary>
    public void Commit(IEnumerable<SourceFile> files)
    {
        foreach (SourceFile file in files)
            Cursors[file.Address] = file.Cursor;
    }

    public string[] Left => [.. Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Select(Path.GetFileName).Order()!];

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
