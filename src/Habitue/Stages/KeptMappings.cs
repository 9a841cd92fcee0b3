using Habitue.Lake.Loading;
using Habitue.Lake.Mapping;

namespace Habitue.Stages;

/// <summary>How files that were loaded earlier had been understood, from the mapping files that were kept.</summary>
internal static class KeptMappings
{
    private sealed record Kept(string Mapping, string Layout, string Entity, long Files, long Rows);

    public static IReadOnlyList<LayoutReport> Of(FlowState state)
    {
        var asked = state.Files.Select(file => file.Address).ToHashSet(StringComparer.Ordinal);
        var known = state.Warehouse.Rows<(string Address, string Mapping, string Layout, string Entity, long Rows)>("SELECT address, mapping, layout, entity, rows FROM sources ORDER BY source");
        return [.. known.Where(source => asked.Contains(source.Address))
            .GroupBy(source => (source.Mapping, source.Layout, source.Entity))
            .Select(group => new Kept(group.Key.Mapping, group.Key.Layout, group.Key.Entity, group.Count(), group.Sum(source => source.Rows)))
            .Select(kept => Report(state, kept))];
    }

    private static LayoutReport Report(FlowState state, Kept kept)
    {
        var path = Path.Combine(state.Home.Mappings, kept.Mapping);
        MappedColumn[] columns = File.Exists(path) ? [.. SourceMapping.Load(path).Columns.Select(column => new MappedColumn(column.Column, column.Field, column.ReadAs, null, null))] : [];
        return new LayoutReport(kept.Layout, kept.Entity, (int)kept.Files, kept.Rows, columns, [], kept.Mapping);
    }
}
