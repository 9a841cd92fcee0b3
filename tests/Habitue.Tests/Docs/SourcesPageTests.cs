using System.Text.RegularExpressions;
using Habitue.Lake.Sources.Api;
using Habitue.Lake.Sources.Postgres;
using Habitue.Tests.Architecture;

namespace Habitue.Tests.Docs;

/// <summary>What docs/sources.md shows is understood.</summary>
public sealed partial class SourcesPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Folder, "docs", "sources.md"));

    [Fact]
    public void Every_address_on_the_page_is_one()
    {
        string[] lines = [.. Blocks("").SelectMany(b => b.Split('\n', StringSplitOptions.RemoveEmptyEntries))];
        Assert.Equal(6, lines.Length);
        Assert.All(lines.Where(l => l.StartsWith("postgres", StringComparison.Ordinal)), l => Assert.Equal(l, PostgresAddress.Parse(l).ToString()));
        Assert.All(lines.Where(l => l.StartsWith("http", StringComparison.Ordinal)), l => Assert.Equal(l, ApiSettings.Of(l).Address));
    }

    [Fact]
    public void The_file_of_settings_on_the_page_says_what_the_page_says()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("habitue-docs-").FullName, "shop.api.json");
        File.WriteAllText(path, Assert.Single(Blocks("json")));
        ApiSettings settings = ApiSettings.Of(path);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);

        Assert.Equal(("updated_since", "updated_at"), settings.Since);
        Assert.Equal((PageStyle.Number, "page", 100, "per_page", 500), (settings.Style, settings.PageParameter, settings.PageSize, settings.SizeParameter, settings.PageLimit));
        Assert.Equal(("answer.orders", "SHOP_TOKEN"), (settings.Items, settings.TokenVariable));
        Assert.Equal("${SHOP_KEY}", settings.Headers["X-Api-Key"]);
    }

    private static IEnumerable<string> Blocks(string language) =>
        Block().Matches(Page).Where(m => m.Groups[1].Value == language).Select(m => m.Groups[2].Value);

    [GeneratedRegex("^```([a-z]*)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
