using Habitue.Lake.Loading.Csv;

namespace Habitue.Tests.Loading.Csv;

public sealed class RepeatsTests
{
    [Fact]
    public void Places_of_values_that_are_there_more_than_once_in_their_order() =>
        Assert.Equal([0, 2, 3, 5, 7], Repeats.Of([7, 1, 0, 7, 2, 0, 3, 7]));

    [Fact]
    public void Nothing_and_one_value_repeat_nothing()
    {
        Assert.Empty(Repeats.Of([]));
        Assert.Empty(Repeats.Of([0]));
        Assert.Equal([0, 1], Repeats.Of([0, 0]));
    }

    /// <summary>Values that share their lowest bits are not the same; values drawn from few are, many times.</summary>
    [Theory]
    [InlineData(1_000, 1_000_000, 0)]
    [InlineData(20_000, 10_000, 0)]
    [InlineData(20_000, 10_000, 40)]
    [InlineData(5_000, 3, 63)]
    [InlineData(70_000, int.MaxValue, 1)]
    public void The_same_as_by_groups(int count, int different, int shift)
    {
        var random = new Random(count + shift);
        ulong[] values = [.. Enumerable.Range(0, count).Select(_ => (ulong)random.Next(different) << shift)];
        long[] expected = [.. values.Select((value, place) => (value, place)).GroupBy(one => one.value).Where(group => group.Count() > 1).SelectMany(group => group.Select(one => (long)one.place)).Order()];
        Assert.Equal(expected, Repeats.Of(values));
    }
}
