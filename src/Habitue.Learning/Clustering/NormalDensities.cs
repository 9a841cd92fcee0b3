namespace Habitue.Learning.Clustering;

/// <summary>
/// The clusters of a mixture, ready to weigh rows: of each covariance matrix the inverse of its lower Cholesky factor, so that
/// a squared Mahalanobis distance is a sum of squares. Source: Bishop (2006), equations 2.43 and 9.23.
/// </summary>
internal sealed class NormalDensities
{
    private readonly double[] means;
    private readonly double[] factors; // per cluster the inverse Cholesky factor, or one number per column
    private readonly double[] constants; // log weight - log of the normalizer
    private readonly bool square;

    /// <summary>Covariances lie cluster by cluster: n × n numbers for full and tied (there once), n for diagonal, one for spherical.</summary>
    public NormalDensities(double[] weights, double[] means, double[] covariances, CovarianceShape shape)
    {
        (Clusters, this.means) = (weights.Length, means);
        Columns = means.Length / Clusters;
        square = shape is CovarianceShape.Full or CovarianceShape.Tied;
        var each = square ? Columns * Columns : Columns;
        factors = new double[Clusters * each];
        constants = new double[Clusters];
        for (var k = 0; k < Clusters; k++)
        {
            var into = factors.AsSpan(k * each, each);
            if (shape == CovarianceShape.Tied && k > 0) factors.AsSpan(0, each).CopyTo(into);
            else if (square) InverseFactor(covariances.AsSpan(k * each, each), into, Columns);
            else
                for (var c = 0; c < Columns; c++) into[c] = 1 / Math.Sqrt(covariances[shape == CovarianceShape.Spherical ? k : (k * Columns) + c]);
            var logRoot = 0.0; // of the precision's determinant
            for (var c = 0; c < Columns; c++) logRoot += Math.Log(into[square ? (c * Columns) + c : c]);
            constants[k] = Math.Log(weights[k]) + logRoot - (0.5 * Columns * Math.Log(2 * Math.PI));
        }
    }

    public int Clusters { get; }

    public int Columns { get; }

    /// <summary>Writes the share of each cluster in a row, and returns the logarithm of the row's density.</summary>
    public double Weigh(ReadOnlySpan<float> row, Span<double> shares)
    {
        Span<double> off = Columns <= 128 ? stackalloc double[Columns] : new double[Columns];
        var highest = double.NegativeInfinity;
        for (var k = 0; k < Clusters; k++)
        {
            var mean = means.AsSpan(k * Columns, Columns);
            for (var c = 0; c < off.Length; c++) off[c] = row[c] - mean[c];
            shares[k] = constants[k] - (0.5 * (square ? SquaredBy(factors.AsSpan(k * Columns * Columns), off) : ScaledBy(factors.AsSpan(k * Columns), off)));
            highest = Math.Max(highest, shares[k]);
        }

        var sum = 0.0;
        foreach (ref var share in shares[..Clusters]) sum += share = Math.Exp(share - highest);
        foreach (ref var share in shares[..Clusters]) share /= sum;
        return highest + Math.Log(sum);
    }

    private static double ScaledBy(ReadOnlySpan<double> factor, ReadOnlySpan<double> off)
    {
        var sum = 0.0;
        for (var c = 0; c < off.Length; c++) sum += factor[c] * off[c] * (factor[c] * off[c]);
        return sum;
    }

    private static double SquaredBy(ReadOnlySpan<double> factor, ReadOnlySpan<double> off)
    {
        var sum = 0.0;
        for (var i = 0; i < off.Length; i++)
        {
            var line = factor.Slice(i * off.Length, i + 1);
            var dot = 0.0;
            for (var c = 0; c < line.Length; c++) dot += line[c] * off[c];
            sum += dot * dot;
        }

        return sum;
    }

    /// <summary>The inverse of the lower Cholesky factor. Source: Golub and Van Loan, Matrix Computations, algorithms 4.2.1 and 3.1.1.</summary>
    private static void InverseFactor(ReadOnlySpan<double> covariance, Span<double> into, int n)
    {
        var lower = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = covariance[(i * n) + j];
                for (var c = 0; c < j; c++) sum -= lower[(i * n) + c] * lower[(j * n) + c];
                if (i == j && !(sum > 0)) throw new BadDataException("The rows of a cluster lie on fewer dimensions than there are columns, by more than the mixture's Floor makes good: raise Floor, leave out columns that follow from others, or use diagonal covariances.");
                lower[(i * n) + j] = i == j ? Math.Sqrt(sum) : sum / lower[(j * n) + j];
            }
        }

        into.Clear();
        for (var column = 0; column < n; column++)
        {
            for (var i = column; i < n; i++)
            {
                var sum = i == column ? 1.0 : 0.0;
                for (var c = column; c < i; c++) sum -= lower[(i * n) + c] * into[(c * n) + column];
                into[(i * n) + column] = sum / lower[(i * n) + i];
            }
        }
    }
}
