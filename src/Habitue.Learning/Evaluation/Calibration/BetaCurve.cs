namespace Habitue.Learning.Evaluation.Calibration;

/// <summary>
/// A curve that corrects probabilities by beta calibration: ln p and -ln(1 - p) each have a slope of their own, so that it may bend towards 0 otherwise than
/// towards 1. With equal slopes it is <see cref="PlattCurve"/>; for models that are right of the many and too bold of the few, that line is too stiff. Three numbers,
/// so some hundred rows are enough. Fit it on answers to rows that the model had not seen (<see cref="CrossValidation"/>), never on those it learned from.
/// <code>
/// var curve = BetaCurve.Fit(answers.Targets, answers.Probability());
/// float better = curve.Apply(0.8f);
/// </code>
/// Source: Kull, Silva Filho and Flach, "Beta calibration" (2017); Newton steps with backtracking.
/// </summary>
/// <param name="Low">What ln p is multiplied with, 0 or more: the slope over log-odds where p is small.</param>
/// <param name="High">What -ln(1 - p) is multiplied with, 0 or more: the slope over log-odds where p is near 1.</param>
/// <param name="Intercept">What is then added.</param>
public sealed record BetaCurve(double Low, double High, double Intercept) : ICalibrationCurve
{
    private const double Least = 1.1920928955078125e-7;

    /// <summary>
    /// The rising curve under which the outcomes are likeliest, these being drawn slightly towards the middle as Platt proposes. Cost: O(n) per step, usually under ten.
    /// </summary>
    /// <param name="targets">0 and 1.</param>
    /// <param name="probabilities">What was said, between 0 and 1; held 1.2e-7 away from both.</param>
    /// <param name="weights">Empty, or one per row.</param>
    /// <exception cref="BadDataException">As in <see cref="BinaryMeasures"/>, or there are not rows of both classes.</exception>
    public static BetaCurve Fit(ReadOnlySpan<double> targets, ReadOnlySpan<float> probabilities, ReadOnlySpan<double> weights = default)
    {
        Measured.Binary(targets, probabilities, weights, probabilities: true);
        var (ones, zeros) = (0.0, 0.0);
        for (var r = 0; r < targets.Length; r++)
            if (targets[r] == 1) ones += Measured.Weight(weights, r);
            else zeros += Measured.Weight(weights, r);
        if (ones == 0 || zeros == 0) throw new BadDataException("A calibration curve needs rows of both classes.", "target");

        var rows = new Row[targets.Length];
        for (var r = 0; r < rows.Length; r++)
        {
            var (low, high) = Logs(probabilities[r]);
            rows[r] = new Row(low, high, targets[r] == 1 ? (ones + 1) / (ones + 2) : 1 / (zeros + 2), Measured.Weight(weights, r));
        }
        var start = Math.Log((ones + 1) / (zeros + 1));
        var curve = Solve(rows, start, low: true, high: true);
        if (curve is { Low: >= 0, High: >= 0 }) return curve;
        // A curve that would fall somewhere is held level there, as its authors do; of those that then fall nowhere, the likeliest. One that is level everywhere is among them.
        BetaCurve[] held = [Solve(rows, start, low: false, high: true), Solve(rows, start, low: true, high: false), Solve(rows, start, low: false, high: false)];
        return held.Where(one => one is { Low: >= 0, High: >= 0 }).MinBy(one => one.Loss(rows))!;
    }

    /// <summary>The corrected probability.</summary>
    public float Apply(float probability)
    {
        var (low, high) = Logs(probability);
        return (float)(1 / (1 + Math.Exp(-((Low * low) + (High * high) + Intercept))));
    }

    /// <summary>The corrected log-odds of <paramref name="odds"/>, the log-odds of a probability: as <see cref="Apply"/>, but not rounded on the way.</summary>
    public double ApplyToLogOdds(double odds)
    {
        var most = Math.Log((1 - Least) / Least);
        var z = Math.Clamp(odds, -most, most);
        return (High * double.LogP1(Math.Exp(z))) - (Low * double.LogP1(Math.Exp(-z))) + Intercept;
    }

