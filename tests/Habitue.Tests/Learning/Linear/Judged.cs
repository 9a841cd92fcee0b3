namespace Habitue.Tests.Learning.Linear;

/// <summary>How good probabilities of a yes are, by the definitions in scikit-learn's user guide, written out for the tests.</summary>
internal static class Judged
{
    /// <summary>How often a row that is a yes is ranked above one that is a no; ties count half.</summary>
    public static double Auc(double[] truth, double[] probability)
    {
        int[] order = [.. Enumerable.Range(0, truth.Length).OrderBy(r => probability[r])];
        double ranks = 0, yes = truth.Sum();
        for (var i = 0; i < order.Length;)
        {
            var end = i;
            while (end < order.Length && probability[order[end]] == probability[order[i]]) end++;
            for (var k = i; k < end; k++) ranks += truth[order[k]] * ((i + end + 1) / 2.0);
            i = end;
        }

        return (ranks - (yes * (yes + 1) / 2)) / (yes * (truth.Length - yes));
    }

    /// <summary>The sum over thresholds of the gain in recall × the precision there.</summary>
    public static double AveragePrecision(double[] truth, double[] probability)
    {
        int[] order = [.. Enumerable.Range(0, truth.Length).OrderByDescending(r => probability[r])];
        double found = 0, sum = 0, yes = truth.Sum();
        for (var i = 0; i < order.Length;)
        {
            var (end, gained) = (i, 0.0);
            for (; end < order.Length && probability[order[end]] == probability[order[i]]; end++) gained += truth[order[end]];
            found += gained;
            sum += gained / yes * (found / end);
            i = end;
        }

        return sum;
    }

    public static double Accuracy(double[] truth, double[] probability) => truth.Zip(probability, (t, p) => p > 0.5 == (t == 1) ? 1.0 : 0).Average();

    public static double F1(double[] truth, double[] probability)
    {
        var both = truth.Zip(probability, (t, p) => p > 0.5 && t == 1 ? 1.0 : 0).Sum();
        return 2 * both / (truth.Sum() + probability.Count(p => p > 0.5));
    }

    public static double Brier(double[] truth, double[] probability) => truth.Zip(probability, (t, p) => (t - p) * (t - p)).Average();
}
