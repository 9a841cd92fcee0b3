using Habitue.Learning.Data;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Lifetime;

/// <summary>
/// The logarithm of the likelihood of BG/BB and its gradient: a sum over the opportunities before which the customer may have left, and the case that the
/// customer is still there. Source: equation 5 of Fader, Hardie and Shang (2010).
/// </summary>
internal sealed class BgBbLikelihood
{
    private readonly HistoryGroups groups;
    private readonly Table buys, skips, either, stays, leavesOrStays;

    public BgBbLikelihood(HistoryGroups groups)
    {
        this.groups = groups;
        var most = 0;
        foreach (var age in groups.Age) most = Math.Max(most, (int)age);
        (buys, skips, either, stays, leavesOrStays) = (new Table(most + 2), new Table(most + 2), new Table(most + 2), new Table(most + 2), new Table(most + 2));
    }

    /// <summary>The sum over all customers; writes the gradient by alpha, beta, gamma, delta.</summary>
    public double Sum(ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        Fill(parameters);
        gradient.Clear();
        double value = 0, gamma = parameters[2];
        Span<double> slopes = stackalloc double[4];
        for (var g = 0; g < groups.Count; g++)
        {
            var (log, _) = Of(g, gamma, slopes);
            value += groups.Customers[g] * log;
            for (var i = 0; i < 4; i++) gradient[i] += groups.Customers[g] * slopes[i];
        }

        return value;
    }

    /// <summary>How likely each group is still there after its last opportunity, by the tables as they are.</summary>
    public double[] Alive(ReadOnlySpan<double> parameters)
    {
        Fill(parameters);
        Span<double> slopes = stackalloc double[4];
        var answers = new double[groups.Count];
        for (var g = 0; g < answers.Length; g++) answers[g] = Of(g, parameters[2], slopes).Alive;
        return answers;
    }

    private void Fill(ReadOnlySpan<double> parameters)
    {
        double alpha = parameters[0], beta = parameters[1], gamma = parameters[2], delta = parameters[3];
        buys.Fill(alpha);
        skips.Fill(beta);
        either.Fill(alpha + beta);
        stays.Fill(delta);
        leavesOrStays.Fill(gamma + delta);
    }

    private (double Log, double Alive) Of(int g, double gamma, Span<double> slopes)
    {
        int x = groups.Repeats[g], last = (int)groups.Recency[g], n = (int)groups.Age[g];

        // Relative to the case that the customer is still there; the logarithms of gamma functions of x and of the parameters alone are common to all.
        var still = skips.Log[n - x] - either.Log[n] + stays.Log[n] - leavesOrStays.Log[n];
        double sum = 1, bySkips = skips.Slope[n - x], byEither = either.Slope[n], byStays = stays.Slope[n], byBoth = leavesOrStays.Slope[n], left = 0;
        for (var m = last; m < n; m++)
        {
            var way = Math.Exp(Math.Log(gamma) + skips.Log[m - x] - either.Log[m] + stays.Log[m] - leavesOrStays.Log[m + 1] - still);
            sum += way;
            left += way;
            bySkips += way * skips.Slope[m - x];
            byEither += way * either.Slope[m];
            byStays += way * stays.Slope[m];
            byBoth += way * leavesOrStays.Slope[m + 1];
        }

        slopes[0] = buys.Slope[x] - buys.Slope[0] + either.Slope[0] - (byEither / sum);
        slopes[1] = (bySkips / sum) - skips.Slope[0] + either.Slope[0] - (byEither / sum);
        slopes[2] = (left / sum / gamma) + leavesOrStays.Slope[0] - (byBoth / sum);
        slopes[3] = (byStays / sum) - stays.Slope[0] + leavesOrStays.Slope[0] - (byBoth / sum);
        return (buys.Log[x] - buys.Log[0] - skips.Log[0] + either.Log[0] - stays.Log[0] + leavesOrStays.Log[0] + still + Math.Log(sum), 1 / sum);
    }

    /// <summary>The logarithms of the gamma function at a parameter plus 0, 1, 2 …, and their slopes.</summary>
    private sealed class Table(int length)
    {
        public double[] Log { get; } = new double[length];

        public double[] Slope { get; } = new double[length];

        public void Fill(double parameter)
        {
            for (var k = 0; k < Log.Length; k++) (Log[k], Slope[k]) = (SpecialFunctions.LogGamma(parameter + k), SpecialFunctions.Digamma(parameter + k));
        }
    }
}
