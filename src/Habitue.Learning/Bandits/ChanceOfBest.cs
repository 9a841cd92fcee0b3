using Habitue.Learning.Numerics;

namespace Habitue.Learning.Bandits;

/// <summary>
/// How likely each of several independent values is the largest: P(i) = ∫ fᵢ(x) ∏ⱼ≠ᵢ Fⱼ(x) dx, over pieces at whose ends some density
/// bends, with Gauss and Legendre's eight nodes in each (Abramowitz and Stegun 25.4.30). Each F is integrated on the same nodes, so
/// only densities are asked for. Cost: arms² × about 100 densities; for many arms <see cref="ByDrawing"/>.
/// </summary>
internal static class ChanceOfBest
{
    private const int Nodes = 8;
    private static readonly double[] Places =
        [-0.9602898564975363, -0.7966664774136267, -0.5255324099163290, -0.1834346424956498, 0.1834346424956498, 0.5255324099163290, 0.7966664774136267, 0.9602898564975363];

    private static readonly double[] Weights =
        [0.1012285362903763, 0.2223810344533745, 0.3137066458778873, 0.3626837833783620, 0.3626837833783620, 0.3137066458778873, 0.2223810344533745, 0.1012285362903763];

    private static readonly double[] UpTo = IntegralsUpToEachNode();

    /// <summary>Worked out for up to so many arms, else counted.</summary>
    /// <returns>One standard error of the chances.</returns>
    public static double Of(ReadOnlySpan<Posterior> arms, int exactUpTo, int draws, Generator random, Span<double> into) =>
        arms.Length <= exactUpTo ? Exact(arms, into) : ByDrawing(arms, draws, random, into);

    /// <summary>Worked out; values that are known (width 0) take part as they are.</summary>
    /// <returns>How far the chances were from summing to 1, before they were made to.</returns>
    public static double Exact(ReadOnlySpan<Posterior> arms, Span<double> into)
    {
        into.Clear();
        if (arms.Length == 1) into[0] = 1;
        if (arms.Length == 1) return 0;
        var (floor, known) = Known(arms);
        var ends = new List<double>();
        foreach (var arm in arms)
            if (arm.Width > 0) ends.AddRange(arm.Bends);
        if (known > 0) ends.Add(floor);
        ends.Sort();
        Span<double> densities = stackalloc double[arms.Length * Nodes], shares = stackalloc double[arms.Length * Nodes], reached = stackalloc double[arms.Length];
        reached.Clear();
        for (var end = 1; end < ends.Count; end++)
        {
            var (middle, half) = ((ends[end] + ends[end - 1]) / 2, (ends[end] - ends[end - 1]) / 2);
            if (half <= 0) continue;
            for (var i = 0; i < arms.Length; i++)
                Integrate(arms[i], middle, half, densities.Slice(i * Nodes, Nodes), shares.Slice(i * Nodes, Nodes), ref reached[i]);
            if (middle > floor) AddPiece(arms.Length, half, densities, shares, into);
        }

        // A known value is the largest when all others are below it; several equal ones share that.
        var below = 1 - Sum(into);
        for (var i = 0; known > 0 && i < arms.Length; i++)
            if (arms[i].Width <= 0 && arms[i].Centre == floor) into[i] = Math.Max(0, below) / known;
        var sum = Sum(into);
        foreach (ref var chance in into) chance /= sum;
        return Math.Abs(1 - sum);
    }

    /// <summary>Counted: the share of draws in which each was the largest.</summary>
    /// <returns>The largest standard error of a share.</returns>
    public static double ByDrawing(ReadOnlySpan<Posterior> arms, int draws, Generator random, Span<double> into)
    {
        into.Clear();
        for (var draw = 0; draw < draws; draw++)
        {
            var (best, most) = (0, double.NegativeInfinity);
            for (var i = 0; i < arms.Length; i++)
            {
                var value = arms[i].Draw(random);
                if (value > most) (best, most) = (i, value);
            }

            into[best] += 1.0 / draws;
        }

        var error = 0.0;
        foreach (var share in into) error = Math.Max(error, Math.Sqrt(Math.Max(0, share * (1 - share)) / draws));
        return error;
    }

    private static (double Floor, int Count) Known(ReadOnlySpan<Posterior> arms)
    {
        var (floor, count) = (double.NegativeInfinity, 0);
        foreach (var arm in arms)
        {
            if (arm.Width > 0 || arm.Centre < floor) continue;
            count = arm.Centre > floor ? 1 : count + 1;
            floor = arm.Centre;
        }

        return (floor, count);
    }

    private static void Integrate(in Posterior arm, double middle, double half, Span<double> densities, Span<double> shares, ref double reached)
    {
        if (arm.Width <= 0)
        {
            densities.Clear();
            shares.Fill(middle > arm.Centre ? 1 : 0);
            return;
        }

        var whole = 0.0;
        for (var n = 0; n < Nodes; n++)
        {
            densities[n] = arm.Density(middle + (half * Places[n]));
            whole += Weights[n] * densities[n];
        }

        for (var n = 0; n < Nodes; n++)
        {
            var part = 0.0;
            for (var k = 0; k < Nodes; k++) part += UpTo[(n * Nodes) + k] * densities[k];
            shares[n] = Math.Clamp(reached + (half * part), 0, 1);
        }

        reached = Math.Min(1, reached + (half * whole));
    }

    private static void AddPiece(int arms, double half, ReadOnlySpan<double> densities, ReadOnlySpan<double> shares, Span<double> into)
    {
        Span<double> before = stackalloc double[arms];
        for (var n = 0; n < Nodes; n++)
        {
            var product = 1.0;
            for (var i = 0; i < arms; i++) (before[i], product) = (product, product * shares[(i * Nodes) + n]);
            product = 1;
            for (var i = arms - 1; i >= 0; product *= shares[(i * Nodes) + n], i--)
                into[i] += half * Weights[n] * densities[(i * Nodes) + n] * before[i] * product;
        }
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        return sum;
    }

    /// <summary>For each node the weights that integrate a polynomial through all nodes from -1 up to it.</summary>
    private static double[] IntegralsUpToEachNode()
    {
        var table = new double[Nodes * Nodes];
        for (var n = 0; n < Nodes; n++)
        {
            var half = (Places[n] + 1) / 2;
            for (var k = 0; k < Nodes; k++)
                for (var m = 0; m < Nodes; m++)
                    table[(n * Nodes) + k] += half * Weights[m] * Basis(k, half - 1 + (half * Places[m]));
        }

        return table;

        static double Basis(int k, double x)
        {
            var product = 1.0;
            for (var i = 0; i < Nodes; i++)
                if (i != k) product *= (x - Places[i]) / (Places[k] - Places[i]);
            return product;
        }
    }
}
