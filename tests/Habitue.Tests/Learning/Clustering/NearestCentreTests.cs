using Habitue.Learning.Clustering;
using Habitue.Learning.Numerics;

namespace Habitue.Tests.Learning.Clustering;

public sealed class NearestCentreTests
{
    /// <summary>Every remainder of rows, columns and centres against the plain double loop.</summary>
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(31, 2, 2)]
    [InlineData(32, 3, 3)]
    [InlineData(33, 4, 4)]
    [InlineData(64, 7, 5)]
    [InlineData(100, 15, 8)]
    [InlineData(517, 16, 9)]
    [InlineData(1025, 31, 13)]
    public void It_finds_what_the_plain_loop_finds(int rows, int columns, int centres)
    {
        var x = Blobs.Of(rows, columns, centres: 5, width: 9, seed: rows);
        var places = Iris.Doubles(Blobs.Of(centres, columns, centres: 3, width: 9, seed: columns).Values).ToArray();
        var tiles = Tiles.Of(x, default);
        var (nearest, distances) = (new int[tiles.Pairs * Tiles.PairRows], new float[tiles.Pairs * Tiles.PairRows]);

        NearestCentre.Find(tiles, 0, tiles.Pairs, new NearestCentre.Packed(places, columns), nearest, distances);

        for (var r = 0; r < rows; r++)
        {
            var all = Enumerable.Range(0, centres).Select(k => Enumerable.Range(0, columns).Sum(c => Math.Pow(x[r, c] - places[(k * columns) + c], 2))).ToArray();
            Assert.Equal(all.Min(), distances[r], all.Min() * 1e-5);
            Assert.Equal(all.Min(), all[nearest[r]], all.Min() * 1e-5);
        }
    }

    [Fact]
    public void Of_equally_near_centres_it_takes_the_first()
    {
        var tiles = Tiles.Of(Blobs.Of(40, 2, centres: 1), default);
        var nearest = new int[tiles.Pairs * Tiles.PairRows];

        NearestCentre.Find(tiles, 0, tiles.Pairs, new NearestCentre.Packed([3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], 2), nearest, new float[nearest.Length]);

        Assert.All(nearest[..40], found => Assert.Equal(1, found));
    }
}
