using Habitue.Learning;
using Habitue.Learning.Baselines;
using Habitue.Learning.Data;
using Habitue.Learning.Evaluation;
using Habitue.Learning.Linear;
using Habitue.Learning.Models;
using Habitue.Learning.Trees;

namespace Habitue.Tests.Learning.Evaluation;

public sealed class BlendedClassifierTests
{
    private static readonly double[] Targets = [.. Enumerable.Range(0, 120).Select(row => row * 7 % 10 < 3 ? 1.0 : 0.0)];
    private static readonly Labeled Data = new(Matrix.OfColumns(("x", [.. Targets.Select((target, row) => target + (row % 11 / 5.0))])), Targets);

    private static double LogOdds(double p) => Math.Log(p / (1 - p));

    [Fact]
    public void The_log_odds_are_the_mean_of_those_of_the_parts_and_a_part_named_twice_counts_twice()
    {
        var (line, shares) = (new LogisticRegression(), new ClassShares());
        var blend = new BlendedClassifier { Classifiers = [line, shares, line] }.Fit(Data);
        var (own, rate) = (line.Fit(Data).Probability(Data.Rows), Targets.Average());

        Assert.All(blend.Probability(Data.Rows).Zip(own), pair => Assert.Equal(((2 * LogOdds(pair.Second)) + LogOdds(rate)) / 3, LogOdds(pair.First), 1e-4));
        Assert.Same(blend.Parts[0], blend.Parts[2]);
    }

    [Fact]
    public void With_three_classes_the_answers_still_sum_to_one_and_follow_the_mean_of_the_logarithms()
    {
        double[] three = [.. Enumerable.Range(0, 120).Select(row => row % 3.0)];
        var data = new Labeled(Matrix.OfColumns(("x", [.. three.Select((target, row) => target + (row % 5 / 2.0))])), three);
        var (line, tree) = (new LogisticRegression(), new DecisionTreeClassifier { MaxDepth = 2, MinLeafRows = 10 });
        var said = new BlendedClassifier { Classifiers = [line, tree] }.Fit(data).Probabilities(data.Rows);
        var (a, b) = (line.Fit(data).Probabilities(data.Rows), tree.Fit(data).Probabilities(data.Rows));
        for (var row = 0; row < 120; row += 13)
        {
            var products = Enumerable.Range(0, 3).Select(c => Math.Sqrt(Math.Max(a[row, c], 1e-6) * Math.Max(b[row, c], 1e-6))).ToArray();
            for (var c = 0; c < 3; c++) Assert.Equal(products[c] / products.Sum(), said[row, c], 1e-4);
        }
    }

    [Fact]
    public void A_blend_without_parts_names_the_setting() =>
        Assert.Contains("Classifiers", Assert.Throws<SettingException>(() => new BlendedClassifier { Classifiers = [] }.Fit(Data)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_search_blends_two_that_err_in_different_places_and_leaves_out_one_that_knows_nothing()
    {
        double[] targets = [1, 1, 1, 1, 0, 0, 0, 0];
        float[] knowsHalf = [.9f, .9f, .5f, .5f, .1f, .1f, .5f, .5f], knowsOther = [.5f, .5f, .9f, .9f, .5f, .5f, .1f, .1f], blind = [.5f, .5f, .5f, .5f, .5f, .5f, .5f, .5f];

        var chosen = BlendSearch.Of(targets, [blind, knowsHalf, knowsOther]);

        Assert.Equal([1, 2], chosen.Parts.Distinct().Order());
        Assert.Equal(Math.Log(2), chosen.Alone[0], 1e-3);
        Assert.True(chosen.LogLoss < chosen.Alone.Min() - 0.01);
        Assert.Contains("about 1 rows; there are 2", Assert.Throws<BadDataException>(() => BlendSearch.Of([0, 1], [[0.5f]])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_saved_blend_keeps_its_parts()
    {
        var blend = new BlendedClassifier { Classifiers = [new LogisticRegression(), new RandomForestClassifier { Trees = 5 }] }.Fit(Data);
        var again = ModelFile.Load<BlendedClassifierModel>(new MemoryStream(ModelFile.Save(blend)));
        Assert.Equal(blend.Probability(Data.Rows), again.Probability(Data.Rows));
        Assert.IsType<ForestClassifier>(again.Parts[1]);
    }
}
