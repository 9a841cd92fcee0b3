using Habitue.Learning.Numerics;

namespace Habitue.Tests.Learning.Numerics;

public sealed class SymmetricEigenTests
{
    /// <summary>The second difference matrix has the eigenvalues 2 - 2 cos(iπ / (n + 1)).</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(15)]
    [InlineData(60)]
    public void It_finds_the_eigenvalues_that_are_known(int n)
    {
        var matrix = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            matrix[(i * n) + i] = 2;
            if (i > 0) matrix[(i * n) + i - 1] = matrix[((i - 1) * n) + i] = -1;
        }

        var (values, vectors) = SymmetricEigen.Solve([.. matrix], n, default);

        Iris.Near([.. Enumerable.Range(1, n).Select(i => 2 - (2 * Math.Cos(i * Math.PI / (n + 1)))).OrderDescending()], values, 1e-12);
        for (var i = 0; i < n; i++)
        {
            for (var row = 0; row < n; row++)
                Assert.Equal(values[i] * vectors[(i * n) + row], Enumerable.Range(0, n).Sum(c => matrix[(row * n) + c] * vectors[(i * n) + c]), 1e-12);
            for (var j = 0; j < n; j++)
                Assert.Equal(i == j ? 1 : 0, Enumerable.Range(0, n).Sum(c => vectors[(i * n) + c] * vectors[(j * n) + c]), 1e-12);
        }
    }

    [Fact]
    public void Tiny_eigenvalues_keep_their_digits()
    {
        // Graded: [[1, 1e-8], [1e-8, 4e-16]] has the determinant 3e-16, so the small eigenvalue is 3e-16.
        var (values, _) = SymmetricEigen.Solve([1, 1e-8, 1e-8, 4e-16], 2, default);

        Assert.Equal(3e-16, values[1], 1e-22);
    }
}
