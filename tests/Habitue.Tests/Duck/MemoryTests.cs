using System.Globalization;
using Habitue.Duck;

namespace Habitue.Tests.Duck;

/// <summary>Runs alone, since it measures the memory of the whole process.</summary>
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
[Collection(nameof(MemoryTests))]
public sealed class MemoryTests : DuckTestBase
{
    [Fact]
    public void Ten_thousand_connections_results_and_appenders_leave_the_memory_flat()
    {
        Assert.SkipUnless(File.Exists("/proc/self/statm"), "Resident memory is read from /proc, which is Linux.");
        Connection.Execute("CREATE TABLE t (a BIGINT, s VARCHAR, l VARCHAR[])");
        Rounds(2_000);
        var before = Measure();
        Rounds(10_000);
        var after = Measure();
        var (resident, managed) = (after.Resident - before.Resident, after.Managed - before.Managed);
        TestContext.Current.SendDiagnosticMessage($"10,000 connections, results and appenders: {resident / 1e6:F1} MB more resident, {managed / 1e6:F1} MB more managed");
        // Kept open, a connection takes 9 KB, a result 28 KB and an appender 104 KB: 10,000 of any of them would show.
        Assert.InRange(resident, long.MinValue, 32L << 20);
        Assert.InRange(managed, long.MinValue, 2L << 20);
    }

    [Fact]
    public void Offering_rows_ten_thousand_times_leaves_the_memory_flat()
    {
        Assert.SkipUnless(File.Exists("/proc/self/statm"), "Resident memory is read from /proc, which is Linux.");
        Offers(2_000);
        var before = Measure();
        Offers(10_000);
        var after = Measure();
        var (resident, managed) = (after.Resident - before.Resident, after.Managed - before.Managed);
        TestContext.Current.SendDiagnosticMessage($"10,000 offers: {resident / 1e6:F1} MB more resident, {managed / 1e6:F1} MB more managed");
        // One reader's texts take 64 KB and more, one catalogue entry some hundred bytes.
        Assert.InRange(resident, long.MinValue, 32L << 20);
        Assert.InRange(managed, long.MinValue, 2L << 20);
    }

    private void Offers(int count)
    {
        for (var i = 0; i < count; i++)
        {
            using var offered = Connection.Offer(new Words(i % 100));
            Assert.Equal(i % 100, Connection.Scalar<long>($"SELECT count(s) FROM {offered.Sql}"));
            if (i % 100 == 99)
                Assert.Throws<DuckException>(() => Connection.Query($"SELECT CAST(s AS INTEGER) FROM {offered.Sql}"));
        }
    }

    /// <summary>Rows whose texts are copied.</summary>
    private sealed class Words(long count) : IDuckRows
    {
        public IReadOnlyList<DuckColumn> Columns { get; } = [new("s", new(DuckTypeId.Varchar))];

        public long Count => count;

        public void Fill(long first, int rows, ReadOnlySpan<DuckColumnWriter?> columns)
        {
            for (var row = 0; row < rows; row++)
                columns[0]?.Set(row, "a text of more than twelve bytes");
        }
    }

    private void Rounds(int count)
    {
        for (var i = 0; i < count; i++)
        {
            using var connection = Database.Connect();
            using (var appender = connection.Appender("t"))
            {
                var row = appender.AddRow();
                appender[0].Set(row, (long)i);
                appender[1].Set(row, "a text of more than twelve bytes");
                appender[2].SetList(row, ["one", "a second text of more than twelve bytes", null]);
            }
            using var result = connection.Query("SELECT $1 AS a, 'a text of more than twelve bytes' AS s", [i]);
            Assert.Equal(i, result.NextChunk()![0].Values<int>()[0]);
            if (i % 100 == 0)
                Assert.Throws<DuckException>(() => connection.Query("SELECT nothing"));
        }
    }

    private static (long Resident, long Managed) Measure()
    {
        var managed = GC.GetTotalMemory(forceFullCollection: true);
        GC.WaitForPendingFinalizers();
        var pages = long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[1], CultureInfo.InvariantCulture);
        return (pages * Environment.SystemPageSize, managed);
    }
}
