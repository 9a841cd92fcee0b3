using Habitue.Learning;
using Habitue.Learning.Evaluation.Fairness;

namespace Habitue.Tests.Learning.Evaluation;

/// <summary>The figures of shared/reference/RESULTS.md, section 2.10, to the digits printed there.</summary>
public sealed class FairnessTests
{
    [Theory]
    [InlineData("train", "Female", "Male", 0.109461, 0.305737, 0.358023, -0.196276)]
    [InlineData("all", "Female", "Male", 0.109251, 0.303767, 0.359655, -0.194516)]
    [InlineData("known", "Female", "Male", 0.113576, 0.312477, 0.363470, -0.198901)]
    [InlineData("race", "non-white", "White", 0.152542, 0.253987, 0.600592, -0.101445)]
    public void Adult_incomes_differ_as_counted_independently(string which, string group, string privileged, double rate, double privilegedRate, double impact, double parity)
    {
        string[][] people = [.. new[] { "adult.data", "adult.test" }.Take(which == "train" ? 1 : 2).SelectMany(Lines)
            .Select(line => line.TrimEnd('.').Split(", ")).Where(fields => fields.Length == 15 && (which != "known" || !fields.Contains("?")))];
        Assert.Equal(which switch { "train" => 32_561, "known" => 45_222, _ => 48_842 }, people.Length);

        Check([.. people.Select(fields => fields[14] == ">50K" ? 1.0 : 0.0)],
            [.. people.Select(fields => which != "race" ? fields[9] : fields[8] == "White" ? "White" : "non-white")],
            group, privileged, rate, privilegedRate, impact, parity);

        static IEnumerable<string> Lines(string file) => File.ReadLines(SharedData.Require("data/adult/" + file));
    }

    [Theory]
    [InlineData("age <= 25", 0.578947, 0.728395, 0.794826, -0.149448)]
    [InlineData("age < 25", 0.590604, 0.719154, 0.821248, -0.128550)]
    [InlineData("female", 0.648387, 0.723188, 0.896567, -0.074801)]
    public void German_credit_differs_as_counted_independently(string group, double rate, double privilegedRate, double impact, double parity)
    {
        string[][] people = [.. File.ReadLines(SharedData.Require("data/german_credit/german.data")).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(fields => fields.Length == 21)];
        Assert.Equal(1_000, people.Length);

        Check([.. people.Select(fields => fields[20] == "1" ? 1.0 : 0.0)], [.. people.Select(fields => Belongs(fields) ? group : "others")],
            group, "others", rate, privilegedRate, impact, parity);

        bool Belongs(string[] fields) => group switch
        {
            "age <= 25" => int.Parse(fields[12]) <= 25,
            "age < 25" => int.Parse(fields[12]) < 25,
            _ => fields[8] is "A92" or "A95",
        };
    }

    [Fact]
    public void Decisions_are_counted_by_hand()
    {
        // Group b: of two deserving one is found, of two others one is mistaken; group a: both found, none mistaken.
        var fair = GroupFairness.OfDecisions([1, 1, 0, 0, 1, 1, 0], [1, 0, 1, 0, 1, 1, 0], ["b", "b", "b", "b", "a", "a", "a"], privileged: "a", smallBelow: 4);

        var gap = fair.Gap("b");

        Assert.Equal(new GroupFigures("b", 4, 0.5, 0.5, 0.5), fair.Figures("b"));
        Reference.Near([0.5 - (2 / 3.0), 0.75, -0.5, 0], [gap.StatisticalParityDifference, gap.DisparateImpact, gap.EqualOpportunityDifference, gap.AverageOddsDifference]);
        Assert.Equal([new SmallGroup("a", 3, 4)], fair.Warnings);
        Assert.Equal("a", fair.Privileged);
    }

    [Fact]
    public void Calibration_is_kept_apart_by_group()
    {
        var curves = GroupFairness.Calibration([1, 0, 1, 1], [0.4f, 0.4f, 0.4f, 0.4f], ["a", "a", "b", "b"], bins: 2);

        Assert.Equal((0.5, 1.0), (curves["a"].Single().Frequency, curves["b"].Single().Frequency));
    }

    [Fact]
    public void What_cannot_be_weighed_or_compared_is_named()
    {
        Assert.Contains("'b' has no row of class 1", Assert.Throws<BadDataException>(() => Reweighing.Weights([1, 0, 0], ["a", "a", "b"])).Message, StringComparison.Ordinal);
        Assert.Contains("'c' has no row; there are: a, b", Assert.Throws<BadDataException>(() => GroupFairness.OfOutcomes([1, 0], ["a", "b"], "c")).Message, StringComparison.Ordinal);
        Assert.Contains("no group 'x'", Assert.Throws<BadDataException>(() => GroupFairness.OfOutcomes([1, 0], ["a", "b"], "a").Gap("x")).Message, StringComparison.Ordinal);
        Assert.Equal(1, Assert.Throws<BadDataException>(() => GroupFairness.OfOutcomes([1, 0], ["a", null!], "a")).Row);
        Assert.Equal(0, Assert.Throws<BadDataException>(() => Reweighing.Weights([1, 0], [null!, "a"])).Row);
        Assert.Equal("decision", Assert.Throws<BadDataException>(() => GroupFairness.OfDecisions([1, 0], [1, 0.5], ["a", "b"], "a")).Column);
        Assert.Equal(double.NaN, GroupFairness.OfOutcomes([0, 1], ["a", "b"], "a").Gap("b").DisparateImpact);
    }

    private static void Check(double[] outcomes, string[] groups, string group, string privileged, double rate, double privilegedRate, double impact, double parity)
    {
        var before = GroupFairness.OfOutcomes(outcomes, groups, privileged);
        var gap = before.Gap(group);

        Reference.Near([rate, privilegedRate, impact, parity],
            [before.Figures(group).SelectionRate, before.Figures(privileged).SelectionRate, gap.DisparateImpact, gap.StatisticalParityDifference], 5e-7);
        var weights = Reweighing.Weights(outcomes, groups);
        Assert.Equal(0, GroupFairness.OfOutcomes(outcomes, groups, privileged, weights).Gap(group).StatisticalParityDifference, 1e-10);
        Assert.Equal(outcomes.Length, weights.Sum(), 1e-6);
    }
}
