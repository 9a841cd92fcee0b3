using Habitue.Duck;

namespace Habitue.Audit;

/// <summary>The table that audits publish: a row per model, way of telling people apart, and group. It remembers what somebody asked for.</summary>
internal static class FairnessTable
{
    private const string Name = ModelAudit.Table;

    private const string Columns = """
        model VARCHAR, version INTEGER, by_what VARCHAR, favourable VARCHAR, person_group VARCHAR, is_reference BOOLEAN, rows BIGINT,
        outcome_rate DOUBLE, outcome_impact DOUBLE, outcome_difference DOUBLE, selection_rate DOUBLE, selection_low DOUBLE, selection_high DOUBLE, disparate_impact DOUBLE, impact_low DOUBLE, impact_high DOUBLE,
        equal_opportunity DOUBLE, opportunity_low DOUBLE, opportunity_high DOUBLE, average_odds DOUBLE, odds_low DOUBLE, odds_high DOUBLE, calibration DOUBLE, calibration_low DOUBLE, calibration_high DOUBLE, verdict VARCHAR, asked BOOLEAN
        """;

    /// <summary>Puts these in the place of what was known of the same models and groups.</summary>
    public static void Add(DuckConnection warehouse, IReadOnlyList<AuditedGroups> found, bool isAsked)
    {
        using var transaction = warehouse.Begin();
        warehouse.Execute($"CREATE TABLE IF NOT EXISTS {Name} ({Columns})");
        // A table of an older version of the program has no such column.
        warehouse.Execute($"ALTER TABLE {Name} ADD COLUMN IF NOT EXISTS asked BOOLEAN");
        Insert(warehouse, found, isAsked);
        transaction.Commit();
    }

    /// <summary>Drops all, and puts these in.</summary>
    public static void Replace(DuckConnection warehouse, IReadOnlyList<AuditedGroups> asked, IReadOnlyList<AuditedGroups> automatic)
    {
        using var transaction = warehouse.Begin();
        warehouse.Execute($"CREATE OR REPLACE TABLE {Name} ({Columns})");
        Insert(warehouse, asked, isAsked: true);
        Insert(warehouse, automatic, isAsked: false);
        transaction.Commit();
    }

    public static IReadOnlyList<(string Model, string By, string Favourable)> Asked(DuckConnection warehouse)
    {
        if (!warehouse.Has(Name, "asked")) return [];
        return warehouse.Rows<(string, string, string)>($"SELECT DISTINCT model, by_what, favourable FROM {Name} WHERE asked ORDER BY ALL");
    }

    private static void Insert(DuckConnection warehouse, IReadOnlyList<AuditedGroups> found, bool isAsked)
    {
        foreach (var one in found)
        {
            warehouse.Execute($"DELETE FROM {Name} WHERE model = $1 AND by_what = $2", [one.Model, one.By]);
            foreach (var group in one.Groups)
            {
                object?[] values = [one.Model, one.Version, one.By, one.Favourable, group.Group, group.IsReference, (long)group.Rows, group.InData.Value, Part(group.InDataImpact), Part(group.InDataDifference), .. Parts(group.Selected), .. Parts(group.Impact), .. Parts(group.Opportunity), .. Parts(group.Odds), .. Parts(group.Calibration), group.Verdict, isAsked];
                warehouse.Execute($"INSERT INTO {Name} VALUES ({string.Join(", ", Enumerable.Range(1, values.Length).Select(i => $"${i}"))})", values);
            }
        }
    }

    private static IEnumerable<object?> Parts(Figure figure) => [Part(figure.Value), Part(figure.Low), Part(figure.High)];

    private static double? Part(double part) => double.IsFinite(part) ? part : null;
}
