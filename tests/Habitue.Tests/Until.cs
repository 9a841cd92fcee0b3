namespace Habitue.Tests;

/// <summary>Looks again and again until something is so that happens in its own time, such as on a server's other threads. What takes longer than two minutes has not happened.</summary>
internal static class Until
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2), Between = TimeSpan.FromMilliseconds(20);

    /// <param name="isSo">Whether it is so.</param>
    /// <param name="what">What is waited for, as the end of a sentence: it is not so that …</param>
    public static Task True(Func<bool> isSo, string what) => True(() => Task.FromResult(isSo()), what);

    /// <inheritdoc cref="True(Func{bool}, string)"/>
    public static async Task True(Func<Task<bool>> isSo, string what)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await isSo())
        {
            Assert.False(TimeProvider.System.GetElapsedTime(began) > Limit, $"After {Limit.TotalMinutes} minutes it is not so that {what}.");
            await Task.Delay(Between, TestContext.Current.CancellationToken);
        }
    }
}
