using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Habitue.Tests.Host;

/// <summary>However a run ends, the home stays usable, and the next run comes to the same result.</summary>
public sealed class StoppingTests : IDisposable
{
    private const int Lines = 400_000;
    private readonly TemporaryHome home = new();

    public void Dispose() => home.Dispose();

    /// <summary>Enough lines that the load takes a while; their sums are known without reading them.</summary>
    private string WriteManyOrders()
    {
        var path = Path.Combine(home.Desk, "orders.csv");
        using var file = new StreamWriter(path, false, new UTF8Encoding(false));
        file.WriteLine("order_id,customer_id,order_date,product_id,product_name,quantity,unit_price");
        for (var i = 0; i < Lines; i++)
            file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{i / 4},c{i / 4 % 5000},2024-{1 + i / 4 % 12:00}-{1 + i / 48 % 28:00} 10:{i / 4 % 60:00}:00,P{i % 997},Thing {i % 997},{1 + i % 4},2.50"));
        return path;
    }

    private void MustBeWhole()
    {
        var ran = TheProgram.Run(home.Folder, "sql", "SELECT COUNT(*) AS lines, COUNT(DISTINCT order_id) AS orders, CAST(SUM(quantity) AS BIGINT) AS units FROM events", "--format", "csv");
        Assert.Equal($"lines,orders,units\n{Lines},{Lines / 4},{Lines / 4 * 10}\n", ran.Out);
    }

    /// <summary>Starts a run and waits until it has come to the stage after this one.</summary>
    private Process RunPast(string stage, string path)
    {
        var process = TheProgram.Start(home.Folder, "run", path, "--no-report", "--slices", "segments");
        while (process.StandardError.ReadLine() is { } line)
            if (line.StartsWith(stage, StringComparison.Ordinal)) return process;
        throw new InvalidOperationException($"The run ended before {stage}.");
    }

    [Theory]
    [InlineData("INT", 130, "Find sources")]
    [InlineData("TERM", 143, "Find sources")]
    [InlineData("INT", 130, "Load and clean")]
    public void A_run_that_is_asked_to_stop_stops_and_can_be_run_again(string signal, int code, string after)
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Windows has no signals.");
        var path = WriteManyOrders();
        using (var process = RunPast(after, path))
        {
            TheProgram.Signal(process, signal);
            var ran = TheProgram.Finish(process);
            Assert.Equal(code, ran.Code);
            Assert.Contains("run the same command again", ran.Error);
        }
        Assert.Equal(0, TheProgram.Run(home.Folder, "run", path, "--no-report", "--slices", "segments").Code);
        MustBeWhole();
    }

    [Theory]
    [InlineData("Find sources")]
    [InlineData("Load and clean")]
    [InlineData("Tables")]
    public void A_run_that_was_killed_is_finished_by_the_next(string after)
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Windows has no signals.");
        var path = WriteManyOrders();
        using (var process = RunPast(after, path))
        {
            TheProgram.Signal(process, "KILL");
            process.WaitForExit();
        }
        Assert.Equal(0, TheProgram.Run(home.Folder, "run", path, "--no-report", "--slices", "segments").Code);
        MustBeWhole();
        Assert.Equal("customers\n5000\n", TheProgram.Run(home.Folder, "sql", "SELECT COUNT(*) AS customers FROM customer_segments", "--format", "csv").Out);
    }

    [Fact]
    public void A_long_query_stops_at_once()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Windows has no signals.");
        using var asked = TemporaryHome.With("CREATE TABLE t AS SELECT 1 AS a");
        var process = TheProgram.Start(asked.Folder, "sql", "SELECT SUM(a.range * b.range) FROM range(10000000) a, range(10000000) b");
        while (!Habitue.Lake.Storage.HomeOwner.IsLocked(asked.Folder)) Thread.Yield();
        TheProgram.Signal(process, "INT");
        Assert.Equal(130, TheProgram.Finish(process).Code);
    }

    [Fact]
    public void A_second_terminal_is_told_who_works_while_a_run_goes_on()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Windows has no signals.");
        using var process = RunPast("Find sources", WriteManyOrders());
        var second = TheProgram.Run(home.Folder, "sql", "SELECT 1");
        Assert.Equal(2, second.Code);
        Assert.Matches($@"in use by process {process.Id} \(habitue run, since", second.Error);
        TheProgram.Signal(process, "KILL");
        process.WaitForExit();
    }
}
