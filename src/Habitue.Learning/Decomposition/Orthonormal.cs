using Habitue.Learning.Numerics;

namespace Habitue.Learning.Decomposition;

/// <summary>
/// Makes the columns of a tall block orthonormal, by modified Gram-Schmidt done twice ("twice is enough", Giraud, Langou and Rozložník 2005).
/// A column that depends on those before it is drawn anew, so that there are always as many directions.
/// </summary>
internal static class Orthonormal
{
    public static void Make(double[] block, int rows, int width, Generator random)
    {
        // Column by column in memory of their own: the block lies row after row.
        var columns = new double[width][];
        for (var j = 0; j < width; j++)
        {
            columns[j] = new double[rows];
            for (var r = 0; r < rows; r++) columns[j][r] = block[(r * width) + j];
        }

        for (var j = 0; j < width; j++)
        {
            while (!Join(columns, j))
                for (var r = 0; r < rows; r++) columns[j][r] = (2 * random.NextDouble()) - 1;
            for (var r = 0; r < rows; r++) block[(r * width) + j] = columns[j][r];
        }
    }

    /// <summary>Block-transpose × block.</summary>
    public static double[] Gram(double[] block, int rows, int width)
    {
        var gram = new double[width * width];
        for (var r = 0; r < rows; r++)
        {
            var line = block.AsSpan(r * width, width);
            for (var i = 0; i < width; i++)
                for (var j = 0; j <= i; j++) gram[(i * width) + j] += line[i] * line[j];
        }

        for (var i = 0; i < width; i++)
            for (var j = 0; j < i; j++) gram[(j * width) + i] = gram[(i * width) + j];
        return gram;
    }

    /// <summary>Takes the columns before it out of a column and gives it length 1; false when nothing but rounding is left of it.</summary>
    private static bool Join(double[][] columns, int j)
    {
        var column = columns[j];
        var before = Math.Sqrt(DotProduct.Of(column, column));
        for (var twice = 0; twice < 2; twice++)
        {
            for (var i = 0; i < j; i++)
            {
                var share = DotProduct.Of(columns[i], column);
                for (var r = 0; r < column.Length; r++) column[r] -= share * columns[i][r];
            }
        }

        var length = Math.Sqrt(DotProduct.Of(column, column));
        if (!(length > before * 1e-12) || length < 1e-300) return false;
        foreach (ref var value in column.AsSpan()) value /= length;
        return true;
    }
}
