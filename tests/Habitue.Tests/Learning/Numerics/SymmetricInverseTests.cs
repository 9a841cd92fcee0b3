using Habitue.Learning;
using Habitue.Learning.Numerics;

namespace Habitue.Tests.Learning.Numerics;

public sealed class SymmetricInverseTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(333)]
    public void A_matrix_times_its_inverse_is_one(int n)
    {
        var random = ((Seed)4).For(n);
        var wide = new double[n, n + 5];
        for (var i = 0; i < n; i++)
            for (var t = 0; t < n + 5; t++) wide[i, t] = random.NextDouble() - 0.5;
        var (matrix, swept) = (new double[n, n], new double[n * n]);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                for (var t = 0; t < n + 5; t++) matrix[i, j] += wide[i, t] * wide[j, t];
                if (i == j) matrix[i, j] += 0.5;
                swept[(i * n) + j] = j <= i ? matrix[i, j] : double.NaN; // nothing above the diagonal is read
            }
        }

        Assert.True(SymmetricInverse.Sweep(swept, n, new FitRun(Threads: 3)));

        for (var i = 0; i < n; i += 7)
        {
            for (var j = 0; j < n; j++)
            {
                var sum = 0.0;
                for (var t = 0; t < n; t++) sum -= matrix[i, t] * swept[(Math.Max(t, j) * n) + Math.Min(t, j)];
                Assert.Equal(i == j ? 1 : 0, sum, 1e-8);
            }
        }
    }

    [Fact]
    public void A_matrix_that_is_not_positive_definite_is_seen() => Assert.False(SymmetricInverse.Sweep([1, 0, 2, 1], 2, default));
}
