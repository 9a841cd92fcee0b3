using System.Diagnostics;
using System.Text;
using Habitue.Duck;
using Habitue.Tests.Host;

namespace Habitue.Tests.Loading;

/// <summary>The program is killed in the middle, the disk is full: nothing is lost, nothing counts twice, nothing is half done.</summary>
public sealed class CrashTests
{
    private const string Header = "order_id,sku,quantity,order_date,price,customer_id\n";

    private static void WriteShop(string folder, int files, int rows, int seed)
    {
        var dice = new Random(seed);
        Directory.CreateDirectory(folder);
        for (int file = 0; file < files; file++)
        {
            var text = new StringBuilder(Header);
            for (int row = 0; row < rows; row++)
                text.Append($"A{file}-{row / 3},P{dice.Next(500)},{1 + dice.Next(5)},2024-{1 + file % 12:00}-{1 + dice.Next(28):00} {dice.Next(24):00}:{dice.Next(60):00}:00,{dice.Next(100, 9000) / 100m},C{dice.Next(4000)}\n");
            text.Append("broken,P1,1,never,1,C1\n");
            File.WriteAllText(Path.Combine(folder, $"day-{file:000}.csv"), text.ToString());
        }
    }

    [Fact]
    public void Killed_at_random_moments_and_run_again_the_counts_are_exact()
    {
        using var killed = new TemporaryHome();
        using var whole = new TemporaryHome();
        WriteShop(killed.Desk, files: 60, rows: 4000, seed: 5);
        var clock = Stopwatch.StartNew();
        Assert.Equal(0, TheProgram.Run(whole.Folder, "run", killed.Desk, "--no-report", "--slices", "segments").Code);
        int time = (int)clock.ElapsedMilliseconds;
        var dice = new Random(17);
        int kills = 0;
        for (int round = 0; round < 10; round++)
        {
            using Process process = TheProgram.Start(killed.Folder, "run", killed.Desk, "--no-report", "--slices", "segments");
            process.StandardInput.Close();
            process.OutputDataReceived += static (_, _) => { };
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            if (process.WaitForExit(1 + dice.Next(time)))
                continue;
            process.Kill();
            process.WaitForExit();
            kills++;
        }

        Assert.True(kills > 0, "no run was slow enough to be killed");
        Ran last = TheProgram.Run(killed.Folder, "run", killed.Desk, "--no-report", "--slices", "segments");
        Assert.True(last.Code == 0, last.Error + last.Out);
        Assert.Equal(Contents(whole), Contents(killed));
        Assert.Equal("240000,60", Contents(killed).Split('|')[0]);
    }

    [Fact]
    public void A_full_disk_is_told_and_what_was_accepted_before_stays()
    {
        using var home = new TemporaryHome();
        Directory.CreateDirectory(home.Folder);
        if (OperatingSystem.IsWindows() || TheProgram.Shell(home.Folder, $"mount -t tmpfs -o size=14m tmpfs '{home.Folder}'").Code != 0)
            Assert.Skip("A small disk cannot be mounted here: it takes Linux and the super-user.");
        try
        {
            WriteShop(Path.Combine(home.Desk, "small"), files: 1, rows: 100, seed: 1);
            WriteShop(Path.Combine(home.Desk, "large"), files: 60, rows: 15_000, seed: 2);
            Assert.Equal(0, TheProgram.Run(home.Folder, "ingest", Path.Combine(home.Desk, "small")).Code);
            Ran full = TheProgram.Run(home.Folder, "ingest", Path.Combine(home.Desk, "large"));
            Assert.True(full.Code is 1 or 2, full.Out + full.Error);
            Assert.Contains("space", full.Error);
            Assert.DoesNotContain("   at ", full.Error);
            Ran count = TheProgram.Run(home.Folder, "sql", "SELECT COUNT(*) AS n FROM events", "--format", "csv");
            Assert.Equal("n\n100\n", count.Out.ReplaceLineEndings("\n"));
        }
        finally
        {
            TheProgram.Shell(home.Desk, $"umount '{home.Folder}'");
        }
    }

    /// <summary>Everything that must not depend on how often the program was killed.</summary>
    private static string Contents(TemporaryHome home)
    {
        using var database = DuckDatabase.Open(Path.Combine(home.Folder, "warehouse.duckdb"), new DuckSettings { ReadOnly = true });
        using DuckConnection warehouse = database.Connect();
        string lake = Path.Combine(home.Folder, "lake");
        return string.Join('|',
            warehouse.Scalar<string>("SELECT concat_ws(',', (SELECT COUNT(*) FROM events), (SELECT COUNT(*) FROM quarantine))"),
            warehouse.Scalar<string>("SELECT concat_ws(',', COUNT(DISTINCT message_id), SUM(amount), SUM(hash(order_id, product_id, quantity, occurred_at, customer_id))) FROM events"),
            warehouse.Scalar<string>("SELECT concat_ws(',', COUNT(*), SUM(rows), SUM(rejected)) FROM sources"),
            warehouse.Scalar<string>($"SELECT concat_ws(',', COUNT(*), SUM(hash(order_id, product_id, quantity, occurred_at, customer_id))) FROM read_parquet('{lake}/**/*.parquet', hive_partitioning = false)"),
            warehouse.Scalar<string>("SELECT concat_ws(',', COUNT(*), SUM(revenue)) FROM orders"),
            warehouse.Scalar<string>("SELECT concat_ws(',', COUNT(*), SUM(monetary)) FROM customer_features"));
    }
}
