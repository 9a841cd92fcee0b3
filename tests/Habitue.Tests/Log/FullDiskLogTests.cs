using System.Text;
using Habitue.Lake.Log;

namespace Habitue.Tests.Log;

/// <summary>A log on a file system of a few megabytes that runs full, and then has space again.</summary>
public sealed class FullDiskLogTests : IDisposable
{
    private readonly SmallDisk disk = new(megabytes: 6);
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    public void Dispose() => disk.Dispose();

    [Fact]
    public async Task A_full_disk_is_told_loses_nothing_and_passes_by_itself()
    {
        Assert.SkipUnless(disk.IsMounted, SmallDisk.Needs);
        string folder = disk.Folder;
        string ballast = Path.Combine(folder, "ballast");
        await File.WriteAllBytesAsync(ballast, new byte[2 << 20], cancel);
        long accepted = 0;
        await using (var log = SqliteLog.Open(folder, new LogSettings { Partitions = 2 }))
        {
            LogUnavailableException? full = null;
            for (int i = 0; i < 400 && full is null; i++)
            {
                try
                {
                    await log.AppendAsync(Some(i), cancel);
                    accepted += 10;
                }
                catch (LogUnavailableException refused)
                {
                    full = refused;
                }
            }

            Assert.Contains("the disk is full", full?.Message);
            Assert.Contains("the disk is full", log.Problem);
            Assert.True(accepted > 0);
            File.Delete(ballast);
            // The very events that were refused are taken now: nothing of them had been kept.
            Assert.Equal(10, (await log.AppendAsync(Some((int)accepted / 10), cancel)).Appended);
            accepted += 10;
            Assert.Null(log.Problem);
        }

        await using var opened = SqliteLog.Open(folder);
        Assert.Equal(accepted, opened.End(0) + opened.End(1));
        Assert.Empty(opened.Repairs);
    }

    private static LogEntry[] Some(int call) =>
        [.. Enumerable.Range(0, 10).Select(i => new LogEntry($"k{i}", Noise(1_500, call * 10 + i), LogId.Of($"{call}-{i}")))];

    private static byte[] Noise(int length, int seed)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return Encoding.ASCII.GetBytes(Convert.ToHexString(bytes));
    }
}
