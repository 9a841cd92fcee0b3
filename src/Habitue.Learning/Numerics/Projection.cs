using System.Numerics;
using System.Runtime.CompilerServices;
using Habitue.Learning.Data;

namespace Habitue.Learning.Numerics;

/// <summary>Rows, less an offset, times a few directions: sums in double, one vector of directions at a time.</summary>
internal static unsafe class Projection
{
    private const int Together = 4; // rows whose sums grow side by side, so that none waits for the other

    /// <summary>into[r, k] = sum over c of (x[r, c] - offsets[c]) × directions[k × columns + c].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Project(Matrix x, double[] offsets, double[] directions, Matrix into)
    {
        var (n, count, lanes) = (x.Columns.Count, into.Columns.Count, Vector<double>.Count);
        var centred = new double[Together * n];
        var scores = new double[Together * lanes];
        fixed (float* values = x.Values, target = into.Values)
        fixed (double* offset = offsets, a = centred, score = scores, packed = Pack(directions, n, count))
        {
            double* b = a + n, c = b + n, d = c + n;
            for (var row = 0; row < x.Rows; row += Together)
            {
                // Past the last row the old values stand; every row gets the same sums wherever it lies.
                var rows = Math.Min(Together, x.Rows - row);
                var source = values + ((nint)row * n);
                for (var r = 0; r < rows; r++)
                    for (var i = 0; i < n; i++) a[(r * n) + i] = source[(r * n) + i] - offset[i];

                var direction = packed;
                for (var first = 0; first < count; first += lanes)
                {
                    Vector<double> sa = default, sb = default, sc = default, sd = default;
                    for (var i = 0; i < n; i++, direction += lanes)
                    {
                        var by = *(Vector<double>*)direction;
                        sa = Vector.FusedMultiplyAdd(new Vector<double>(a[i]), by, sa);
                        sb = Vector.FusedMultiplyAdd(new Vector<double>(b[i]), by, sb);
                        sc = Vector.FusedMultiplyAdd(new Vector<double>(c[i]), by, sc);
                        sd = Vector.FusedMultiplyAdd(new Vector<double>(d[i]), by, sd);
                    }

                    *(Vector<double>*)score = sa;
                    *(Vector<double>*)(score + lanes) = sb;
                    *(Vector<double>*)(score + (2 * lanes)) = sc;
                    *(Vector<double>*)(score + (3 * lanes)) = sd;
                    for (var r = 0; r < rows; r++)
                    {
                        var place = target + ((nint)(row + r) * count) + first;
                        for (var k = 0; k < Math.Min(lanes, count - first); k++) place[k] = (float)score[(r * lanes) + k];
                    }
                }
            }
        }
    }

    /// <summary>Directions in groups of a vector, within a group all first values, then all second ones; zeros at the end.</summary>
    private static double[] Pack(double[] directions, int n, int count)
    {
        var lanes = Vector<double>.Count;
        var packed = new double[(count + lanes - 1) / lanes * lanes * n];
        for (var k = 0; k < count; k++)
            for (var c = 0; c < n; c++) packed[(((k / lanes * n) + c) * lanes) + (k % lanes)] = directions[(k * n) + c];
        return packed;
    }
}
