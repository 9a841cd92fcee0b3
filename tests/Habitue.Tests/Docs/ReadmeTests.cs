using System.Text.RegularExpressions;
using Habitue.Lake.Features;
using Habitue.Tests.Architecture;
using Habitue.Tests.Host;

namespace Habitue.Tests.Docs;

/// <summary>What the README claims is what the program does.</summary>
public sealed partial class ReadmeTests : IDisposable
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(Repository.Folder, "README.md"));
    private readonly TemporaryHome home = new();

    public void Dispose() => home.Dispose();

    [Fact]
    public void It_names_as_many_features_as_there_are() => Assert.Contains($"{FeatureCatalogue.All.Count} features", Readme);

    [Fact]
    public void Its_picture_is_there_and_small() =>
        Assert.InRange(new FileInfo(Path.Combine(Repository.Folder, "docs", "images", "report.png")).Length, 10_000, 300_000);

    [Fact]
    public void A_run_on_Online_Retail_ends_as_it_shows()
    {
        var data = SharedData.Require("data/online-retail/by-day");
        var ran = TheProgram.Run(home.Folder, "run", data);
        Assert.Equal(0, ran.Code);
        var shown = Summary().Match(Readme).Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries)[..^1];
        Assert.Equal(shown, ran.Lines[..shown.Length]);
    }

    [GeneratedRegex("^```text\n(Read .*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Summary();
}
