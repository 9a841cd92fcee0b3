using Habitue.Recommendations;

namespace Habitue.Tests.Recommendations;

/// <summary>What is said of few products, or the same for everybody, comes to the same as when every product is scored.</summary>
public sealed class VoiceTests
{
    private const int Products = 500, Best = 40;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Three_ways_to_speak_say_the_same(int seed)
    {
        var draw = new Random(seed);
        // Few of them are said anything of, some of these the same.
        float[] scores = [.. Enumerable.Range(0, Products).Select(_ => draw.Next(5) == 0 ? draw.Next(1, 60) / 7f : 0)];
        bool[] allowed = [.. Enumerable.Range(0, Products).Select(_ => draw.Next(10) > 0)];
        int[] ranked = [.. Enumerable.Range(0, Products).OrderByDescending(item => scores[item]).ThenBy(item => item)];
        var board = new ScoreBoard(Products);
        foreach (var item in ranked.Where(item => scores[item] > 0)) board.Add(item, scores[item]);

        var dense = DenseVoice.Of(scores, allowed, Best, _ => { });
        var sparse = SparseVoice.Of(board, allowed, allowed.Count(one => one), _ => { })!;
        var common = new CommonVoice(scores, ranked, allowed);

        var most = Enumerable.Range(0, Products).Where(item => allowed[item]).Max(item => scores[item]);
        int[] expected = [.. ranked.Where(item => allowed[item] && scores[item] > 0).Take(Best).Order()];
        foreach (var voice in (Voice[])[dense, sparse, common])
        {
            var chosen = new SortedSet<int>();
            voice.AddBest(Best, chosen);
            Assert.Equal(expected, chosen);
            Assert.All(Enumerable.Range(0, Products), item => Assert.Equal(allowed[item] ? scores[item] / most : 0, voice[item], 1e-6f));
        }
    }

    [Fact]
    public void Who_says_something_of_all_or_less_than_nothing_has_to_score_every_product()
    {
        var board = new ScoreBoard(2);
        board.Add(0, 1);
        Assert.NotNull(SparseVoice.Of(board, [true, true], 2, _ => { }));
        board.Add(1, -1);
        Assert.Null(SparseVoice.Of(board, [true, true], 2, _ => { }));
        board.Add(1, 3);
        Assert.Null(SparseVoice.Of(board, [true, true], 2, _ => { }));
        board.Clear();
        Assert.Equal([0f, 0f], board.Values);
        Assert.Empty(board.Told);
    }
}
