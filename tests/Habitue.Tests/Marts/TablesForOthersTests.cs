using System.Text.RegularExpressions;
using Habitue.Tests.Architecture;
using Habitue.Tests.Browser;
using Habitue.Tests.Server;

namespace Habitue.Tests.Marts;

/// <summary>Whether a table goes to other programs is a decision: a new one is either added to docs/bi.md, or to those that the program needs for itself.</summary>
[Collection(LearnedShop.Name)]
public sealed class TablesForOthersTests(LearnedHome shop)
{
    [Fact]
    public void Every_table_of_a_warehouse_is_either_of_own_use_or_told_of_as_published()
    {
        var there = shop.Rows<(string Table, string Column)>("SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = current_database() AND schema_name = 'main' AND NOT internal")
            .GroupBy(column => column.Table).ToDictionary(table => table.Key, table => (string[])[.. table.Select(column => column.Column)], StringComparer.Ordinal);
        var names = PublishedSchema.Names().Union(there.Keys).ToArray();

        // What a fixture puts into its warehouse, and what the sources make.
        Assert.True(there.Count > 60 && names.Length > 80, $"{there.Count} {names.Length}");
        string[] told = Told(), forOthers = [.. names.Where(name => Lake.Marts.Marts.IsForOthers(name, there.GetValueOrDefault(name, [])))];
        Assert.Equal("", string.Join(' ', forOthers.Except(told).Order(StringComparer.Ordinal)));
        Assert.Equal("", string.Join(' ', told.Except(forOthers)));
    }

    /// <summary>The names in the list of docs/bi.md.</summary>
    private static string[] Told()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Folder, "docs", "bi.md"));
        var part = page[page.IndexOf("## Which tables", StringComparison.Ordinal)..];
        return [.. Regex.Matches(part[..part.IndexOf("\n## ", 3, StringComparison.Ordinal)], @"^\| .* \| (`.*`) \|$", RegexOptions.Multiline).SelectMany(row => Regex.Matches(row.Groups[1].Value, "`([a-z_0-9]+)`")).Select(name => name.Groups[1].Value)];
    }
}
