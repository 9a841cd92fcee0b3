using System.Globalization;
using System.Text;

namespace Habitue.Tests.Host;

/// <summary>A home on a disk that fills up: one sentence, and what was loaded before is still there.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly TemporaryHome home = new();

    public void Dispose() => home.Dispose();

    [Fact]
    public void A_full_disk_is_one_sentence_and_nothing_that_was_loaded_is_lost()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess) Assert.Skip("Only the super-user of a Linux machine may mount a small disk.");
        var disk = Directory.CreateDirectory(Path.Combine(home.Desk, "disk")).FullName;
        if (TheProgram.Shell(home.Folder, $"mount -t tmpfs -o size=8m tmpfs '{disk}'").Code != 0) Assert.Skip("This machine does not let anybody mount a small disk.");
        try
        {
            var folder = Path.Combine(disk, "home");
            var few = home.Write("few.csv", "order_id,customer_id,order_date,product_id,quantity,unit_price\n1,ann,2024-03-01 10:00:00,P1,2,4.50\n");
            Assert.Equal(0, TheProgram.Run(folder, "run", few, "--no-report").Code);

            var full = TheProgram.Run(folder, "run", WriteManyOrders(), "--no-report");
            Assert.Equal(1, full.Code);
            Assert.Contains("disk is full", full.Error);
            Assert.Contains(folder, full.Error);
            Assert.DoesNotContain("   at ", full.Error);

            Assert.Equal("orders\n1\n", TheProgram.Run(folder, "sql", "SELECT COUNT(DISTINCT order_id) AS orders FROM events", "--format", "csv").Out);
        }
        finally
        {
            TheProgram.Shell(home.Folder, $"umount '{disk}'");
        }
    }

    private string WriteManyOrders()
    {
        var path = Path.Combine(home.Desk, "many.csv");
        using var file = new StreamWriter(path, false, new UTF8Encoding(false));
        file.WriteLine("order_id,customer_id,order_date,product_id,product_name,quantity,unit_price");
        for (var i = 0; i < 400_000; i++)
            file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"A{i * 7919L % 1000003},c{i * 31L % 90001},2024-{1 + i % 12:00}-{1 + i % 28:00} {i % 24:00}:{i % 60:00}:00,P{i % 99991},Thing number {i * 104729L % 999983},{1 + i % 40},{1 + i % 9973}.{i % 100:00}"));
        return path;
    }
}
