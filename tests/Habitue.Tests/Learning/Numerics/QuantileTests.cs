using Habitue.Learning.Numerics;

namespace Habitue.Tests.Learning.Numerics;

public sealed class QuantileTests
{
    /// <summary><c>numpy.quantile([1, 2, 4, 8], share)</c></summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.25, 1.75)]
    [InlineData(0.5, 3)]
    [InlineData(0.9, 6.8)]
    [InlineData(1, 8)]
    public void They_lie_between_neighbours_as_in_numpy(double share, double expected)
    {
        Assert.Equal(expected, Quantile.At((ReadOnlySpan<double>)[1.0, 2, 4, 8], share), 1e-12);
        Assert.Equal(expected, Quantile.At((ReadOnlySpan<float>)[1f, 2, 4, 8], share), 1e-12);
        Assert.Equal(5, Quantile.At((ReadOnlySpan<double>)[5.0], share));
    }
}
