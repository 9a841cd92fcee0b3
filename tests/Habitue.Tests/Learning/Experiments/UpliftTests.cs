using System.Text.Json;
using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Experiments;
using Habitue.Learning.Trees;
using Habitue.Tests.Architecture;
using Habitue.Tests.Learning.Evaluation;

namespace Habitue.Tests.Learning.Experiments;

public sealed class UpliftTests
{
    private static readonly JsonDocument File = JsonDocument.Parse(System.IO.File.ReadAllText(Path.Combine(Repository.Folder, "tests", "reference", "uplift.json")));
    private static readonly Reference Small = new(File.RootElement.GetProperty("small"));

    [Fact]
    public void The_areas_are_those_that_numpy_counts_ties_included()
    {
        double[] outcomes = Small.Doubles("outcomes");
        bool[] treated = Array.ConvertAll(Small.Doubles("treated"), mark => mark == 1);
        float[] scores = Small.Floats("scores");

        Assert.Equal(Small.Number("qini"), UpliftMeasures.Qini(outcomes, treated, scores), 1e-12);
        Assert.Equal(Small.Number("auuc"), UpliftMeasures.Auuc(outcomes, treated, scores), 1e-12);
        Assert.Equal(Small.Number("end"), UpliftMeasures.UpliftCurve(outcomes, treated, scores)[^1].Gain, 1e-12);
        Assert.Equal(0, UpliftMeasures.Qini(outcomes, treated, new float[outcomes.Length]), 1e-12); // scores that say nothing
        Assert.Equal(12.5 * Small.Number("qini"), UpliftMeasures.Qini(Array.ConvertAll(outcomes, outcome => 12.5 * outcome), treated, scores), 1e-11); // amounts in their unit
    }

    [Fact]
    public void Odd_rows_are_named()
    {
        Assert.Contains("all rows are in one", Assert.Throws<BadDataException>(() => UpliftMeasures.Qini([1, 0], [true, true], [1, 2])).Message, StringComparison.Ordinal);
        Assert.Equal(1, Assert.Throws<BadDataException>(() => new TreatedRows(Matrix.OfColumns(("x", [1, 2])), [1, 2], [true, false])).Row);
        Assert.Contains("1 marks of treatment for 2 outcomes", Assert.Throws<BadDataException>(() => new TreatedRows(Matrix.OfColumns(("x", [1, 2])), [1, 0], [true])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_ways_find_whom_a_treatment_helps()
    {
        var (data, helped) = Helped(6_000);

        foreach (var model in new IUpliftModel[]
        {
            new UpliftTwoModels { Classifier = new GradientBoostingClassifier { Rounds = 40, MaxDepth = 3 } }.Fit(data),
            new UpliftClassTransformation { Classifier = new GradientBoostingClassifier { Rounds = 40, MaxDepth = 3 } }.Fit(data),
        })
        {
            var uplift = model.Uplift(data.Rows);
            // Planted: 0.3 for those whose a is above 0, nothing for the others. 3,000 rows of an arm leave the means open by about 0.02.
            Assert.InRange(uplift.Where((_, row) => helped[row]).Average(), 0.25, 0.35);
            Assert.InRange(uplift.Where((_, row) => !helped[row]).Average(), -0.05, 0.05);
            Assert.True(UpliftMeasures.Qini(data.Outcomes, data.Treated, uplift) > 0.02);
        }
    }

    [Theory]
    [InlineData("Mens E-Mail")]
    [InlineData("Womens E-Mail")]
    public void Hillstrom_models_are_those_of_scikit_learn(string arm)
    {
        var (learn, judge) = HillstromArms.Halves(arm);
        var expected = new Reference(File.RootElement.GetProperty("hillstrom").GetProperty(arm));

        foreach (var (name, first, model) in new (string, string, IUpliftModel)[]
        {
            ("two", "firstTwo", new UpliftTwoModels().Fit(learn)),
            ("turned", "firstTurned", new UpliftClassTransformation().Fit(learn)),
        })
        {
            var uplift = model.Uplift(judge.Rows);
            Reference.Near(expected.Doubles(first), [.. uplift[..5]], 2e-6);
            Assert.Equal(expected[name].Number("qini"), UpliftMeasures.Qini(judge.Outcomes, judge.Treated, uplift), 2e-6);
            Assert.Equal(expected[name].Number("auuc"), UpliftMeasures.Auuc(judge.Outcomes, judge.Treated, uplift), 2e-6);
        }
    }

    private static (TreatedRows Data, bool[] Helped) Helped(int rows)
    {
        var random = new Seed(11).For(0);
        var (a, b, outcomes, treated) = (new double[rows], new double[rows], new double[rows], new bool[rows]);
        for (var row = 0; row < rows; row++)
        {
            (a[row], b[row], treated[row]) = ((2 * random.NextDouble()) - 1, random.NextDouble(), random.NextDouble() < 0.5);
            outcomes[row] = random.NextDouble() < 0.2 + (0.2 * b[row]) + (treated[row] && a[row] > 0 ? 0.3 : 0) ? 1 : 0;
        }

        return (new TreatedRows(Matrix.OfColumns(("a", a), ("b", b)), outcomes, treated), Array.ConvertAll(a, value => value > 0));
    }
}
