using Habitue.Learning;
using Habitue.Learning.Numerics;

namespace Habitue.Tests.Learning.Numerics;

public sealed unsafe class SmallCholeskyTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 8)]
    [InlineData(24, 24)]
    [InlineData(37, 40)]
    public void What_a_solution_is_made_from_is_found_again(int n, int stride)
    {
        var random = new Seed(6).For(n);
        double[] roots = [.. Enumerable.Range(0, n * n).Select(_ => random.NextDouble() - 0.5)], solution = [.. Enumerable.Range(0, n).Select(_ => random.NextDouble())];
        double[] matrix = [.. Enumerable.Repeat(double.NaN, n * stride)], right = new double[n]; // nothing above the diagonal is read
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var sum = (i == j ? 1.0 : 0) + Enumerable.Range(0, n).Sum(k => roots[(i * n) + k] * roots[(j * n) + k]);
                right[i] += sum * solution[j];
                if (j <= i) matrix[(i * stride) + j] = sum;
            }
        }

        Assert.True(Solve(matrix, n, stride, right));

        Iris.Near(solution, right, 1e-11);
    }

    [Fact]
    public void A_matrix_that_is_not_positive_definite_is_seen() => Assert.False(Solve([1, 0, 2, 1], 2, 2, [1, 1]));

    private static bool Solve(double[] matrix, int n, int stride, double[] right)
    {
        fixed (double* a = matrix, b = right) return SmallCholesky.Solve(a, n, stride, b);
    }
}
