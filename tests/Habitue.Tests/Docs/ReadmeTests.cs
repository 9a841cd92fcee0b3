using System.Text.RegularExpressions;
using Habitue.Duck;
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
    public void A_run_on_Online_Retail_ends_as_it_shows_and_its_probabilities_are_near_to_what_happens()
    {
        var data = SharedData.Require("data/online-retail/by-day");
        var ran = TheProgram.Run(home.Folder, "run", data);
        Assert.Equal(0, ran.Code);
        var shown = Summary().Match(Readme).Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries)[..^1];
        Assert.Equal(shown, ran.Lines[..shown.Length]);

        // A horizon that is only there when it is asked for.
        Assert.Equal(0, TheProgram.Run(home.Folder, "train", "purchase", "--horizon", "14").Code);

        using var database = DuckDatabase.Open(Path.Combine(home.Folder, "warehouse.duckdb"));
        using var warehouse = database.Connect();
        var figures = warehouse.Rows<(string Model, string Metric, double Value)>("SELECT name, metric, value FROM model_metrics WHERE part = 'all' AND version = 1").ToDictionary(one => (one.Model, one.Metric), one => one.Value);
        // What is asked for of the months that judge: a calibration error of at most 0.03 within 7, 14 and 30 days, and for churn the area that its page tells (0.717).
        Assert.InRange(figures[("purchase-7d", "calibration error")], 0, 0.03);
        Assert.InRange(figures[("purchase-14d", "calibration error")], 0, 0.03);
        Assert.InRange(figures[("purchase-30d", "calibration error")], 0, 0.03);
        Assert.InRange(figures[("churn-90d", "AUC")], 0.7165, 1);
    }

    [GeneratedRegex("^```text\n(Read .*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Summary();
}
