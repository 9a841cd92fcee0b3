using System.Runtime.CompilerServices;
using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Evaluation;
using Habitue.Learning.Evaluation.Calibration;
using Habitue.Learning.Evaluation.Fairness;
using Habitue.Learning.Linear;
using Habitue.Learning.Trees;
using Habitue.Tests.Architecture;
using Split = Habitue.Learning.Evaluation.Split; // there is one of trees besides

namespace Habitue.Tests.Docs;

/// <summary>The examples of the pages on evaluation and fairness, run; each line of them must stand in this file.</summary>
public sealed class LearningEvaluationExamplesTests
{
    private CapturedConsole Console { get; } = new();

    [Fact]
    public void The_examples_of_the_evaluation_page_run()
    {
        double[] targets = [.. Enumerable.Range(0, 60).Select(row => row % 3 == 0 ? 1.0 : 0.0)];
        var data = new Labeled(Matrix.OfColumns(("x", [.. targets.Select((target, row) => target + (row % 7 / 3.0))])), targets);
        var recipe = new GaussianNaiveBayes();

        var answers = CrossValidation.Classify(recipe, data, Split.Stratified(data.Targets, 10));
        float[] p = answers.Probability();
        double auc = BinaryMeasures.RocAuc(answers.Targets, p);
        var confusion = ConfusionMatrix.AtThreshold(answers.Targets, p, 0.5);

        Assert.InRange(auc, 0.6, 1);
        Assert.Equal(60, confusion.Total);

        var curve = PlattCurve.Fit(answers.Targets, answers.Probability());
        float better = curve.Apply(0.8f);

        Assert.InRange(better, 0.1f, 0.999f);

        var calibrated = new CalibratedClassifier { Classifier = new GaussianNaiveBayes(), Method = CalibrationMethod.Isotonic }.Fit(data);
        float[] risk = calibrated.Probability(data.Rows);

        Assert.InRange(BinaryMeasures.RocAuc(data.Targets, risk), 0.6, 1);
        AllOfThePageIsHere("evaluation.md");
    }

    [Fact]
    public void The_blend_of_the_evaluation_page_runs()
    {
        double[] targets = [.. Enumerable.Range(0, 200).Select(row => row % 3 == 0 ? 1.0 : 0.0)];
        var data = new Labeled(Matrix.OfColumns(("x", [.. targets.Select((target, row) => target + (row % 7 / 3.0))])), targets);
        var folds = Split.Stratified(data.Targets, 4);
        IEstimator<Labeled, IClassifier>[] recipes = [new LogisticRegression { Penalty = 1000 }, new GradientBoostingClassifier()];

        var answers = recipes.Select(recipe => CrossValidation.Classify(recipe, data, folds).Probability()).ToArray();
        BlendChoice chosen = BlendSearch.Of(data.Targets, answers);
        var blend = new BlendedClassifier { Classifiers = [.. chosen.Parts.Select(place => recipes[place])] }.Fit(data);

        Assert.Equal(1, chosen.Parts[0]);   // so strong a penalty sees little
        // x rises by 1 for the second class over seven even steps of a third: of 49 pairs 39 lie right and 4 are equal, which count half: 41 / 49 = 0.837.
        Assert.InRange(BinaryMeasures.RocAuc(data.Targets, blend.Probability(data.Rows)), 0.81, 0.86);
    }

