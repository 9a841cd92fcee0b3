using Habitue.Learning.Evaluation;

namespace Habitue.Prediction;

/// <summary>
/// The figures of a test sheet for any draw of its rows, all in one pass: rows are put in the order of their answers once, and
/// not anew for each of hundreds of draws. They are those of <see cref="BinaryMeasures"/>, <see cref="ConfusionMatrix"/> and <see cref="LiftTable"/>.
/// </summary>
internal sealed class SheetFigures
{
    public const int AveragePrecision = 0, LogLoss = 1, Brier = 2, CalibrationError = 3, Accuracy = 4, Precision = 5, Recall = 6, F1 = 7, Lift = 8, Count = 9;

    private const int Bins = 10;
    private const double Least = 1.1920928955078125e-7;   // as in the log loss of the learning library

    private readonly int[] placeOf;
    private readonly bool[] isYes, saysYes;
    private readonly float[] answers;   // the different ones, falling
    private readonly double[] lossOfYes, lossOfNo;
    private readonly int[] bins;
    private readonly int likely;   // so many of the different answers are one half or more

    /// <param name="targets">What happened: 0 or 1.</param>
    /// <param name="said">What was said of each row.</param>
    /// <param name="saysYes">Whether that was a yes.</param>
    public SheetFigures(double[] targets, float[] said, bool[] saysYes)
    {
        answers = [.. said.Distinct().OrderDescending()];
        var places = answers.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        (placeOf, isYes) = (Array.ConvertAll(said, one => places[one]), Array.ConvertAll(targets, one => one == 1));
        lossOfYes = Array.ConvertAll(answers, one => -Math.Log(Math.Clamp(one, Least, 1 - Least)));
        lossOfNo = Array.ConvertAll(answers, one => -Math.Log(1 - Math.Clamp(one, Least, 1 - Least)));
        bins = Array.ConvertAll(answers, one => Bin(one));
        (this.saysYes, likely) = (saysYes, answers.Count(one => one >= 0.5f));
    }

    /// <summary>The figures of these rows, some of which may be there several times.</summary>
    public void Of(ReadOnlySpan<int> rows, Span<double> into)
    {
        var (yes, no) = (new int[answers.Length], new int[answers.Length]);
        var (right, calledYes) = (0.0, 0.0);
        foreach (var row in rows)
        {
            (isYes[row] ? yes : no)[placeOf[row]]++;
            if (!saysYes[row]) continue;
            calledYes++;
            if (isYes[row]) right++;
        }

        var (all, allYes, tenth) = ((double)rows.Length, (double)yes.Sum(), rows.Length / 10.0);
        var (found, passed, precisions, loss, squares, inTenth, correct) = (0.0, 0.0, 0.0, 0.0, 0.0, double.NaN, 0.0);
        Span<double> off = stackalloc double[Bins];
        off.Clear();
        for (var place = 0; place < answers.Length; place++)
        {
            double y = yes[place], n = no[place];
            if (y + n == 0) continue;
            if (double.IsNaN(inTenth) && passed + y + n > tenth) inTenth = found + ((tenth - passed) / (y + n) * y);
            found += y;
            passed += y + n;
            precisions += y * found / passed;
            var p = answers[place];
            loss += (y * lossOfYes[place]) + (n * lossOfNo[place]);
            squares += (y * (1 - p) * (1 - p)) + (n * p * p);
            off[bins[place]] += y - (p * (y + n));
            correct += place < likely ? y : n;
        }

        var calibration = 0.0;
        foreach (var one in off) calibration += Math.Abs(one);
        into[AveragePrecision] = Share(precisions, allYes);
        into[LogLoss] = Share(loss, all);
        into[Brier] = Share(squares, all);
        into[CalibrationError] = Share(calibration, all);
        into[Accuracy] = Share(correct, all);
        into[Precision] = Share(right, calledYes);
        into[Recall] = Share(right, allYes);
        into[F1] = Share(2 * right, allYes + calledYes);
        into[Lift] = Share(inTenth / tenth, allYes / all);
    }

    private static int Bin(float probability)
    {
        double p = probability;
        var bin = Math.Clamp((int)Math.Ceiling(p * Bins) - 1, 0, Bins - 1);
        return bin > 0 && p <= (double)bin / Bins ? bin - 1 : bin;
    }

    private static double Share(double part, double whole) => whole == 0 ? double.NaN : part / whole;
}
