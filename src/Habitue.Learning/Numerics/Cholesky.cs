namespace Habitue.Learning.Numerics;

/// <summary>
/// The root of a symmetric matrix that is positive definite but for columns that say nothing new: those, found by a pivot that is
/// nearly nothing of what the column started with, are left out (their part of every solution is 0). Columns are brought to one
/// unit first, so that pounds beside days cost no digits. For thousands of tiny systems known to be positive definite there is
/// <see cref="SmallCholesky"/>, for the inverse of thousands of rows <see cref="SymmetricInverse"/>.
/// Source: Golub and Van Loan, Matrix Computations, 4th edition, algorithm 4.2.1.
/// </summary>
/// <param name="size">How many rows and columns.</param>
/// <param name="nothing">A pivot at or below this share of its column's square: the column is a sum of others.</param>
internal sealed class Cholesky(int size, double nothing = 1e-11)
{
    private readonly double[] root = new double[size * size];
    private readonly double[] units = new double[size];
    private readonly bool[] leftOut = new bool[size];

    /// <summary>Which columns are left out.</summary>
    public IReadOnlyList<bool> LeftOut => leftOut;

    /// <summary>Whether no column is left out: the matrix is positive definite.</summary>
    public bool IsWhole => !leftOut.AsSpan().Contains(true);

    /// <summary>Takes the root.</summary>
    /// <param name="matrix">Size × size values, of which the lower triangle is read.</param>
    /// <param name="ridge">What is added to the diagonal; infinity leaves a column out. Empty: nothing is added.</param>
    public void Factor(ReadOnlySpan<double> matrix, ReadOnlySpan<double> ridge = default)
    {
        for (var i = 0; i < size; i++)
        {
            var square = matrix[(i * size) + i] + (ridge.IsEmpty ? 0 : ridge[i]);
            units[i] = square > 1e-300 && double.IsFinite(square) ? 1 / Math.Sqrt(square) : 0;
        }

        for (var i = 0; i < size; i++)
        {
            var row = root.AsSpan(i * size, size);
            row.Clear();
            leftOut[i] = units[i] == 0;
            if (leftOut[i]) continue;
            for (var j = 0; j < i; j++)
            {
                if (leftOut[j]) continue;
                var other = root.AsSpan(j * size, size);
                row[j] = ((matrix[(i * size) + j] * units[i] * units[j]) - DotProduct.Of(row[..j], other[..j])) / other[j];
            }

            var pivot = 1 - DotProduct.Of(row[..i], row[..i]);
            leftOut[i] = !(pivot > nothing);
            if (leftOut[i]) row.Clear();
            else row[i] = Math.Sqrt(pivot);
        }
    }

    /// <summary>Solves matrix × into = right; the two may be one.</summary>
    public void Solve(ReadOnlySpan<double> right, Span<double> into)
    {
        for (var i = 0; i < size; i++)
            into[i] = leftOut[i] ? 0 : ((right[i] * units[i]) - DotProduct.Of(root.AsSpan(i * size, i), into[..i])) / root[(i * size) + i];
        for (var i = size - 1; i >= 0; i--)
        {
            if (leftOut[i]) continue;
            into[i] /= root[(i * size) + i];
            for (var j = 0; j < i; j++) into[j] -= root[(i * size) + j] * into[i];
        }

        for (var i = 0; i < size; i++) into[i] = leftOut[i] ? 0 : into[i] * units[i];
    }

    /// <summary>The inverse of the matrix; rows and columns of what is left out are NaN.</summary>
    public double[] Inverse()
    {
        var inverse = new double[size * size];
        for (var i = 0; i < size; i++)
        {
            var line = inverse.AsSpan(i * size, size);
            line[i] = 1;
            Solve(line, line);
            for (var j = 0; j < size; j++)
                if (leftOut[i] || leftOut[j]) line[j] = double.NaN;
        }

        return inverse;
    }
}
