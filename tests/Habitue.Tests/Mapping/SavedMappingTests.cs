using Habitue.Lake.Events;
using Habitue.Lake.Mapping;
using Habitue.Tests.Log;

namespace Habitue.Tests.Mapping;

public sealed class SavedMappingTests : IDisposable
{
    private readonly SmallDisk disk = new(megabytes: 1);

    public void Dispose() => disk.Dispose();

    [Fact]
    public void On_a_full_disk_the_mapping_stays_as_it_was()
    {
        Assert.SkipUnless(disk.IsMounted, SmallDisk.Needs);
        var (kept, fresh) = (Path.Combine(disk.Folder, "kept.json"), Path.Combine(disk.Folder, "fresh.json"));
        var mapping = new SourceMapping { Layout = "test", Entity = Entity.Events, Columns = [.. Enumerable.Range(0, 500).Select(i => new ColumnMapping($"column {i}", SourceMapping.Properties))] };
        mapping.Save(kept);
        var before = File.ReadAllText(kept);
        disk.Fill(leave: 0);

        Assert.Throws<IOException>(() => (mapping with { Layout = "other" }).Save(kept));
        Assert.Throws<IOException>(() => mapping.Save(fresh));

        Assert.Equal((before, false), (File.ReadAllText(kept), File.Exists(fresh)));
        disk.Free();
        mapping.Save(fresh);
        Assert.Equal(before, File.ReadAllText(fresh));
    }
}
