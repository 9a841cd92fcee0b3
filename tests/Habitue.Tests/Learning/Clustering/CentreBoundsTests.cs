using FsCheck;
using FsCheck.Fluent;
using Habitue.Learning;
using Habitue.Learning.Clustering;
using Habitue.Learning.Data;
using Habitue.Learning.Numerics;

namespace Habitue.Tests.Learning.Clustering;

/// <summary>Bounds save distances and change nothing: labels, centres, sizes and inertia are those of measuring every distance, bit for bit.</summary>
public sealed class CentreBoundsTests
{
    [Fact]
    public void Bounds_change_no_bit_on_any_shape() => Check.One(QuietCheck.Times(150), Prop.ForAll(Gen.Choose(1, 1_000_000).ToArbitrary(), seed =>
    {
        var random = new Seed((ulong)seed).For(0);
        var (rows, columns) = (1 + random.Below(1_500), 1 + random.Below(20));
        var k = 1 + random.Below(Math.Min(rows, 150));
        Same(Sort(random, rows, columns), k, most: 1 + random.Below(40), threads: 1 + random.Below(2));
    }));

    [Theory]
    [InlineData(1e-22f)] // squares that vanish
    [InlineData(1e-16f)]
    [InlineData(1e-3f)]
    [InlineData(1e17f)]
    [InlineData(1e18f)] // squares that overflow, some or all of them
    [InlineData(2e18f)]
    [InlineData(1e19f)]
    [InlineData(1e30f)]
    public void Bounds_hold_at_every_scale(float scale)
    {
        var x = Blobs.Of(rows: 900, columns: 5, centres: 20, width: 3, seed: 4);
        foreach (ref var value in x.Values) value *= scale;
        Same(x, 40, most: 50, threads: 1);
    }

    [Fact]
    public void A_row_whose_group_overflows_finds_its_centre_in_the_group_of_the_first()
    {
        // The first sixteen centres lie near zero, the others at 3e19. Rows at 3e19 get there, the centres are swapped by hand,
        // and all centres of a row's group are then too far for a square; the group of centre 0 is the one that is not.
        var x = new Matrix(64, ["x"]);
        for (var r = 0; r < 64; r++) x[r, 0] = (r < 32 ? 0 : 3e19f) + (r * 1e15f);
        var first = new double[32];
        for (var c = 0; c < 32; c++) first[c] = (c < 16 ? 0 : 3e19) + (c * 1e16);
        var (tiles, nearest, expected, distances) = (Tiles.Of(x, default), new int[64], new int[64], new float[64]);
        var bounds = new CentreBounds(tiles, first);
        bounds.Set(first);
        bounds.Find(0, Enumerable.Repeat(-1, 64).ToArray(), nearest);
        Assert.All(nearest[32..], number => Assert.True(number >= 16));
        Array.Reverse(first);
        bounds.Set(first);

        bounds.Find(0, nearest.ToArray(), nearest);

        NearestCentre.Find(tiles, 0, 2, new NearestCentre.Packed(first, 1), expected, distances);
        Assert.All(expected[32..], number => Assert.True(number < 16));
        Assert.Equal(expected, nearest);
    }

    [Fact]
    public void Rows_far_from_zero_and_near_each_other_round_as_they_do_without_bounds()
    {
        var x = Blobs.Of(rows: 1_200, columns: 3, centres: 9, width: 2, seed: 5);
        foreach (ref var value in x.Values) value += 30_000;
        Same(x, 70, most: 60, threads: 2);
    }

    [Fact]
    public void Bounds_that_begin_late_change_no_bit_either()
    {
        var x = Blobs.Of(rows: 3_000, columns: 6, centres: 12, width: 2, seed: 8);
        var tiles = Tiles.Of(x, default);
        var first = Array.ConvertAll(x.Take([.. Enumerable.Range(0, 90)]).Values.ToArray(), value => (double)value);
        Lloyd plain = new(tiles, first, bounded: false), chosen = new(tiles, first);
        plain.Run(200, 0, default);
        chosen.Run(200, 0, default);

        Assert.True(plain.Iterations > 10);
        Assert.Equal(plain.Labels, chosen.Labels);
        Assert.Equal(Bits(plain.Centres), Bits(chosen.Centres));
        Assert.Equal(BitConverter.DoubleToInt64Bits(plain.Inertia), BitConverter.DoubleToInt64Bits(chosen.Inertia));
    }

    [Fact]
    public void Groups_hold_every_centre_once_and_near_ones_together()
    {
        var centres = new double[40]; // 40 centres on a line, every other one far away
        for (var c = 0; c < centres.Length; c++) centres[c] = (c % 2 * 1_000) + c;

        var numbers = CentreGroups.Of(centres, columns: 1, size: 16);

        Assert.Equal(48, numbers.Length);
        Assert.Equal(Enumerable.Range(0, 40), numbers[..40].Order());
        Assert.All(numbers[..16], number => Assert.Equal(0, number % 2));
        Assert.All(numbers[32..40], number => Assert.Equal(1, number % 2));
    }

    [Fact]
    public void Clusters_that_lose_all_rows_get_one_again_and_the_bounds_know()
    {
        var x = Blobs.Of(rows: 640, columns: 4, centres: 6, width: 9, seed: 6);
        var far = new double[33 * 4];
        Array.Fill(far, 1e6);
        for (var c = 0; c < 4; c++) far[c] = x[0, c];
        var run = Same(x, far, most: 30, threads: 1);

        Assert.DoesNotContain(0, run.Sizes);
    }

    /// <summary>Rows of one of five sorts: everywhere, in groups, on a grid with many ties, few different ones, all equal.</summary>
    private static Matrix Sort(Generator random, int rows, int columns)
    {
        var x = new Matrix(rows, [.. Enumerable.Range(0, columns).Select(c => $"c{c}")]);
        var sort = random.Below(5);
        foreach (ref var value in x.Values)
        {
            value = sort switch
            {
                0 => (float)random.NextDouble(),
                1 => (100 * random.Below(4)) + (float)random.NextDouble(),
                2 => random.Below(3),
                3 => random.Below(2) * 0.1f,
                _ => 7,
            };
        }

        return x;
    }

    private static void Same(Matrix x, int k, int most, int threads) =>
        Same(x, Array.ConvertAll(x.Take([.. Enumerable.Range(0, k)]).Values.ToArray(), value => (double)value), most, threads);

    private static Lloyd Same(Matrix x, double[] first, int most, int threads)
    {
        var tiles = Tiles.Of(x, default);
        Lloyd plain = new(tiles, first, bounded: false), bounded = new(tiles, first, bounded: true);
        plain.Run(most, 0, new FitRun(Threads: 1));
        bounded.Run(most, 0, new FitRun(Threads: threads));

        Assert.Equal(plain.Labels, bounded.Labels);
        Assert.Equal(Bits(plain.Centres), Bits(bounded.Centres));
        Assert.Equal(plain.Sizes, bounded.Sizes);
        Assert.Equal(BitConverter.DoubleToInt64Bits(plain.Inertia), BitConverter.DoubleToInt64Bits(bounded.Inertia));
        Assert.Equal((plain.Iterations, plain.Converged), (bounded.Iterations, bounded.Converged));
        return bounded;
    }

    private static long[] Bits(double[] values) => Array.ConvertAll(values, BitConverter.DoubleToInt64Bits);
}
