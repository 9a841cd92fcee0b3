using Habitue.Duck;
using Habitue.Simulation;
using Habitue.Tests.Host;
using Habitue.Tests.Simulation;

namespace Habitue.Tests.Prediction;

/// <summary>
/// Shops of 20,000 customers, where chance in learning and judging is small: how near churn and purchase come to what can be known. They take minutes each and run only when asked for:
/// <c>-explicit only -class "*LargeShopsTests"</c>.
/// </summary>
public sealed class LargeShopsTests(ITestOutputHelper output)
{
    [Theory(Explicit = true)]
    [InlineData(131)]
    [InlineData(152)]
    [InlineData(171)]
    [InlineData(172)]
    [InlineData(173)]
    public void Who_stays_away_and_who_buys_is_told_within_two_hundredths_of_what_all_files_tell(ulong seed)
    {
        var plan = new ShopPlan { Customers = 20_000, Seed = seed };
        using var home = new TemporaryHome();
        var folder = Path.Combine(home.Desk, "shop");
        Simulator.Write(plan, folder);
        var ran = TheProgram.Run(home.Folder, "run", folder, "--slices", "purchase,churn", "--no-report");
        Assert.True(ran.Code == 0, ran.Error);
        using var database = DuckDatabase.Open(Path.Combine(home.Folder, "warehouse.duckdb"));
        using var warehouse = database.Connect();
        foreach (var days in (int?[])[null, 7, 30])
        {
            var known = Knowable.Of(warehouse, new TrueShop(plan), days);
            output.WriteLine($"seed {seed}: {known}");
            Assert.InRange(known.Reached, known.Files - 0.02, known.Truth);
        }
    }
}
