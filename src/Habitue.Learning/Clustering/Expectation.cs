using Habitue.Learning.Data;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Clustering;

/// <summary>
/// Expectation and maximization from given memberships. Sums over rows run over fixed blocks and are added in their order.
/// Covariances are summed from differences to the new means, so that large offsets cost no digits.
/// Source: Bishop (2006), section 9.2.2.
/// </summary>
internal sealed class Expectation(Matrix data, int clusters, CovarianceShape shape, double floor)
{
    private const int BlockRows = 2048;

    private readonly int n = data.Columns.Count;
    private readonly double[] shares = new double[(long)data.Rows * clusters];
    private readonly double[] likelihoods = new double[Count(data.Rows)];
    private readonly double[]?[] sums = new double[]?[Count(data.Rows)];

    public double[] Weights { get; } = new double[clusters];

    public double[] Means { get; } = new double[clusters * data.Columns.Count];

    /// <summary>As <see cref="NormalDensities"/> takes them.</summary>
    public double[] Covariances { get; } = new double[Size(shape, clusters, data.Columns.Count)];

    public double MeanLogLikelihood { get; private set; }

    public int Iterations { get; private set; }

    public bool Converged { get; private set; }

    /// <summary>How many numbers the covariances of a mixture are.</summary>
    public static int Size(CovarianceShape shape, int clusters, int columns) => shape switch
    {
        CovarianceShape.Full => checked(clusters * columns * columns),
        CovarianceShape.Tied => checked(columns * columns),
        CovarianceShape.Diagonal => checked(clusters * columns),
        _ => clusters,
    };

    public void Begin(int[] memberships, FitRun run)
    {
        for (var row = 0; row < memberships.Length; row++) shares[((long)row * clusters) + memberships[row]] = 1;
        Maximize(run);
    }

    public void Run(int most, double tolerance, FitRun run)
    {
        MeanLogLikelihood = Expect(run);
        while (Iterations < most && !Converged)
        {
            Iterations++;
            double[] weights = [.. Weights], means = [.. Means], covariances = [.. Covariances];
            Maximize(run);
            var next = Expect(run);
            if (next < MeanLogLikelihood)
            {
                // Rounding, or the floor, which is no part of what is maximized: it stays where it was best.
                weights.CopyTo(Weights, 0);
                means.CopyTo(Means, 0);
                covariances.CopyTo(Covariances, 0);
                Converged = true;
                break;
            }

            Converged = next - MeanLogLikelihood <= tolerance;
            MeanLogLikelihood = next;
            if (Iterations < most && !Converged) run.Progress?.Report((double)Iterations / most);
            run.Cancel.ThrowIfCancellationRequested();
        }
    }

    private static int Count(int rows) => (rows + BlockRows - 1) / BlockRows;

    /// <summary>Shares of all rows by the mixture as it stands; their mean log-likelihood.</summary>
    private double Expect(FitRun run)
    {
        var densities = new NormalDensities(Weights, Means, Covariances, shape);
        Blocks.Run(likelihoods.Length, run, block =>
        {
            var sum = 0.0;
            for (var row = block * BlockRows; row < Math.Min(data.Rows, (block + 1) * BlockRows); row++)
                sum += densities.Weigh(data.Row(row), shares.AsSpan(row * clusters, clusters));
            likelihoods[block] = sum;
        });
        var total = 0.0;
        foreach (var one in likelihoods) total += one;
        return total / data.Rows;
    }

    /// <summary>Weights, means and covariances by the shares as they stand.</summary>
    private void Maximize(FitRun run)
    {
        const double least = 1e-15; // a cluster that nobody belongs to gets a mean of 0 and hardly any weight, as in scikit-learn
        var totals = Sum(clusters * (n + 1), run, (row, share, into) =>
        {
            for (var k = 0; k < clusters; k++)
            {
                var line = into.AsSpan(k * (n + 1), n + 1);
                line[n] += share[k];
                for (var c = 0; c < n; c++) line[c] += share[k] * row[c];
            }
        });
        for (var k = 0; k < clusters; k++)
        {
            var weight = totals[(k * (n + 1)) + n] + least;
            Weights[k] = weight / data.Rows;
            for (var c = 0; c < n; c++) Means[(k * n) + c] = totals[(k * (n + 1)) + c] / weight;
        }

        var square = shape is CovarianceShape.Full or CovarianceShape.Tied;
        var each = square ? n * n : n;
        var products = Sum((shape == CovarianceShape.Tied ? 1 : clusters) * each, run, (row, share, into) =>
        {
            Span<double> off = n <= 128 ? stackalloc double[n] : new double[n];
            for (var k = 0; k < clusters; k++)
            {
                if (share[k] == 0) continue;
                for (var c = 0; c < n; c++) off[c] = row[c] - Means[(k * n) + c];
                var target = into.AsSpan(shape == CovarianceShape.Tied ? 0 : k * each, each);
                for (var i = 0; i < n; i++)
                {
                    var by = share[k] * off[i];
                    if (!square) target[i] += by * off[i];
                    else
                        for (var j = 0; j <= i; j++) target[(i * n) + j] += by * off[j];
                }
            }
        });
        Spread(products, square);
    }

    /// <summary>Covariances of their sums.</summary>
    private void Spread(double[] products, bool square)
    {
        for (var k = 0; k < (shape == CovarianceShape.Tied ? 1 : clusters); k++)
        {
            var weight = shape == CovarianceShape.Tied ? data.Rows : Weights[k] * data.Rows;
            if (shape == CovarianceShape.Spherical) Covariances[k] = 0;
            for (var i = 0; i < n; i++)
            {
                if (shape == CovarianceShape.Spherical) Covariances[k] += ((products[(k * n) + i] / weight) + floor) / n;
                else if (!square) Covariances[(k * n) + i] = (products[(k * n) + i] / weight) + floor;
                else
                    for (var j = 0; j <= i; j++)
                        Covariances[(((k * n) + i) * n) + j] = Covariances[(((k * n) + j) * n) + i] = (products[(((k * n) + i) * n) + j] / weight) + (i == j ? floor : 0);
            }
        }
    }

    private delegate void Adding(ReadOnlySpan<float> row, ReadOnlySpan<double> shares, double[] into);

    private double[] Sum(int size, FitRun run, Adding add)
    {
        // Blocks go in batches, so that their sums do not need much memory.
        const int batch = 32;
        var total = new double[size];
        for (var first = 0; first < sums.Length; first += batch)
        {
            var here = Math.Min(batch, sums.Length - first);
            Blocks.Run(here, run, i =>
            {
                if (sums[i]?.Length != size) sums[i] = new double[size];
                else Array.Clear(sums[i]!);
                for (var row = (first + i) * BlockRows; row < Math.Min(data.Rows, (first + i + 1) * BlockRows); row++)
                    add(data.Row(row), shares.AsSpan(row * clusters, clusters), sums[i]!);
            });
            for (var i = 0; i < here; i++)
                for (var s = 0; s < size; s++) total[s] += sums[i]![s];
        }

        return total;
    }
}
