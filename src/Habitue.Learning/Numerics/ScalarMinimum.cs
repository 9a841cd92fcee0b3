namespace Habitue.Learning.Numerics;

/// <summary>
/// The least value of a function of one number between two limits, without its derivative: parabolas through three
/// points, golden sections where they do not serve. With several variables and a gradient use <see cref="SmoothMinimum"/>.
/// Source: Brent, Algorithms for Minimization Without Derivatives (1973), chapter 5.
/// </summary>
internal static class ScalarMinimum
{
    private const double Golden = 0.3819660112501051; // (3 - sqrt 5) / 2

    public static double Find(Func<double, double> function, double low, double high, double tolerance, int most, CancellationToken cancel)
    {
        double x, w, v, step = 0, before = 0;
        x = w = v = low + (Golden * (high - low));
        double fx, fw, fv;
        fx = fw = fv = function(x);
        for (var i = 0; i < most; i++)
        {
            cancel.ThrowIfCancellationRequested();
            var middle = (low + high) / 2;
            var least = (tolerance * Math.Abs(x)) + 1e-11;
            if (Math.Abs(x - middle) <= (2 * least) - ((high - low) / 2)) break;

            var (r, q) = ((x - w) * (fx - fv), (x - v) * (fx - fw));
            var p = ((x - v) * q) - ((x - w) * r);
            q = 2 * (q - r);
            if (q > 0) p = -p;
            q = Math.Abs(q);
            var (last, toward) = (before, x < middle ? high - x : low - x);
            before = step;
            if (Math.Abs(p) < Math.Abs(q * last / 2) && p > q * (low - x) && p < q * (high - x))
            {
                step = p / q;
                if (x + step - low < 2 * least || high - x - step < 2 * least) step = x < middle ? least : -least;
            }
            else
            {
                before = toward;
                step = Golden * toward;
            }

            var u = Math.Abs(step) >= least ? x + step : x + Math.CopySign(least, step);
            var fu = function(u);
            if (fu <= fx)
            {
                if (u < x) high = x;
                else low = x;
                (v, fv, w, fw, x, fx) = (w, fw, x, fx, u, fu);
                continue;
            }

            if (u < x) low = u;
            else high = u;
            if (fu <= fw || w == x) (v, fv, w, fw) = (w, fw, u, fu);
            else if (fu <= fv || v == x || v == w) (v, fv) = (u, fu);
        }

        return x;
    }
}
