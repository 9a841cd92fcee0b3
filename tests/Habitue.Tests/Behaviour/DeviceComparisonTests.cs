using System.Globalization;
using System.Text.Json;
using Habitue.Behaviour;
using Habitue.Duck;
using Habitue.Server;
using Habitue.Server.Web;
using Habitue.Tests.Architecture;
using Microsoft.AspNetCore.Http;

namespace Habitue.Tests.Behaviour;

/// <summary>Against numpy: tests/reference/behaviour.py.</summary>
public sealed class DeviceComparisonTests
{
    private static readonly JsonElement Expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Folder, "tests", "reference", "behaviour.json"))).RootElement;

    [Fact]
    public void Conversion_spend_and_their_difference_have_the_errors_of_a_sandwich_over_customers()
    {
        using var database = DuckDatabase.InMemory();
        using var connection = database.Connect();
        Habitue.Lake.Storage.Functions.Install(connection);
        connection.Execute("""
            CREATE TABLE sessions (customer_id VARCHAR, started_at TIMESTAMP, duration_seconds DOUBLE, bounced BOOLEAN, converted BOOLEAN, device VARCHAR);
            CREATE TABLE orders (order_id VARCHAR, customer_id VARCHAR, ordered_at TIMESTAMP, device VARCHAR, channel VARCHAR, revenue DECIMAL(18,4), country VARCHAR)
            """);
        foreach (var (i, visit) in Expected.GetProperty("visits").EnumerateArray().Index())
        {
            var (customer, device, revenue) = (visit[0].GetString(), visit[1].GetString(), visit[2].GetDouble());
            connection.Execute($"INSERT INTO sessions VALUES ('{customer}', TIMESTAMP '2025-12-15' + INTERVAL {i} SECOND, 60, FALSE, {revenue > 0}, '{device}')");
            if (revenue > 0) connection.Execute(string.Create(CultureInfo.InvariantCulture, $"INSERT INTO orders VALUES ('o{i}', '{customer}', TIMESTAMP '2025-12-15' + INTERVAL {i} SECOND, '{device}', 'web', {revenue}, NULL)"));
        }
        connection.Execute("INSERT INTO sessions SELECT 'c00', TIMESTAMP '2025-12-15' + to_seconds(i), 60, FALSE, FALSE, NULL FROM range(40) t(i)");
        connection.Execute("INSERT INTO orders VALUES ('till', 'c00', TIMESTAMP '2025-12-15', 'desktop', 'store', 99, NULL)");

        using var view = new PageView(new LiveWarehouse(database.Connect), TimeProvider.System) { Http = new DefaultHttpContext(), Nav = new NavAttribute("/behaviour", "Behaviour", 1) };
        var found = DeviceComparison.Read(view);

        Assert.Equal(("mobile", "desktop"), (found.First, found.Second));
        foreach (var device in (string[])["mobile", "desktop"])
        {
            var row = found.Devices.Single(one => one.Device == device);
            Close("conversion", device, row.Conversion);
            Close("conversion", device + "_error", row.ConversionError);
            Close("spend", device, row.Spend);
            Close("spend", device + "_error", row.SpendError);
        }
        // Visits that name no device are neither compared nor something that a page could be kept to.
        var none = found.Devices.Single(one => !one.IsGiven);
        Assert.Equal(("Not given", 40L, 0L), (none.Name, none.Visits, none.Orders));
        Close("conversion", "gap", found.Gap!.Conversion);
        Close("conversion", "gap_error", found.Gap.ConversionError);
        Close("spend", "gap", found.Gap.Spend);
        Close("spend", "gap_error", found.Gap.SpendError);
    }

    private static void Close(string part, string name, double value) => Assert.Equal(Expected.GetProperty(part).GetProperty(name).GetDouble(), value, 1e-9);
}
