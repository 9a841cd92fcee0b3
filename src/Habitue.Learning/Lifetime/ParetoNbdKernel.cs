using System.Runtime.Intrinsics;

namespace Habitue.Learning.Lifetime;

/// <summary>
/// The two ways in which a history comes about under Pareto/NBD: the customer is still there, (alpha+T)^-(r+x) (beta+T)^-s, or left at some moment since the
/// last purchase, the integral of s (alpha+u)^-(r+x) (beta+u)^-(s+1) over u from t_x to T. The papers write the integral as a difference of two hypergeometric
/// functions, which loses all digits when x is large; here it is a sum over the nodes of Gauss and Legendre in the logarithm of
/// time, where the integrand is smooth, and stops where the integrand is below e^-42 of its start.
/// </summary>
internal static class ParetoNbdKernel
{
    private const int Nodes = 32;
    private const double PanelLength = 3, Negligible = 42;
    private static readonly (double[] Nodes, double[] Weights) Rule = GaussLegendre();

    /// <summary>
    /// The logarithms of both; writes the means under the integrand of ln(alpha+u), 1/(alpha+u), ln(beta+u), 1/(beta+u).
    /// </summary>
    public static (double LogAlive, double LogLeft) Ways(ReadOnlySpan<double> parameters, double x, double recency, double age, Span<double> means)
    {
        double r = parameters[0], alpha = parameters[1], s = parameters[2], beta = parameters[3];
        var alive = -((r + x) * Math.Log(alpha + age)) - (s * Math.Log(beta + age));
        means.Clear();
        if (recency >= age) return (alive, double.NegativeInfinity);

        // v is the logarithm of (smaller + u); near and far are the powers of (smaller + u) and (larger + u).
        var (smaller, apart) = (Math.Min(alpha, beta), Math.Abs(alpha - beta));
        var (near, far) = alpha <= beta ? (r + x, s + 1) : (s + 1, r + x);
        var (start, end) = (Math.Log(smaller + recency), Math.Log(smaller + age));
        var falling = near + (far * (smaller + recency) / (smaller + recency + apart)) - 1; // at least so fast everywhere, in logarithms
        if (falling > 0) end = Math.Min(end, start + (Negligible / falling));
        var origin = -((near - 1) * start) - (far * Math.Log(smaller + recency + apart));
        Vector512<double> sum = default, nearLogs = default, nearInverses = default, farLogs = default, farInverses = default;
        var panels = (int)Math.Ceiling((end - start) / PanelLength);
        var half = (end - start) / (2 * panels);
        for (var panel = 0; panel < panels; panel++)
        {
            var middle = Vector512.Create(start + (((2 * panel) + 1) * half));
            for (var i = 0; i < Nodes; i += 8)
            {
                var v = middle + (Vector512.Create(Rule.Nodes, i) * half);
                var at = Vector512.Exp(v);
                var other = at + Vector512.Create(apart);
                var logOther = Vector512.Log(other);
                var f = Vector512.Create(Rule.Weights, i) * Vector512.Exp(-(v * (near - 1)) - (logOther * far) - Vector512.Create(origin));
                sum += f;
                nearLogs += f * v;
                nearInverses += f / at;
                farLogs += f * logOther;
                farInverses += f / other;
            }
        }

        var total = Vector512.Sum(sum);
        var (a, b) = alpha <= beta ? (0, 2) : (2, 0);
        (means[a], means[a + 1]) = (Vector512.Sum(nearLogs) / total, Vector512.Sum(nearInverses) / total);
        (means[b], means[b + 1]) = (Vector512.Sum(farLogs) / total, Vector512.Sum(farInverses) / total);
        return (alive, Math.Log(s * half * total) + origin);
    }

    /// <summary>How likely a customer is still there.</summary>
    public static double Alive(ReadOnlySpan<double> parameters, double x, double recency, double age)
    {
        Span<double> means = stackalloc double[4];
        var (alive, left) = Ways(parameters, x, recency, age, means);
        return 1 / (1 + Math.Exp(left - alive));
    }

    /// <summary>The zeros of the Legendre polynomial by Newton's method, and the weights (Abramowitz and Stegun 25.4.29).</summary>
    private static (double[] Nodes, double[] Weights) GaussLegendre()
    {
        var (nodes, weights) = (new double[Nodes], new double[Nodes]);
        for (var i = 0; i < Nodes; i++)
        {
            var x = Math.Cos(Math.PI * (i + 0.75) / (Nodes + 0.5));
            var slope = 0.0;
            for (var step = 0; step < 100; step++)
            {
                var (value, before) = (x, 1.0);
                for (var n = 2; n <= Nodes; n++) (value, before) = (((((2 * n) - 1) * x * value) - ((n - 1) * before)) / n, value);
                slope = Nodes * ((x * value) - before) / ((x * x) - 1);
                var change = value / slope;
                x -= change;
                if (Math.Abs(change) < 1e-16) break;
            }

            (nodes[i], weights[i]) = (x, 2 / ((1 - (x * x)) * slope * slope));
        }

        return (nodes, weights);
    }
}
