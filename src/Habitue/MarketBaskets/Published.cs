using Habitue.Duck;
using Habitue.Learning.Patterns;

namespace Habitue.MarketBaskets;

/// <summary>Everything that one training found, written to the tables as a whole.</summary>
internal sealed record Published(BasketData Data, BasketSettings Settings, FrequentItemsetsModel Sets, double Support, RuleSearch Search, double Confidence, IReadOnlyList<BasketRule> Rules,
    IReadOnlyList<Bundle> Bundles, IReadOnlyList<Companion> Companions, IReadOnlyList<AffinityEdge> Edges, int Groups)
{
    /// <summary>Of very many sets the most frequent of each size stand in the table.</summary>
    public const int MostSets = 100_000;

    private const string Plus = " + ";

    /// <summary>Puts empty tables in place of those of another moment.</summary>
    public static void Clear(DuckConnection warehouse) => warehouse.Execute($"""
        CREATE OR REPLACE TABLE {BasketTables.Rules} (place BIGINT, antecedent VARCHAR, antecedent_name VARCHAR, antecedent_size INTEGER, consequent VARCHAR, consequent_name VARCHAR, baskets BIGINT,
            antecedent_baskets BIGINT, consequent_baskets BIGINT, support DOUBLE, confidence DOUBLE, lift DOUBLE, p DOUBLE, p_adjusted DOUBLE, lift_earlier DOUBLE, lift_later DOUBLE, holds BOOLEAN,
            habit_expected DOUBLE, beyond_habit DOUBLE, kind VARCHAR);
        CREATE OR REPLACE TABLE {BasketTables.Itemsets} (place BIGINT, products VARCHAR, product_names VARCHAR, size INTEGER, baskets BIGINT, support DOUBLE, lift DOUBLE, is_closed BOOLEAN);
        CREATE OR REPLACE TABLE {BasketTables.Bundles} (place BIGINT, products VARCHAR, product_names VARCHAR, size INTEGER, baskets BIGINT, nearly_baskets BIGINT, support DOUBLE, lift DOUBLE, price DOUBLE, worth DOUBLE);
        CREATE OR REPLACE TABLE {BasketTables.Together} (product VARCHAR, product_name VARCHAR, other VARCHAR, other_name VARCHAR, baskets BIGINT, confidence DOUBLE, lift DOUBLE, p DOUBLE, p_adjusted DOUBLE, place BIGINT);
        CREATE OR REPLACE TABLE {BasketTables.Affinity} (product VARCHAR, product_name VARCHAR, other VARCHAR, other_name VARCHAR, baskets BIGINT, lift DOUBLE, weight DOUBLE, community INTEGER, other_community INTEGER);
        CREATE OR REPLACE TABLE {BasketTables.Summary} (baskets BIGINT, baskets_of_several BIGINT, products BIGINT, share_read DOUBLE, all_lines BOOLEAN, support DOUBLE, support_chosen BOOLEAN, least_baskets BIGINT,
            confidence DOUBLE, confidence_chosen BOOLEAN, itemsets BIGINT, confident_rules BIGINT, chance_rules BIGINT, redundant_rules BIGINT, rules BIGINT, together_rules BIGINT, holding_rules BIGINT, bundles BIGINT, pairs BIGINT, communities BIGINT)
        """);

    public void Write(DuckConnection warehouse)
    {
        using var transaction = warehouse.Begin();
        Clear(warehouse);
        WriteRules(warehouse);
        WriteSets(warehouse);
        using (var rows = warehouse.Appender(BasketTables.Bundles))
            rows.Append(Places(Bundles.Count), Of(Bundles, one => Ids(one.Items)), Of(Bundles, one => NamesOf(one.Items)), Of(Bundles, one => one.Items.Length), Of(Bundles, one => (long)one.Count), Of(Bundles, one => (long)one.Nearly),
                Of(Bundles, one => (double)one.Count / one.Baskets), Of(Bundles, one => one.Lift), Of(Bundles, one => Known(one.Price)), Of(Bundles, one => double.IsNaN(one.Price) ? null : (double?)one.Worth));
        using (var rows = warehouse.Appender(BasketTables.Together))
            rows.Append(Of(Companions, one => Data.Ids[one.Product]), Of(Companions, one => Data.Names[one.Product]), Of(Companions, one => Data.Ids[one.Other]), Of(Companions, one => Data.Names[one.Other]), Of(Companions, one => (long)one.Count),
                Of(Companions, one => one.Confidence), Of(Companions, one => one.Lift), Of(Companions, one => one.P), Of(Companions, one => one.Adjusted), Of(Companions, one => (long)one.Place));
        using (var rows = warehouse.Appender(BasketTables.Affinity))
            rows.Append(Of(Edges, one => Data.Ids[one.Product]), Of(Edges, one => Data.Names[one.Product]), Of(Edges, one => Data.Ids[one.Other]), Of(Edges, one => Data.Names[one.Other]), Of(Edges, one => (long)one.Count),
                Of(Edges, one => one.Lift), Of(Edges, one => one.Weight), Of(Edges, one => one.Group), Of(Edges, one => one.OtherGroup));
        using (var rows = warehouse.Appender(BasketTables.Summary))
            rows.Append((long[])[Data.Baskets.Count], (long[])[Data.WithSeveral], (long[])[Data.Ids.Length], (double[])[Data.Share], (bool[])[Settings.AllLines], (double[])[Support], (bool[])[Settings.Support is not null], (long[])[Sets.MinimumCount],
                (double[])[Confidence], (bool[])[Settings.Confidence is not null], (long[])[Sets.Itemsets.Count], (long[])[Search.Confident], (long[])[Search.Chance], (long[])[Search.Redundant], (long[])[Rules.Count],
                (long[])[Rules.Count(rule => rule.Kind == BasketRule.Together)], (long[])[Rules.Count(rule => rule.Holds)], (long[])[Bundles.Count], (long[])[Companions.Count], (long[])[Groups]);
        transaction.Commit();
    }

    private void WriteRules(DuckConnection warehouse)
    {
        using var rows = warehouse.Appender(BasketTables.Rules);
        rows.Append(Places(Rules.Count), Of(Rules, one => Ids(one.Antecedent)), Of(Rules, one => NamesOf(one.Antecedent)), Of(Rules, one => one.Antecedent.Length), Of(Rules, one => Data.Ids[one.Consequent]), Of(Rules, one => Data.Names[one.Consequent]),
            Of(Rules, one => (long)one.Count), Of(Rules, one => (long)one.WithAntecedent), Of(Rules, one => (long)one.WithConsequent), Of(Rules, one => one.Support), Of(Rules, one => one.Confidence), Of(Rules, one => one.Lift), Of(Rules, one => one.P),
            Of(Rules, one => one.Adjusted), Of(Rules, one => Known(one.LiftEarlier)), Of(Rules, one => Known(one.LiftLater)), Of(Rules, one => one.Holds), Of(Rules, one => one.ByHabit), Of(Rules, one => one.ByHabit > 0 ? one.Found / one.ByHabit : (double?)null), Of(Rules, one => one.Kind));
    }

    private void WriteSets(DuckConnection warehouse)
    {
        var closed = Sets.Closed().ToHashSet();
        var names = Data.Ids.Zip(Data.Names).ToDictionary(one => one.First, one => one.Second, StringComparer.Ordinal);
        var counts = Sets.Itemsets.Where(set => set.Items.Count == 1).ToDictionary(set => set.Items[0], set => set.Count, StringComparer.Ordinal);
        var shown = Sets.Itemsets.OrderBy(set => set.Items.Count).ThenByDescending(set => set.Count).Take(MostSets).ToArray();
        using var rows = warehouse.Appender(BasketTables.Itemsets);
        rows.Append(Places(shown.Length), Of(shown, set => string.Join(Plus, set.Items)), Of(shown, set => string.Join(Plus, set.Items.Select(item => names[item]))), Of(shown, set => set.Items.Count), Of(shown, set => (long)set.Count), Of(shown, set => set.Support),
            Of(shown, set => set.Items.Aggregate(set.Support, (lift, item) => lift * set.Baskets / counts[item])), Of(shown, closed.Contains));
    }

    private string Ids(int[] items) => string.Join(Plus, items.Select(item => Data.Ids[item]));

    private string NamesOf(int[] items) => string.Join(Plus, items.Select(item => Data.Names[item]));

    private static double? Known(double value) => double.IsFinite(value) ? value : null;

    private static long[] Places(int count) => [.. Enumerable.Range(1, count).Select(place => (long)place)];

    private static T[] Of<TRow, T>(IReadOnlyList<TRow> rows, Func<TRow, T> part) => [.. rows.Select(part)];
}
