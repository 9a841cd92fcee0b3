using System.Globalization;
using Habitue.Duck;
using Habitue.Insights;
using Habitue.Lake.Storage;
using Habitue.Learning;
using Habitue.ModelShelf;
using Habitue.Stages;

namespace Habitue.Tests.Insights;

/// <summary>A warehouse in memory with a shelf in a temporary folder: what a test of a slice works with.</summary>
internal sealed class SliceBench : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("habitue-shelf-");
    private readonly DuckDatabase database = DuckDatabase.InMemory();

    public SliceBench(DateTime asOf)
    {
        Warehouse = database.Connect();
        Functions.Install(Warehouse);
        Functions.SetAsOf(Warehouse, asOf);
        Shelf = new Shelf(folder.FullName, Warehouse, TimeProvider.System);
        Run = new SliceRun(Warehouse, Shelf, new PastFeatures(Warehouse, asOf), asOf, "load 1", new Seed(7), 0, new StageRun(_ => { }, _ => { }, CancellationToken.None));
    }

    public DuckConnection Warehouse { get; }

    public Shelf Shelf { get; }

    public SliceRun Run { get; }

    /// <summary>All rows of a query as one line each, cells parted by commas.</summary>
    public string[] Ask(string sql)
    {
        using var result = Warehouse.Query(sql);
        var lines = new List<string>();
        foreach (var chunk in result.Chunks())
            for (var row = 0; row < chunk.Count; row++)
            {
                var cells = new string[result.Columns.Count];
                for (var column = 0; column < cells.Length; column++) cells[column] = Convert.ToString(chunk[column].GetValue(row), CultureInfo.InvariantCulture) ?? "";
                lines.Add(string.Join(',', cells));
            }
        return [.. lines];
    }

    public void Dispose()
    {
        Warehouse.Dispose();
        database.Dispose();
        folder.Delete(recursive: true);
    }
}
