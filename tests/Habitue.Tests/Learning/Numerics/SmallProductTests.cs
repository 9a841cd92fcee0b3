using Habitue.Learning;
using Habitue.Learning.Numerics;

namespace Habitue.Tests.Learning.Numerics;

/// <summary>Runs alone: it turns the wide vectors off for a moment.</summary>
[Collection(nameof(SmallProductTests))]
[CollectionDefinition(nameof(SmallProductTests), DisableParallelization = true)]
public sealed unsafe class SmallProductTests
{
    [Theory]
    [InlineData(1, 16, 1)]
    [InlineData(3, 16, 7)]
    [InlineData(8, 32, 5)]
    [InlineData(13, 48, 9)]
    [InlineData(5, 64, 15)]
    [InlineData(96, 64, 15)]
    [InlineData(19, 112, 33)]
    [InlineData(8, 32, 0)]
    public void Products_are_exact_to_rounding_and_the_same_bits_whatever_the_width(int m, int n, int k)
    {
        AlignedFloats a = Drawn(m * k, 1), b = Drawn(k * n, 2), start = Drawn(n, 3), c = new(m * n), other = new(m * n);

        foreach (var transposed in (bool[])[false, true])
        {
            int row = transposed ? 1 : k, column = transposed ? m : 1;
            foreach (var from in (nint[])[(nint)start.Start, 0])
            {
                SmallProduct.Multiply(a.Start, row, column, b.Start, (float*)from, c.Start, m, n, k);
                Narrowly(() => SmallProduct.Multiply(a.Start, row, column, b.Start, (float*)from, other.Start, m, n, k));

                Assert.Equal(c.Values.ToArray(), other.Values.ToArray());
                for (var i = 0; i < m; i++)
                {
                    for (var j = 0; j < n; j++)
                    {
                        var sum = from == 0 ? 0.0 : start.Values[j];
                        for (var p = 0; p < k; p++) sum += (double)a.Values[(i * row) + (p * column)] * b.Values[(p * n) + j];
                        Assert.Equal(sum, c.Values[(i * n) + j], 1e-5);
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData(16)]
    [InlineData(64)]
    [InlineData(1024)]
    public void Sums_of_products_are_exact_to_rounding_and_the_same_bits_whatever_the_width(int n)
    {
        AlignedFloats a = Drawn(n, 4), b = Drawn(n, 5);
        var (wide, narrow) = (SmallProduct.Dot(a.Start, b.Start, n), 0f);

        Narrowly(() => narrow = SmallProduct.Dot(a.Start, b.Start, n));

        Assert.Equal(wide, narrow);
        Assert.Equal(Enumerable.Range(0, n).Sum(i => (double)a.Values[i] * b.Values[i]), wide, 1e-4);
    }

    private static void Narrowly(Action work)
    {
        var wide = SmallProduct.Wide;
        SmallProduct.Wide = false;
        try
        {
            work();
        }
        finally
        {
            SmallProduct.Wide = wide;
        }
    }

    private static AlignedFloats Drawn(int count, int seed)
    {
        var (values, random) = (new AlignedFloats(count), new Seed((ulong)seed).For(0));
        foreach (ref var value in values.Values) value = (float)((2 * random.NextDouble()) - 1);
        return values;
    }
}