    private static (double Low, double High) Logs(double probability)
    {
        var p = Math.Clamp(probability, Least, 1 - Least);
        return (Math.Log(p), -Math.Log(1 - p));
    }

    private static BetaCurve Solve(Row[] rows, double intercept, bool low, bool high)
    {
        var curve = new BetaCurve(0, 0, intercept);
        var (loss, weight) = (curve.Loss(rows), rows.Sum(row => row.Weight));
        for (var step = 0; step < 100; step++)
        {
            var (downhill, move) = curve.Step(rows, low, high);
            if (downhill < 1e-14 * weight) break;
            var share = 1.0;
            var next = curve.Moved(move, share);
            while (next.Loss(rows) > loss - (1e-4 * share * downhill) && share > 1e-10) next = curve.Moved(move, share /= 2);
            if (share <= 1e-10) break;
            (curve, loss) = (next, next.Loss(rows));
        }
        return curve;
    }

    /// <summary>A Newton step, and how steeply the loss falls along it.</summary>
    private (double Downhill, (double Low, double High, double Intercept) Move) Step(Row[] rows, bool low, bool high)
    {
        var (ll, lh, li, hh, hi, ii) = (1e-30, 0.0, 0.0, 1e-30, 0.0, 1e-30);
        var (gradientLow, gradientHigh, gradientIntercept) = (0.0, 0.0, 0.0);
        foreach (var row in rows)
        {
            var (l, h) = (low ? row.Low : 0, high ? row.High : 0);
            var p = 1 / (1 + Math.Exp(-Score(row)));
            var (off, bend) = (row.Weight * (row.Wanted - p), row.Weight * p * (1 - p));
            (gradientLow, gradientHigh, gradientIntercept) = (gradientLow + (off * l), gradientHigh + (off * h), gradientIntercept + off);
            (ll, lh, li) = (ll + (bend * l * l), lh + (bend * l * h), li + (bend * l));
            (hh, hi, ii) = (hh + (bend * h * h), hi + (bend * h), ii + bend);
        }
        // Where only one or two different probabilities were said, many curves are equally likely; a little more on the diagonal takes a small one.
        (ll, hh) = (ll * (1 + 1e-9), hh * (1 + 1e-9));
        // The intercept and then the upper slope are taken out of three equations, and put back.
        var (a, b, c) = (ll - (li * li / ii), lh - (li * hi / ii), hh - (hi * hi / ii));
        var (left, right) = (gradientLow - (li / ii * gradientIntercept), gradientHigh - (hi / ii * gradientIntercept));
        var moveLow = (left - (b / c * right)) / (a - (b * b / c));
        var moveHigh = (right - (b * moveLow)) / c;
        var moveIntercept = (gradientIntercept - (li * moveLow) - (hi * moveHigh)) / ii;
        var downhill = (gradientLow * moveLow) + (gradientHigh * moveHigh) + (gradientIntercept * moveIntercept);
        return double.IsFinite(downhill) ? (downhill, (moveLow, moveHigh, moveIntercept)) : (0, default);
    }

    private BetaCurve Moved((double Low, double High, double Intercept) move, double share) =>
        new(Low + (share * move.Low), High + (share * move.High), Intercept + (share * move.Intercept));

    private double Score(Row row) => (Low * row.Low) + (High * row.High) + Intercept;

    private double Loss(Row[] rows)
    {
        var sum = 0.0;
        foreach (var row in rows)
        {
            var z = Score(row);
            sum += row.Weight * (z >= 0 ? ((1 - row.Wanted) * z) + double.LogP1(Math.Exp(-z)) : double.LogP1(Math.Exp(z)) - (row.Wanted * z));
        }
        return sum;
    }

    private readonly record struct Row(double Low, double High, double Wanted, double Weight);
}
