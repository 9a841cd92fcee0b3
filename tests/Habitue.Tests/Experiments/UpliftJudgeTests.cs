using System.Text.Json;
using Habitue.Experiments.Uplift;
using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Experiments;
using Habitue.Tests.Architecture;
using Habitue.Tests.Learning.Experiments;

namespace Habitue.Tests.Experiments;

public sealed class UpliftJudgeTests
{
    [Theory]
    [InlineData("Mens E-Mail")]
    [InlineData("Womens E-Mail")]
    public void Hillstrom_is_judged_as_scikit_learn_and_a_count_by_hand_judge_it(string arm)
    {
        var (learn, judge) = HillstromArms.Halves(arm);
        using var reference = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Folder, "tests", "reference", "uplift.json")));
        var scores = new UpliftTwoModels().Fit(learn).Uplift(judge.Rows);

        var judged = new UpliftJudge(judge.Outcomes.ToArray(), judge.Treated.ToArray(), scores, 0);
        var sheet = judged.Judge("two models", learn.Rows.Rows, 7, new FitRun(TestContext.Current.CancellationToken));

        Assert.Equal(reference.RootElement.GetProperty("hillstrom").GetProperty(arm).GetProperty("two").GetProperty("qini").GetDouble(), sheet.Qini.Estimate, 2e-6);
        Assert.InRange(sheet.Qini.Estimate, sheet.Qini.Low, sheet.Qini.High);
        Assert.Equal(arm == "Womens E-Mail", sheet.IsReady);
        Assert.Equal(scores.Length, sheet.Judged);
        foreach (var fifth in sheet.Fifths)
        {
            int[] rows = [.. Enumerable.Range(0, scores.Length).Where(row => UpliftJudge.FifthOf(judged.Cuts, scores[row]) == fifth.Fifth)];
            var (with, without) = (Arm(judge, rows, true), Arm(judge, rows, false));
            Assert.Equal(with.Average() - without.Average(), fifth.Observed.Estimate, 1e-12);
            // The limits by the formula of two shares lie where the bootstrap's do.
            var error = Math.Sqrt((with.Average() * (1 - with.Average()) / with.Length) + (without.Average() * (1 - without.Average()) / without.Length));
            Assert.InRange((fifth.Observed.High - fifth.Observed.Low) / (2 * 1.96 * error), 0.9, 1.1);
        }
    }

    [Fact]
    public void What_choosing_brings_is_counted_by_hand()
    {
        // Two scores. The better: 3 of 4 treated against 1 of 4; the worse: 1 of 4 against 2 of 4.
        double[] outcomes = [1, 1, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0];
        bool[] treated = [.. Enumerable.Range(0, 16).Select(row => row % 8 < 4)];
        float[] scores = [.. Enumerable.Range(0, 16).Select(row => row < 8 ? 0.4f : 0.1f)];

        var sheet = new UpliftJudge(outcomes, treated, scores, 0.2).Judge("by hand", 0, 7, new FitRun(TestContext.Current.CancellationToken));

        Assert.Equal([(1, 8, 0.5), (3, 8, -0.25)], sheet.Fifths.Select(fifth => (fifth.Fifth, fifth.Customers, fifth.Observed.Estimate)));
        Assert.Equal(0.5 * (0.5 - 0.2), sheet.OverNobody.Estimate, 1e-12);
        Assert.Equal(0.5 * (0.2 + 0.25), sheet.OverEverybody.Estimate, 1e-12);
        Assert.Equal(0, new UpliftJudge(outcomes, treated, scores, 1).Judge("none", 0, 7, default).OverNobody.High);
    }

    private static double[] Arm(TreatedRows data, int[] rows, bool treated)
    {
        var (outcomes, arms) = (data.Outcomes.ToArray(), data.Treated.ToArray());
        return [.. rows.Where(row => arms[row] == treated).Select(row => outcomes[row])];
    }
}
