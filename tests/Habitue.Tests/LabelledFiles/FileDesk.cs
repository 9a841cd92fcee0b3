using Habitue.Duck;
using Habitue.Host;
using Habitue.LabelledFiles;
using Habitue.Learning;
using Habitue.Tests.Insights;

namespace Habitue.Tests.LabelledFiles;

/// <summary>Learns from files that a test writes or names, on a bench without a shop.</summary>
internal sealed class FileDesk : IDisposable
{
    private readonly DirectoryInfo desk = Directory.CreateTempSubdirectory("habitue-files-");

    public SliceBench Bench { get; } = new(new DateTime(2026, 1, 1));

    public DuckConnection Warehouse => Bench.Warehouse;

    public string Write(string name, params IEnumerable<string> lines)
    {
        var path = Path.Combine(desk.FullName, name);
        File.WriteAllLines(path, lines);
        return path;
    }

    public FileOutcome Train(LabelledFile file) => new FileModel(Warehouse, Bench.Shelf, new Seed(7)).Train(file, default);

    public string Mistake(LabelledFile file) => Assert.Throws<UserMistakeException>(() => Train(file)).Message;

    public void Dispose()
    {
        Bench.Dispose();
        desk.Delete(recursive: true);
    }
}
