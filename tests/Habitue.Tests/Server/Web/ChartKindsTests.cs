using System.Text.RegularExpressions;
using Habitue.Tests.Host;

namespace Habitue.Tests.Server.Web;

public sealed partial class ChartKindsTests
{
    [Fact]
    public void Each_kind_of_chart_is_drawn_in_one_way_only()
    {
        var source = Path.Combine(TheProgram.Repository, "src", "Habitue");
        string[] files = [.. new[] { Path.Combine(source, "Reports", "Page"), Path.Combine(source, "Server", "Web", "Assets") }.SelectMany(folder => Directory.GetFiles(folder, "charts-of-*.js"))];
        var kinds = files.SelectMany(file => Kinds().Match(File.ReadAllText(file)).Groups["names"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToArray();
        Assert.True(files.Length >= 5 && kinds.Length > 20);
        Assert.Equal(kinds.Distinct(), kinds);
    }

    [GeneratedRegex(@"return \{(?<names>[\w\s,]+)\};\s*\}\)\(\)\);\s*$")]
    private static partial Regex Kinds();
}
