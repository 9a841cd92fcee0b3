using Habitue.Duck;
using Habitue.Insights;
using Habitue.Lake.Features;
using Habitue.Lake.Storage;
using Habitue.Learning;
using Habitue.ModelShelf;
using Habitue.Stages;
using Habitue.Tests.Storage;

namespace Habitue.Tests.Insights;

/// <summary>A small shop with features, a shelf in a folder of its own, and slices carried out on it as of a moment.</summary>
internal sealed class ShopBench : IDisposable
{
    private readonly SmallShop shop;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("habitue-slice-");

    public ShopBench(SmallShop shop, DateTime asOf)
    {
        (this.shop, AsOf) = (shop, asOf);
        Models.Build(Warehouse, asOf);
        CustomerFeatures.Compute(Warehouse, asOf);
        Shelf = new Shelf(folder.FullName, Warehouse, new Ticking());
    }

    public DuckConnection Warehouse => shop.Warehouse;

    public DateTime AsOf { get; }

    public Shelf Shelf { get; }

    public string Folder => folder.FullName;

    public SliceRun Run(ulong seed = 7) => new(Warehouse, Shelf, new PastFeatures(Warehouse, AsOf), AsOf, "load 1", new Seed(seed), 2, new StageRun(_ => { }, _ => { }, TestContext.Current.CancellationToken));

    public IReadOnlyList<string> Lines(string sql) => shop.Lines(sql);

    public void Dispose()
    {
        shop.Dispose();
        folder.Delete(recursive: true);
    }

    /// <summary>Each look at the clock is a second later.</summary>
    public sealed class Ticking : TimeProvider
    {
        private DateTimeOffset now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => now = now.AddSeconds(1);
    }
}
