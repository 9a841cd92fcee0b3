using System.Runtime.InteropServices;
using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Numerics;

namespace Habitue.Tests.Learning.Numerics;

public sealed class CrossProductsTests
{
    public static TheoryData<int, int> Shapes() => new()
    {
        { 1, 1 }, { 2, 7 }, { 127, 8 }, { 128, 9 }, { 129, 15 }, { 8_191, 16 }, { 8_193, 17 }, { 20_000, 24 }, { 3_000, 31 }, { 50, 300 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void They_are_those_of_the_plain_loop(int rows, int columns)
    {
        var x = Blobs.Of(rows, columns, centres: 5, width: 9, seed: columns);
        double[] means = [.. Enumerable.Range(0, columns).Select(c => x.Column(c).Average(value => (double)value))];

        var (found, products) = CrossProducts.Of(x, default);

        for (var i = 0; i < columns; i += 1 + (columns / 20))
        {
            Assert.Equal(means[i], found[i], 1e-9);
            for (var j = 0; j <= i; j++)
            {
                double sum = 0, scale = 1;
                for (var r = 0; r < rows; r++)
                {
                    sum += (x[r, i] - means[i]) * (x[r, j] - means[j]);
                    scale += Math.Abs((x[r, i] - means[i]) * (x[r, j] - means[j]));
                }

                Assert.Equal(sum, products[(i * columns) + j], scale * 1e-12);
                Assert.Equal(products[(i * columns) + j], products[(j * columns) + i]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Wide_and_narrow_vectors_and_threads_give_the_same_bits(int rows, int columns)
    {
        var x = Blobs.Of(rows, columns, centres: 5, width: 9, seed: columns);

        var wide = CrossProducts.Of(x, new FitRun(Threads: 4));
        var narrow = CrossProducts.Of(x, new FitRun(Threads: 1), wide: false);

        Assert.True(Bits(wide.Products).SequenceEqual(Bits(narrow.Products)));
        Assert.True(Bits(wide.Means).SequenceEqual(Bits(narrow.Means)));
    }

    [Theory]
    [InlineData(0, float.NaN)]
    [InlineData(4_999, float.PositiveInfinity)]
    [InlineData(19_999, float.NegativeInfinity)]
    public void A_value_that_is_not_finite_is_named(int row, float value)
    {
        var x = Blobs.Of(20_000, 15, centres: 5);
        x[row, 14] = value;

        var error = Assert.Throws<BadDataException>(() => CrossProducts.Of(x, default));

        Assert.Equal(("c14", row), (error.Column, error.Row));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Projections_are_those_of_the_plain_loop_by_wide_and_narrow_vectors(int rows, int columns)
    {
        var x = Blobs.Of(rows, columns, centres: 5, width: 9, seed: columns);
        foreach (var count in (int[])[1, 5, 8, 11])
        {
            double[] offsets = [.. Enumerable.Range(0, columns).Select(c => c / 3.0)], directions = [.. Enumerable.Range(0, count * columns).Select(i => Math.Sin(i))];
            string[] names = [.. Enumerable.Range(0, count).Select(c => $"d{c}")];
            Matrix wide = new(rows, names), narrow = new(rows, names);

            Projection.Project(x, offsets, directions, wide);
            Projection.Project(x, offsets, directions, narrow, wide: false);

            Assert.True(Bits(wide.Values).SequenceEqual(Bits(narrow.Values)));
            for (var r = 0; r < rows; r += 1 + (rows / 50))
                for (var k = 0; k < count; k++)
                    Assert.Equal(Enumerable.Range(0, columns).Sum(c => (x[r, c] - offsets[c]) * directions[(k * columns) + c]), wide[r, k], 1e-3);
        }
    }

    private static ReadOnlySpan<byte> Bits<T>(Span<T> values)
        where T : struct => MemoryMarshal.AsBytes(values);

    private static ReadOnlySpan<byte> Bits(double[] values) => MemoryMarshal.AsBytes<double>(values);
}
