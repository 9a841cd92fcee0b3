using System.Text.Json;
using System.Text.RegularExpressions;

namespace Habitue.Tests.Segments;

/// <summary>The report shows what the tables hold.</summary>
public sealed partial class SegmentsReportTests(SegmentedShop shop) : IClassFixture<SegmentedShop>
{
    private string Page => File.ReadAllText(Directory.GetFiles(Path.Combine(shop.Home, "reports"), "*.html").Single());

    private static JsonElement Chart(string page, string id) => JsonDocument.Parse(Data().Match(page).Groups[1].Value).RootElement.GetProperty("charts").GetProperty(id);

    [Fact]
    public void Every_segment_has_a_portrait_and_a_list_of_its_customers()
    {
        var page = Page;
        var section = page[page.IndexOf("<section id=\"portraits\"", StringComparison.Ordinal)..];
        section = section[..section.IndexOf("</section>", StringComparison.Ordinal)];
        Assert.Equal(shop.Rows<long>("SELECT COUNT(*) FROM segments")[0], section.Split("<article>").Length - 1);
        foreach (var best in shop.Rows<string>("SELECT arg_max(s.customer_id, f.monetary) FROM customer_segments s JOIN customer_features f ON f.customer_id = s.customer_id GROUP BY s.cluster"))
            Assert.Contains($">{best}</td>", section);
    }

    [Fact]
    public void Ribbons_add_up_to_the_customers_of_now()
    {
        var moves = Chart(Page, "moves-chart").GetProperty("moves").EnumerateArray().Sum(move => move[2].GetInt64());
        Assert.Equal(shop.Rows<long>("SELECT COUNT(*) FROM customer_segments")[0], moves);
    }

    [Fact]
    public void Silhouettes_and_tree_are_those_of_the_sample()
    {
        var page = Page;
        var groups = Chart(page, "silhouette-chart").GetProperty("groups").EnumerateArray().ToArray();
        Assert.Equal(shop.Rows<string>("SELECT segment FROM segments ORDER BY cluster"), groups.Select(group => group.GetProperty("name").GetString()));
        Assert.All(groups, group => Assert.Equal(group.GetProperty("values").EnumerateArray().Select(value => value.GetDouble()).OrderDescending(), group.GetProperty("values").EnumerateArray().Select(value => value.GetDouble())));
        var tree = Chart(page, "tree-chart");
        Assert.Equal(shop.Rows<long>("SELECT COUNT(*) FROM segment_silhouettes")[0], (long)tree.GetProperty("leaves").EnumerateArray().Sum(leaf => leaf.GetDouble()));
        Assert.Equal(tree.GetProperty("leaves").GetArrayLength() - 1, tree.GetProperty("joins").GetArrayLength());
    }

    [GeneratedRegex("id=\"data\">(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Data();
}
