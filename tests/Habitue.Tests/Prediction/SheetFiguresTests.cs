using Habitue.Learning;
using Habitue.Learning.Evaluation;
using Habitue.Prediction;

namespace Habitue.Tests.Prediction;

public sealed class SheetFiguresTests
{
    private const double Threshold = 0.4;

    [Fact]
    public void Figures_of_any_draw_are_those_of_the_measures()
    {
        var (targets, answers) = Cases(300);
        var figures = new SheetFigures(targets, answers, SaysYes(answers));
        var random = new Seed(5).For(0);
        for (var draw = 0; draw < 20; draw++)
        {
            int[] rows = draw == 0 ? [.. Enumerable.Range(0, 300)] : [.. Enumerable.Range(0, 300).Select(_ => random.Below(300))];
            double[] t = [.. rows.Select(row => targets[row])];
            float[] s = [.. rows.Select(row => answers[row])];
            var matrix = ConfusionMatrix.AtThreshold(t, s, Threshold);
            var own = new double[SheetFigures.Count];

            figures.Of(rows, own);

            Assert.Equal(BinaryMeasures.AveragePrecision(t, s), own[SheetFigures.AveragePrecision], 1e-9);
            Assert.Equal(BinaryMeasures.LogLoss(t, s), own[SheetFigures.LogLoss], 1e-9);
            Assert.Equal(BinaryMeasures.Brier(t, s), own[SheetFigures.Brier], 1e-6);
            Assert.Equal(BinaryMeasures.ExpectedCalibrationError(t, s), own[SheetFigures.CalibrationError], 1e-6);
            Assert.Equal(ConfusionMatrix.AtThreshold(t, s, 0.5).Accuracy, own[SheetFigures.Accuracy], 1e-12);
            Assert.Equal(matrix.Precision(), own[SheetFigures.Precision], 1e-12);
            Assert.Equal(matrix.Recall(), own[SheetFigures.Recall], 1e-12);
            Assert.Equal(matrix.F1(), own[SheetFigures.F1], 1e-12);
            Assert.Equal(LiftTable.Of(t, s)[0].Lift, own[SheetFigures.Lift], 1e-9);
        }
    }

    [Fact]
    public void Figures_that_share_their_samples_have_the_limits_that_each_has_alone()
    {
        var (targets, answers) = Cases(120);
        var figures = new SheetFigures(targets, answers, SaysYes(answers));
        var bootstrap = new Bootstrap { Samples = 200, Seed = 3 };

        var together = bootstrap.Of(120, SheetFigures.Count, figures.Of);

        var alone = bootstrap.Of(targets, answers, (t, s) => BinaryMeasures.AveragePrecision(t, s));
        Assert.Equal(alone.Estimate, together[SheetFigures.AveragePrecision].Estimate, 1e-9);
        Assert.Equal(alone.Low, together[SheetFigures.AveragePrecision].Low, 1e-9);
        Assert.Equal(alone.High, together[SheetFigures.AveragePrecision].High, 1e-9);
    }

    private static bool[] SaysYes(float[] answers) => Array.ConvertAll(answers, answer => answer >= Threshold);

    /// <summary>Answers of two digits, so that many are equal, and outcomes that follow them.</summary>
    private static (double[] Targets, float[] Answers) Cases(int rows)
    {
        var random = new Seed(1).For(0);
        var answers = Enumerable.Range(0, rows).Select(_ => MathF.Round((float)random.NextDouble(), 2)).ToArray();
        return ([.. answers.Select(answer => random.NextDouble() < answer ? 1.0 : 0.0)], answers);
    }
}
