using Habitue.Learning.Evaluation.Calibration;

namespace Habitue.Learning.Evaluation;

/// <summary>
/// Which of some recipes to blend: begins with the one of least log loss and adds, as long as that lowers the loss, the one that lowers it most.
/// It works on answers about rows that the recipes had not seen (pooled over folds, say), so that trying blends costs no fits.
/// <code>
/// BlendChoice chosen = BlendSearch.Of(targets, answers);   // places of the chosen among the answers, one named twice counts twice
/// </code>
/// Each blend is measured after a line over its log-odds has corrected it (<see cref="PlattCurve"/>), since that is how it would be used.
/// Cost: answers² × rows per step, at most <c>most</c> steps. Source: Caruana and others, *Ensemble selection from libraries of models* (2004).
/// </summary>
public static class BlendSearch
{
    private const double Least = 1e-6;

    /// <summary>The best blend found.</summary>
    /// <param name="targets">0 or 1 of each row.</param>
    /// <param name="answers">What each recipe said of each row: the probability of 1.</param>
    /// <param name="most">No more parts than this.</param>
    /// <param name="enough">A part must lower the log loss by more than this.</param>
    /// <exception cref="BadDataException">There is no answer, or one has another length than the targets.</exception>
    public static BlendChoice Of(ReadOnlySpan<double> targets, IReadOnlyList<float[]> answers, int most = 6, double enough = 1e-5)
    {
        ArgumentNullException.ThrowIfNull(answers);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        if (answers.Count == 0) throw new BadDataException("There is no answer to blend.");
        for (var i = 0; i < answers.Count; i++)
            if (answers[i].Length != targets.Length) throw new BadDataException($"Answer {i + 1} is about {answers[i].Length} rows; there are {targets.Length}.");
        double[] known = [.. targets];
        var odds = answers.Select(answer => Array.ConvertAll(answer, p => LogOdds(p))).ToArray();
        var alone = odds.Select(one => Loss(known, one, 1)).ToArray();
        var (sum, chosen, best) = (new double[known.Length], new List<int>(), double.PositiveInfinity);
        while (chosen.Count < most)
        {
            var (next, loss) = (-1, double.PositiveInfinity);
            for (var i = 0; i < odds.Length; i++)
            {
                var tried = chosen.Count == 0 ? alone[i] : Loss(known, Sum(sum, odds[i]), chosen.Count + 1);
                if (tried < loss) (next, loss) = (i, tried);
            }
            if (next < 0 || best - loss <= enough) break;
            (best, sum) = (loss, Sum(sum, odds[next]));
            chosen.Add(next);
        }
        return new BlendChoice(chosen, best, alone);
    }

    private static double[] Sum(double[] first, double[] second)
    {
        var sum = new double[first.Length];
        for (var i = 0; i < sum.Length; i++) sum[i] = first[i] + second[i];
        return sum;
    }

    private static double Loss(double[] targets, double[] odds, int parts)
    {
        var said = Array.ConvertAll(odds, one => (float)(1 / (1 + Math.Exp(-one / parts))));
        var curve = PlattCurve.Fit(targets, said);
        return BinaryMeasures.LogLoss(targets, Array.ConvertAll(said, curve.Apply));
    }

    internal static double LogOdds(double p) => Math.Log(Math.Clamp(p, Least, 1 - Least) / (1 - Math.Clamp(p, Least, 1 - Least)));
}

/// <summary>What to blend.</summary>
/// <param name="Parts">The places of the chosen, in the order in which they were taken; one may be there several times.</param>
/// <param name="LogLoss">The log loss of the blend.</param>
/// <param name="Alone">The log loss of each answer alone.</param>
public sealed record BlendChoice(IReadOnlyList<int> Parts, double LogLoss, IReadOnlyList<double> Alone)
{
    /// <summary>What the blend says, of what each recipe said: as a <see cref="BlendedClassifierModel"/> of the same parts would.</summary>
    public float[] Blend(IReadOnlyList<float[]> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        var odds = new double[answers[Parts[0]].Length];
        foreach (var part in Parts)
            for (var row = 0; row < odds.Length; row++) odds[row] += BlendSearch.LogOdds(answers[part][row]) / Parts.Count;
        return Array.ConvertAll(odds, one => (float)(1 / (1 + Math.Exp(-one))));
    }
}
