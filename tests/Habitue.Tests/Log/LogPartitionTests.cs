using Habitue.Lake.Log;

namespace Habitue.Tests.Log;

public sealed class LogPartitionTests
{
    /// <summary>FNV-1a, 32 bits, of the test suite of its authors: "" 811c9dc5, "a" e40c292c, "foobar" bf9cf968.</summary>
    [Theory]
    [InlineData("", 0x811c9dc5u)]
    [InlineData("a", 0xe40c292cu)]
    [InlineData("foobar", 0xbf9cf968u)]
    public void The_hash_is_the_published_one(string key, uint hash) =>
        Assert.All(Enumerable.Range(1, 64), partitions => Assert.Equal((int)(hash % (uint)partitions), LogPartition.Of(key, partitions)));

    [Fact]
    public void A_long_key_has_a_partition_too() => Assert.InRange(LogPartition.Of(new string('ä', 10_000), 8), 0, 7);
}
