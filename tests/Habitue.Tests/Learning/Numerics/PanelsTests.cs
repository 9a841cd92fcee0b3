using System.Runtime.Intrinsics;
using Habitue.Learning;
using Habitue.Learning.Numerics;

namespace Habitue.Tests.Learning.Numerics;

public sealed unsafe class PanelsTests
{
    [Theory]
    [InlineData(70, 3)]
    [InlineData(64, 8)]
    [InlineData(71, 15)]
    [InlineData(9, 33)]
    public void Rows_become_columns_the_same_way_with_vectors_and_without(int rows, int columns)
    {
        var (values, origins) = (Random(rows * columns), Array.ConvertAll(Random(columns), value => (double)value));
        var (padded, stride) = (Panels.Padded(rows), Panels.Stride(Panels.Padded(rows)));

        foreach (var vectors in (bool[])[true, false])
        {
            var panel = new double[columns * stride];
            Array.Fill(panel, double.NaN);
            fixed (float* from = values)
            fixed (double* origin = origins, into = panel) Panels.Load(from, rows, columns, origin, into, stride, vectors);
            for (var c = 0; c < columns; c++)
                for (var r = 0; r < padded; r++)
                    Assert.Equal(r < rows ? values[(r * columns) + c] - origins[c] : 0, panel[(c * stride) + r]);
        }
    }

    [Fact]
    public void Products_scores_and_dots_are_the_sums_written_out()
    {
        const int columns = 8, padded = 96;
        var stride = Panels.Stride(padded);
        var (a, b, v) = (Doubles(columns * stride), Doubles(columns * stride), Doubles(padded));
        var (products, dots, scores, scaled) = (new double[columns * columns], new double[columns], new double[padded], new double[columns * stride]);
        fixed (double* x = a, y = b, vector = v, into = products, dot = dots, score = scores, times = scaled)
        {
            Panels.AddProducts(x, y, columns, stride, padded, into);
            Panels.AddDots(x, columns, stride, padded, vector, dot);
            Panels.Combine(x, columns, stride, padded, vector, 0.5, score);
            Panels.Scale(x, columns, stride, padded, vector, times);
        }

        for (var i = 0; i < columns; i++)
        {
            Assert.Equal(Sum(r => a[(i * stride) + r] * v[r]), dots[i], 1e-12);
            for (var j = 0; j <= i; j++) Assert.Equal(Sum(r => a[(i * stride) + r] * b[(j * stride) + r]), products[(i * columns) + j], 1e-12);
            for (var r = 0; r < padded; r++) Assert.Equal(a[(i * stride) + r] * v[r], scaled[(i * stride) + r]);
        }

        for (var r = 0; r < padded; r++) Assert.Equal(0.5 + Enumerable.Range(0, columns).Sum(i => v[i] * a[(i * stride) + r]), scores[r], 1e-12);

        static double Sum(Func<int, double> of) => Enumerable.Range(0, padded).Sum(of);
    }

    [Fact]
    public void The_exponential_has_the_digits_of_the_framework()
    {
        double[] powers = [0, 1, -1, 0.3465, -0.3466, 20.5, -20.5, 300, -700, 708.9, 1e-18, -1e-9, 12.25, -37.125, 88.5, 0.6931471805599453];

        var found = new double[powers.Length];
        for (var i = 0; i < powers.Length; i += 8) Exponential.Of(Vector512.Create<double>(powers.AsSpan(i))).CopyTo(found, i);

        for (var i = 0; i < powers.Length; i++) Assert.Equal(1, found[i] / Math.Exp(powers[i]), 4e-16);
        var odd = Exponential.Of(Vector512.Create(double.NaN, double.NegativeInfinity, -1e9, 1e9, 0, 0, 0, 0));
        Assert.True(double.IsNaN(odd[0]));
        Assert.InRange(odd[1], 0, 1e-300);
        Assert.InRange(odd[2], 0, 1e-300);
        Assert.InRange(odd[3], 1e307, double.MaxValue);
    }

    private static float[] Random(int count)
    {
        var random = new Seed(9).For(count);
        return [.. Enumerable.Range(0, count).Select(_ => (float)((2 * random.NextDouble()) - 1))];
    }

    private static double[] Doubles(int count) => Array.ConvertAll(Random(count), value => (double)value);
}
