using System.Globalization;
using Habitue.Insights;
using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Lifetime;

namespace Habitue.Churn;

/// <summary>
/// How long customers last: the share that is still a customer so many days after the first order (Kaplan-Meier), for all and by the quarter of the
/// first order; and what of the first order goes with being lost sooner or later (Cox regression).
/// </summary>
internal static class ChurnSurvival
{
    private const int LeastOfGroup = 30, MostGroups = 8, MostPoints = 120, MostOfCox = 20_000;

    private static readonly (string Column, string Words)[] Properties =
    [
        ("order_value", "each doubling of the first order's value"),
        ("lines", "twice as many lines in the first order"),
        ("discounted", "the first order was at a discount"),
        ("in_store", "the first order was in the store"),
        ("weekend", "the first order was at a weekend"),
    ];

    public static void Publish(SliceRun run, ChurnHorizon horizon)
    {
        var rows = FrameReader.Read(run.Warehouse, SliceQueries.Read("Churn/ChurnSurvival", ("days", $"{horizon.Days}")), run.Cancel);
        var (durations, lost, cohorts) = (((NumberColumn)rows["duration"]).Values.ToArray(), Truths((BooleanColumn)rows["lost"]), (TextColumn)rows["cohort"]);
        var groups = Enumerable.Range(0, rows.Rows).GroupBy(row => cohorts[row]!).Where(group => group.Count() >= LeastOfGroup).OrderBy(group => group.Key, StringComparer.Ordinal).TakeLast(MostGroups);
        List<(string Grouping, string Group, int[] Rows)> curves = [("all", "all customers", [.. Enumerable.Range(0, rows.Rows)]), .. groups.Select(group => ("first order", group.Key, group.ToArray()))];
        var hazards = Hazards(rows, durations, lost, run.Fit);

        using var transaction = run.Warehouse.Begin();
        run.Warehouse.Execute($"""
            CREATE OR REPLACE TABLE {ChurnRisks.SurvivalTable} (grouping VARCHAR, customer_group VARCHAR, customers BIGINT, lost BIGINT, day DOUBLE, still_customers DOUBLE, low DOUBLE, high DOUBLE);
            CREATE OR REPLACE TABLE {ChurnRisks.HazardsTable} (property VARCHAR, hazard_ratio DOUBLE, low DOUBLE, high DOUBLE, p DOUBLE, customers BIGINT, words VARCHAR);
            """);
        using (var table = run.Warehouse.Appender(ChurnRisks.SurvivalTable))
            foreach (var (grouping, group, members) in curves)
            {
                var curve = new KaplanMeier().Fit(new Survivals(Of(durations, members), Of(lost, members)), run.Fit);
                var (points, count) = (Points(curve), members.Length);
                var ends = points.Select(day => curve.Interval(day)).ToArray();
                T[] Same<T>(T value) => [.. Enumerable.Repeat(value, points.Length)];
                table.Append(Same(grouping), Same(group), Same((long)count), Same(members.LongCount(row => lost[row])), points, Array.ConvertAll(points, curve.Survival), Array.ConvertAll(ends, end => end.Low), Array.ConvertAll(ends, end => end.High));
            }
        foreach (var (property, ratio, low, high, p, customers, words) in hazards)
            run.Warehouse.Execute($"INSERT INTO {ChurnRisks.HazardsTable} VALUES ($1, $2, $3, $4, $5, $6, $7)", [property, ratio, low, high, p, customers, words]);
        transaction.Commit();
    }

    /// <summary>The days at which the curve steps, at most so many, and day 0.</summary>
    private static double[] Points(KaplanMeierModel curve)
    {
        double[] steps = [0, .. curve.Times.Where((_, i) => curve.Events[i] > 0)];
        return steps.Length <= MostPoints ? steps : [.. Enumerable.Range(0, MostPoints).Select(i => steps[(int)((long)i * (steps.Length - 1) / (MostPoints - 1))])];
    }

    private static List<(string Property, double Ratio, double Low, double High, double P, long Customers, string Words)> Hazards(Frame rows, double[] durations, bool[] lost, FitRun run)
    {
        // Customers are in the order of their ids, so every so many-th of them is a sample that does not depend on what they did.
        var step = Math.Max(1, (rows.Rows + MostOfCox - 1) / MostOfCox);
        int[] sample = [.. Enumerable.Range(0, rows.Rows).Where(row => row % step == 0)];
        var used = Properties.Where(one => Of(((NumberColumn)rows[one.Column]).Values.ToArray(), sample).Distinct().Skip(1).Any()).ToArray();
        if (used.Length == 0 || sample.Count(row => lost[row]) < 10 * used.Length) return [];
        var x = Matrix.OfColumns([.. used.Select(one => (one.Column, Of(((NumberColumn)rows[one.Column]).Values.ToArray(), sample)))]);
        var model = new CoxRegression().Fit(new Survivals(Of(durations, sample), Of(lost, sample), x), run);
        return [.. from pair in model.Coefficients.Zip(used)
                   where double.IsFinite(pair.First.StandardError)
                   let limits = pair.First.Interval()
                   let ratio = pair.First.HazardRatio
                   select (pair.Second.Column, ratio, limits.Low, limits.High, pair.First.PValue, (long)sample.Length,
                       string.Create(CultureInfo.InvariantCulture, $"{pair.Second.Words}: {ratio:0.00} times the risk of being lost ({limits.Low:0.00} to {limits.High:0.00})"))];
    }

    private static T[] Of<T>(T[] values, int[] rows) => Array.ConvertAll(rows, row => values[row]);

    private static bool[] Truths(BooleanColumn column) => [.. Enumerable.Range(0, column.Rows).Select(row => column[row] == true)];
}
