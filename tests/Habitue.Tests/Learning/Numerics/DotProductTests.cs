using Habitue.Learning.Numerics;

namespace Habitue.Tests.Learning.Numerics;

public sealed class DotProductTests
{
    /// <summary>The squares of the first n whole numbers sum to n (n + 1) (2 n + 1) / 6.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(100)]
    public void No_place_is_left_out_or_counted_twice(int n)
    {
        double[] values = [.. Enumerable.Range(1, n).Select(i => (double)i)];

        Assert.Equal(n * (n + 1) * ((2 * n) + 1) / 6, DotProduct.Of(values, values));
    }
}
