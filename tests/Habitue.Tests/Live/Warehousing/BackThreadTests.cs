using Habitue.Live.Warehousing;

namespace Habitue.Tests.Live.Warehousing;

/// <summary>Long work has a thread that comes after the others.</summary>
public sealed class BackThreadTests
{
    [Fact]
    public async Task Work_is_done_there_in_order_and_what_it_throws_reaches_who_waits()
    {
        using var back = new BackThread("behind");
        var done = new List<string>();
        Task first = back.Run(() => done.Add(Thread.CurrentThread.Name!)), second = back.Run(() => throw new FormatException("odd")), third = back.Run(() => done.Add("third"));
        await Task.WhenAll(first, third);
        Assert.Equal("odd", (await Assert.ThrowsAsync<FormatException>(() => second)).Message);
        Assert.Equal(["behind", "third"], done);
    }

    [Fact]
    public async Task It_comes_after_others_where_the_system_can()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only on Linux has each thread a niceness.");
        using var back = new BackThread("behind");
        int here = Niceness(), there = 0;
        await back.Run(() => there = Niceness());
        Assert.Equal(Math.Min(19, here + 10), there);
    }

    /// <summary>The niceness of the thread that asks; the name before it may hold blanks.</summary>
    private static int Niceness() => int.Parse(File.ReadAllText("/proc/thread-self/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[16]);
}
