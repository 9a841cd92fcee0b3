using Habitue.Learning;
using Habitue.Learning.Baselines;
using Habitue.Learning.Clustering;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Preprocessing;

namespace Habitue.Tests.Docs;

/// <summary>The examples of docs/learning/preprocessing.md, run as they stand there.</summary>
public sealed class LearningPreprocessingExamplesTests
{
    private CapturedConsole Console { get; } = new();

    [Fact]
    public void The_examples_do_what_the_page_says()
    {
        #region example
        var spend = Matrix.OfColumns(("orders", [1, 2, 3, 4, 40]), ("amount", [10, 25, double.NaN, 30, 900]));

        Matrix whole = new Imputer { Fill = FillWith.Median, Indicators = true }.Fit(spend).Transform(spend);   // and amount_missing
        Matrix tamed = new Winsorizer().Fit(spend).Transform(spend);                                            // 40 orders become 7
        Matrix fifths = new QuantileBinner { Bins = 5 }.Fit(spend).Transform(spend);                            // orders 0, 1, 2, 3, 4
        Matrix normal = new YeoJohnson().Fit(spend).Transform(spend);
        var prepared = new Imputer().Then(new Winsorizer()).Then(new RobustScaler()).Fit(spend);                // one model of three
        foreach (SqlColumn column in new MinMaxScaler().Fit(spend).ToSql()) Console.WriteLine($"{column.Expression} AS {column.Name}");

        var customers = new Frame(
            new TextColumn("country", ["France", "Spain", null, "France"]),
            new NumberColumn("orders", 3, 1, double.NaN, 4),
            new BooleanColumn("member", true, false, false, true));

        var segments = new FrameEncoder().Then(new KMeans { Clusters = 2 }).Fit(customers);
        byte[] saved = ModelFile.Save(segments);
        int[] segment = ModelFile.Load<EncodedClusterer<KMeansModel>>(new MemoryStream(saved)).Assign(customers);

        var known = LabeledFrame.OfClasses(customers, ["stayed", "left", "left", "stayed"]);
        var leaving = new FrameEncoder { FewTexts = 1, Smoothing = 5, Seed = 1 }.Then(new ClassShares()).Fit(known);
        float[] stays = leaving.Probability(customers);
        #endregion

        Assert.Equal(["orders", "amount", "amount_missing"], whole.Columns);
        Assert.All(Console.Lines.Zip(["orders", "amount"]), line => Assert.EndsWith($" AS {line.Second}", line.First, StringComparison.Ordinal));
        Assert.Equal((27.5f, 1), (whole[2, 1], whole[2, 2]));
        Assert.Equal(7, tamed[4, 0]);
        Assert.Equal([0, 1, 2, 3, 4], fifths.Column("orders"));
        Assert.InRange(normal.Column("orders").Average(), -1e-6, 1e-6);
        Assert.Equal([-1, -0.5f, 0, 0.5f, 2], prepared.Transform(spend).Column("orders")); // the fences are 2 - 3 and 4 + 3
        Assert.Equal(segments.Assign(customers), segment);
        Assert.Equal(segment[0], segment[3]);
        Assert.Equal([0.5f, 0.5f, 0.5f, 0.5f], stays);
        DocumentedExample.IsOnPage("preprocessing", nameof(LearningPreprocessingExamplesTests));
    }
}
