using Habitue.Duck;
using Habitue.Learning.Data;
using Habitue.Learning.Evaluation;

namespace Habitue.Purchase;

/// <summary>What usually becomes of a visit, by what happened so far: counted on the latest visits, which the model had never seen.</summary>
internal static class IntentTable
{
    /// <summary>One row per stage and number of events: how many beginnings of visits, which share ended in an order (with a 95 % interval), and what the model said on average.</summary>
    public const string Name = "purchase_intent";

    private static readonly string[] Stages = ["looked around", "searched", "looked at products", "emptied the cart", "has something in the cart", "began the checkout"];
    private static readonly (string Words, int Upto)[] Bands = [("1", 1), ("2 to 3", 3), ("5 to 8", 8), ("13 and more", int.MaxValue)];

    public static void Publish(DuckConnection warehouse, LabeledFrame seen, float[] said, int version)
    {
        var events = (NumberColumn)seen.Rows["events"];
        var groups = Enumerable.Range(0, said.Length)
            .GroupBy(row => (Stage: Stage(seen.Rows, row), Band: Array.FindIndex(Bands, band => events.Values[row] <= band.Upto)))
            .OrderBy(group => group.Key).Select(group => (group.Key.Stage, group.Key.Band, Rows: group.ToArray())).ToArray();
        var targets = seen.Targets.ToArray();
        var ordered = Array.ConvertAll(groups, group => Interval.Wilson(group.Rows.Count(row => targets[row] == 1), group.Rows.Length));

        using var transaction = warehouse.Begin();
        warehouse.Execute($"CREATE OR REPLACE TABLE {Name} (place INTEGER, stage VARCHAR, events VARCHAR, beginnings BIGINT, ordered DOUBLE, low DOUBLE, high DOUBLE, probability DOUBLE, version INTEGER)");
        using (var rows = warehouse.Appender(Name))
            rows.Append(Enumerable.Range(1, groups.Length).ToArray(), Array.ConvertAll(groups, group => Stages[group.Stage]), Array.ConvertAll(groups, group => Bands[group.Band].Words),
                Array.ConvertAll(groups, group => (long)group.Rows.Length), Array.ConvertAll(ordered, one => one.Estimate), Array.ConvertAll(ordered, one => one.Low), Array.ConvertAll(ordered, one => one.High),
                Array.ConvertAll(groups, group => group.Rows.Average(row => (double)said[row])), Enumerable.Repeat(version, groups.Length).ToArray());
        transaction.Commit();
    }

    /// <summary>The furthest that a visit has come.</summary>
    private static int Stage(Frame rows, int row)
    {
        bool Has(string name) => ((NumberColumn)rows[name]).Values[row] > 0;
        return Has("checkouts") ? 5 : Has("in_cart") ? 4 : Has("cart_adds") ? 3 : Has("products") ? 2 : Has("searches") ? 1 : 0;
    }
}
