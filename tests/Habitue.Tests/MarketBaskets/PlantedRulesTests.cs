using Habitue.Lake.Storage;
using Habitue.MarketBaskets;
using Habitue.Simulation;
using Habitue.Tests.Loading;
using Habitue.Tests.Simulation;

namespace Habitue.Tests.MarketBaskets;

/// <summary>Shops whose planted pairs are known, loaded as a user loads them.</summary>
public sealed class PlantedRulesTests
{
    /// <summary>
    /// Tastes make many products go together; only the planted pairs are put into one basket for one another. Those are to be found, and
    /// nothing else may be called so: recall and precision of pairs at least 0.95.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Planted_pairs_are_found_and_tastes_are_not_taken_for_them(int seed)
    {
        using var home = new LoadedHome();
        Simulator.Write(new ShopPlan { Customers = 1_500, Seed = (ulong)seed }, home.Input);
        home.Load();
        var asOf = new DateTime(2026, 1, 1);
        Models.Build(home.Warehouse, asOf);
        TrainedBaskets.Train(home.Warehouse, asOf);

        static string Pair(string a, string b) => string.CompareOrdinal(a, b) < 0 ? $"{a} {b}" : $"{b} {a}";
        var planted = SimulatedShop.Csv(Path.Combine(home.Input, "truth", "rules.csv")).Select(row => Pair(row["antecedent"], row["consequent"])).ToHashSet();
        var rules = home.Warehouse.Rows<(string Antecedent, string Consequent)>($"SELECT antecedent, consequent FROM {BasketTables.Rules} WHERE kind = 'together'");
        var found = rules.Select(rule => Pair(rule.Antecedent, rule.Consequent)).ToHashSet();
        var right = found.Count(planted.Contains);
        Assert.Equal(20, planted.Count);
        Assert.True(right >= 0.95 * planted.Count && right >= 0.95 * found.Count, $"{right} of {planted.Count} planted pairs are among {found.Count}: {string.Join(", ", found.Except(planted))}; not found: {string.Join(", ", planted.Except(found))}");
        // Tastes alone make hundreds of rules that are no chance: without the customers' habits they would all pass for planted.
        Assert.True(home.Warehouse.Scalar<long>($"SELECT COUNT(*) FROM {BasketTables.Rules} WHERE kind = 'habit' AND p_adjusted < 0.001") > 100);
    }
}
