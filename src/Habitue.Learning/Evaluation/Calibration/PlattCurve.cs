namespace Habitue.Learning.Evaluation.Calibration;

/// <summary>
/// A curve that corrects probabilities by a straight line over their log-odds: two numbers, so a few hundred rows are enough. For
/// scores that are systematically too bold or too timid; for other distortions take <see cref="IsotonicCurve"/>. Fit it on answers
/// to rows that the model had not seen (<see cref="CrossValidation"/>), never on those it learned from.
/// <code>
/// var curve = PlattCurve.Fit(answers.Targets, answers.Probability());
/// float better = curve.Apply(0.8f);
/// </code>
/// Source: Platt, "Probabilistic outputs for support vector machines" (1999); solved by the Newton steps with backtracking of
/// Lin, Lin and Weng, "A note on Platt's probabilistic outputs" (2007).
/// </summary>
/// <param name="Slope">What log-odds are multiplied with; 1 leaves them as they are.</param>
/// <param name="Intercept">What is then added.</param>
public sealed record PlattCurve(double Slope, double Intercept) : ICalibrationCurve
{
    private const double Least = 1.1920928955078125e-7;

    /// <summary>
    /// The curve under which the outcomes are likeliest, these being drawn slightly towards the middle as Platt proposes. Cost: O(n)
    /// per step, usually under ten.
    /// </summary>
    /// <param name="targets">0 and 1.</param>
    /// <param name="probabilities">What was said, between 0 and 1; held 1.2e-7 away from both.</param>
    /// <param name="weights">Empty, or one per row.</param>
    /// <exception cref="BadDataException">As in <see cref="BinaryMeasures"/>, or there are not rows of both classes.</exception>
    public static PlattCurve Fit(ReadOnlySpan<double> targets, ReadOnlySpan<float> probabilities, ReadOnlySpan<double> weights = default)
    {
        Measured.Binary(targets, probabilities, weights, probabilities: true);
        var (odds, wanted, weight) = (new double[targets.Length], new double[targets.Length], new double[targets.Length]);
        var (ones, zeros) = (0.0, 0.0);
        for (var r = 0; r < odds.Length; r++)
        {
            (odds[r], weight[r]) = (LogOdds(probabilities[r]), Measured.Weight(weights, r));
            if (targets[r] == 1) ones += weight[r];
            else zeros += weight[r];
        }

        if (ones == 0 || zeros == 0) throw new BadDataException("A calibration curve needs rows of both classes.", "target");
        for (var r = 0; r < wanted.Length; r++) wanted[r] = targets[r] == 1 ? (ones + 1) / (ones + 2) : 1 / (zeros + 2);
        return Solve(odds, wanted, weight, Math.Log((ones + 1) / (zeros + 1)));
    }

    /// <summary>The corrected probability.</summary>
    public float Apply(float probability) => (float)(1 / (1 + Math.Exp(-((Slope * LogOdds(probability)) + Intercept))));

    private static double LogOdds(double probability)
    {
        var p = Math.Clamp(probability, Least, 1 - Least);
        return Math.Log(p / (1 - p));
    }

    private static PlattCurve Solve(double[] odds, double[] wanted, double[] weight, double intercept)
    {
        var (a, b) = (0.0, intercept);
        var loss = Loss(odds, wanted, weight, a, b);
        for (var step = 0; step < 100; step++)
        {
            var (gradientA, gradientB, aa, ab, bb) = (0.0, 0.0, 1e-12, 0.0, 1e-12);
            for (var r = 0; r < odds.Length; r++)
            {
                var p = 1 / (1 + Math.Exp(-((a * odds[r]) + b)));
                var (off, bend) = (weight[r] * (p - wanted[r]), weight[r] * p * (1 - p));
                gradientA += off * odds[r];
                gradientB += off;
                aa += bend * odds[r] * odds[r];
                ab += bend * odds[r];
                bb += bend;
            }

            var determinant = (aa * bb) - (ab * ab);
            if (Math.Max(Math.Abs(gradientA), Math.Abs(gradientB)) < 1e-9 * weight.Sum() || determinant <= 0) break;
            var (moveA, moveB) = (((ab * gradientB) - (bb * gradientA)) / determinant, ((ab * gradientA) - (aa * gradientB)) / determinant);
            var share = 1.0;
            var next = Loss(odds, wanted, weight, a + moveA, b + moveB);
            while (next > loss + (1e-4 * share * ((gradientA * moveA) + (gradientB * moveB))) && share > 1e-10)
            {
                share /= 2;
                next = Loss(odds, wanted, weight, a + (share * moveA), b + (share * moveB));
            }

            if (share <= 1e-10) break;
            (a, b, loss) = (a + (share * moveA), b + (share * moveB), next);
        }

        return new PlattCurve(a, b);
    }

    private static double Loss(double[] odds, double[] wanted, double[] weight, double a, double b)
    {
        var sum = 0.0;
        for (var r = 0; r < odds.Length; r++)
        {
            var z = (a * odds[r]) + b;
            sum += weight[r] * (z >= 0 ? ((1 - wanted[r]) * z) + double.LogP1(Math.Exp(-z)) : double.LogP1(Math.Exp(z)) - (wanted[r] * z));
        }

        return sum;
    }
}