    [Fact]
    public void The_searches_of_the_evaluation_page_run()
    {
        double[] targets = [.. Enumerable.Range(0, 200).Select(row => row % 3 == 0 ? 1.0 : 0.0)];
        var data = new Labeled(Matrix.OfColumns(("x", [.. targets.Select((target, row) => target + (row % 7 / 3.0))])), targets);
        var folds = Split.Stratified(data.Targets, 4);

        var sweep = from penalty in new[] { 100, 1, 0.01 } select new LogisticRegression { Penalty = penalty };
        var found = Search.Grid(sweep, data, folds, Measures.LogLoss);
        Console.WriteLine(found.Reason);
        foreach (var candidate in found.Candidates) Console.WriteLine($"{candidate.Name}: {candidate.Mean:N3} ± {candidate.Spread:N3}");
        IClassifier chosen = found.Model;   // fitted on all rows

        Assert.Equal([found.Reason, .. found.Candidates.Select(one => $"{one.Name}: {one.Mean:N3} ± {one.Spread:N3}")], Console.Lines);
        Assert.NotEqual(0, found.Best.Number); // so strong a penalty sees nothing
        Assert.Equal(200, chosen.Card.Rows);

        var many = from depth in Enumerable.Range(1, 6) from rounds in new[] { 10, 20, 40 } select new GradientBoostingClassifier { MaxDepth = depth, Rounds = rounds };
        var some = Search.Random(many, count: 5, seed: 7, data, folds, Measures.RocAuc);
        var halved = Search.Halving(many, data, folds, Measures.RocAuc, seed: 7, leastRows: 30);
        long rows = halved.LearnedRows;   // what it cost: rows learned from, all fits together

        Assert.Equal((5, 18), (some.Candidates.Count, halved.Candidates.Count));
        Assert.InRange(halved.Best.Mean, 0.6, 1);
        Assert.InRange(rows, 1, (18 * 4 * 150) - 1);
    }

    [Fact]
    public void The_intervals_of_the_evaluation_page_run()
    {
        double[] targets = [0, 1, 0, 1, 0, 1, 0, 1];
        float[] ours = [1, 2, 3, 4, 5, 6, 7, 8], theirs = [1, 8, 7, 2, 3, 6, 5, 4];

        var auc = DeLong.Auc(targets, ours);
        var better = DeLong.Compare(targets, ours, theirs);
        var limits = new Bootstrap { Seed = 7 }.Of(targets, ours, (t, s) => BinaryMeasures.AveragePrecision(t, s));
        var share = Interval.Wilson(successes: 7, of: 100);

        Assert.Equal((10 / 16.0, 0.07), (auc.Estimate, share.Estimate));
        Assert.Equal(auc.Estimate, better.First);
        Assert.InRange(limits.Estimate, limits.Low, limits.High);
    }

    [Fact]
    public void The_examples_of_the_fairness_page_run()
    {
        double[] outcomes = [1, 1, 0, 1, 0, 0], targets = outcomes, decisions = [1, 1, 0, 0, 0, 1];
        string[] sexes = ["male", "male", "male", "female", "female", "female"];
        var data = new Labeled(Matrix.OfColumns(("x", outcomes)), targets);

        var before = GroupFairness.OfOutcomes(outcomes, sexes, privileged: "male");
        var fair = GroupFairness.OfDecisions(targets, decisions, sexes, privileged: "male");
        double gap = fair.Gap("female").EqualOpportunityDifference;
        double[] weights = Reweighing.Weights(data.Targets, sexes);
        var level = new Labeled(data.Rows, data.Targets, weights);

        Assert.Equal(0.5, before.Gap("female").DisparateImpact, 1e-12);
        Assert.Equal(-1, gap);
        Assert.Equal(1.5, level.Weight(3), 1e-12); // half of all times half of all, less often than that
        AllOfThePageIsHere("fairness.md");
    }

    private static void AllOfThePageIsHere(string page, [CallerFilePath] string source = "")
    {
        var here = File.ReadAllText(Path.Combine(Repository.Folder, "tests", "Habitue.Tests", "Docs", Path.GetFileName(source)));
        var examples = File.ReadAllText(Path.Combine(Repository.Folder, "docs", "learning", page)).Split("```csharp\n").Skip(1).Select(part => part[..part.IndexOf("```", StringComparison.Ordinal)]);
        string[] lines = [.. examples.SelectMany(example => example.Split('\n', StringSplitOptions.RemoveEmptyEntries))];
        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.Contains(line, here, StringComparison.Ordinal));
    }
}
