namespace Habitue.Learning.Numerics;

/// <summary>A smooth function of a few variables: gives its value and writes its gradient.</summary>
internal delegate double Smooth(ReadOnlySpan<double> x, Span<double> gradient);

/// <summary>
/// Finds the least value of a smooth function of a few variables, such as a likelihood's parameters, from its gradient: the
/// update of Broyden, Fletcher, Goldfarb and Shanno with steps halved until they help. Its metric is a full matrix: for hundreds of
/// parameters use <see cref="Linear.Lbfgs"/>, for one without a gradient <see cref="ScalarMinimum"/>.
/// Source: Nocedal and Wright, Numerical Optimization, 2nd edition, algorithm 6.1 and formula 6.17.
/// </summary>
internal sealed class SmoothMinimum
{
    private const double Longest = 2; // no variable moves farther in one step; the variables are logarithms
    private readonly Smooth function;
    private readonly int n;
    private readonly double[] metric, direction, next, nextGradient, change, product;

    /// <param name="function">The function.</param>
    /// <param name="start">Where to begin.</param>
    /// <param name="metric">A guess of the inverse of the second derivatives; null when there is none.</param>
    public SmoothMinimum(Smooth function, ReadOnlySpan<double> start, double[]? metric = null)
    {
        (this.function, n) = (function, start.Length);
        (X, Gradient) = (start.ToArray(), new double[n]);
        (direction, next, nextGradient, change, product) = (new double[n], new double[n], new double[n], new double[n], new double[n]);
        this.metric = metric is null ? new double[n * n] : (double[])metric.Clone();
        Value = function(X, Gradient);
        if (metric is null) Reset();
    }

    public double[] X { get; }

    public double[] Gradient { get; }

    public double Value { get; private set; }

    public int Iterations { get; private set; }

    /// <summary>Goes on until a step promises less than the tolerance times the size of the value.</summary>
    /// <returns>False when the iterations ran out.</returns>
    public bool Run(int mostIterations, double tolerance, FitRun run)
    {
        for (; Iterations < mostIterations; Iterations++)
        {
            run.Cancel.ThrowIfCancellationRequested();
            if (Iterations > 0) run.Progress?.Report(1 - Math.Pow(0.85, Iterations));
            var slope = Aim();
            if (slope >= 0)
            {
                Reset();
                slope = Aim();
            }

            if (-slope <= tolerance * (1 + Math.Abs(Value)) || !Step(slope)) return true;
        }

        return false;
    }

    /// <summary>Moves to another point.</summary>
    public void MoveTo(ReadOnlySpan<double> x)
    {
        x.CopyTo(X);
        Value = function(X, Gradient);
    }

    /// <summary>The second derivatives where it is now, by central differences of the gradient.</summary>
    public double[] SecondDerivatives(double step = 1e-4)
    {
        var (second, at, low, high) = (new double[n * n], (double[])X.Clone(), new double[n], new double[n]);
        for (var i = 0; i < n; i++)
        {
            at[i] = X[i] + step;
            function(at, high);
            at[i] = X[i] - step;
            function(at, low);
            at[i] = X[i];
            for (var j = 0; j < n; j++) second[(i * n) + j] = (high[j] - low[j]) / (2 * step);
        }

        for (var i = 0; i < n; i++)
            for (var j = 0; j < i; j++) second[(i * n) + j] = second[(j * n) + i] = (second[(i * n) + j] + second[(j * n) + i]) / 2;
        return second;
    }

    private void Reset()
    {
        var length = 0.0;
        foreach (var part in Gradient) length = Math.Max(length, Math.Abs(part));
        Array.Clear(metric);
        for (var i = 0; i < n; i++) metric[(i * n) + i] = 0.5 / Math.Max(length, 1e-300);
    }

    /// <summary>Sets the direction; gives the slope along it.</summary>
    private double Aim()
    {
        double longest = 0, slope = 0;
        for (var i = 0; i < n; i++)
        {
            direction[i] = 0;
            for (var j = 0; j < n; j++) direction[i] -= metric[(i * n) + j] * Gradient[j];
            longest = Math.Max(longest, Math.Abs(direction[i]));
        }

        var scale = longest > Longest ? Longest / longest : 1;
        for (var i = 0; i < n; i++) slope += (direction[i] *= scale) * Gradient[i];
        return slope;
    }

    private bool Step(double slope)
    {
        for (var length = 1.0; length > 1e-12; length *= 0.4)
        {
            for (var i = 0; i < n; i++) next[i] = X[i] + (length * direction[i]);
            var value = function(next, nextGradient);
            if (!(value <= Value + (1e-4 * length * slope))) continue;
            var stuck = value == Value;
            Update();
            next.CopyTo(X, 0);
            nextGradient.CopyTo(Gradient, 0);
            Value = value;
            return !stuck;
        }

        return false; // no step helps any more: it is down to rounding
    }

    private void Update()
    {
        double curvature = 0, length = 0;
        for (var i = 0; i < n; i++)
        {
            change[i] = next[i] - X[i];
            nextGradient[i] -= Gradient[i]; // the difference, for the moment
            curvature += change[i] * nextGradient[i];
        }

        for (var i = 0; i < n; i++)
        {
            product[i] = 0;
            for (var j = 0; j < n; j++) product[i] += metric[(i * n) + j] * nextGradient[j];
            length += product[i] * nextGradient[i];
        }

        for (var i = 0; i < n && curvature > 0; i++)
            for (var j = 0; j < n; j++)
                metric[(i * n) + j] += ((1 + (length / curvature)) * change[i] * change[j] / curvature) - (((product[i] * change[j]) + (change[i] * product[j])) / curvature);
        for (var i = 0; i < n; i++) nextGradient[i] += Gradient[i];
    }
}
