using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Habitue.Lake.Log;

/// <summary>
/// Ids that lie in a file in ascending order, 16 bytes each. In memory are a filter, which for 99 of 100 ids that are not there says so
/// (a blocked Bloom filter: Putze, Sanders and Singler, 2007), and the first id of each page; one page is read for the others.
/// </summary>
internal sealed class IdRun : IDisposable
{
    private const int Page = 256, IdBytes = 16, BlockWords = 8, BitsPerId = 12, Probes = 6;
    private readonly SafeFileHandle file;
    private readonly ulong[] filter, firsts;
    private readonly byte[] page = new byte[Page * IdBytes];
    private readonly long count;
    private readonly int days;

    private IdRun(SafeFileHandle file, long count, int days)
    {
        (this.file, this.count, this.days) = (file, count, days);
        filter = new ulong[Math.Max(1, (count * BitsPerId + 511) / 512) * BlockWords];
        firsts = new ulong[(count + Page - 1) / Page];
    }

    /// <summary>Writes the ids of a table into a new file, which is gone when the run is closed.</summary>
    /// <exception cref="IOException">The file cannot be written; nothing is left of it.</exception>
    public static IdRun Write(string path, IdTable ids, int days)
    {
        SafeFileHandle file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);
        try
        {
            var run = new IdRun(file, ids.Count, days);
            long written = 0;
            foreach (UInt128 id in ids.Ascending())
            {
                int place = (int)(written % Page) * IdBytes;
                if (place == 0)
                    run.firsts[written / Page] = (ulong)(id >> 64);
                BinaryPrimitives.WriteUInt128LittleEndian(run.page.AsSpan(place), id);
                run.Mark((ulong)(id >> 64), (ulong)id);
                if (++written % Page == 0 || written == run.count)
                    RandomAccess.Write(file, run.page.AsSpan(0, place + IdBytes), (written - 1) / Page * Page * IdBytes);
            }

            return run;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <exception cref="IOException">The file cannot be read.</exception>
    public bool Contains(UInt128 id, int today)
    {
        (ulong high, ulong low) = IdTable.Parts(id);
        if (!MayHave(high, low))
            return false;
        int at = Array.BinarySearch(firsts, high);
        at = at < 0 ? ~at - 1 : at;
        while (at > 0 && firsts[at] == high)
            at--;   // ids with one high half may begin on the page before
        for (; at >= 0 && at < firsts.Length && firsts[at] <= high; at++)
        {
            int read = RandomAccess.Read(file, page, (long)at * page.Length);
            for (int place = 0; place < read; place += IdBytes)
            {
                ulong itsLow = BinaryPrimitives.ReadUInt64LittleEndian(page.AsSpan(place)), itsHigh = BinaryPrimitives.ReadUInt64LittleEndian(page.AsSpan(place + 8));
                if (itsHigh == high && ((itsLow ^ low) >> 8) == 0)
                    return IdTable.IsYoung(itsLow, today, days);
            }
        }

        return false;
    }

    private void Mark(ulong high, ulong low)
    {
        Span<ulong> block = Block(low);
        for (int i = 0; i < Probes; i++)
            block[(int)(high >> (9 * i + 6)) & 7] |= 1UL << ((int)(high >> (9 * i)) & 63);
    }

    private bool MayHave(ulong high, ulong low)
    {
        Span<ulong> block = Block(low);
        for (int i = 0; i < Probes; i++)
            if ((block[(int)(high >> (9 * i + 6)) & 7] >> ((int)(high >> (9 * i)) & 63) & 1) == 0)
                return false;
        return true;
    }

    /// <summary>The 64 bytes of an id: one line of the processor's cache. The day in the lowest byte does not count.</summary>
    private Span<ulong> Block(ulong low) => filter.AsSpan((int)((low >> 32) * (ulong)(filter.Length / BlockWords) >> 32) * BlockWords, BlockWords);

    public void Dispose() => file.Dispose();
}
