using System.Globalization;
using Habitue.Insights;
using Habitue.Learning.Data;
using Habitue.Learning.Evaluation.Drift;
using Habitue.Stages;

namespace Habitue.Drift;

/// <summary>Compares the first thirty days of the data with the last thirty, property by property.</summary>
internal static class DriftWork
{
    private const int Days = 30;

    /// <summary>Fewer orders or visits than this on one side say nothing about a month.</summary>
    private const int Least = 50;

    public static StageDone Measure(SliceRun run)
    {
        run.Warehouse.Execute($"CREATE OR REPLACE TABLE {FeatureDrift.Table} (feature VARCHAR, before VARCHAR, now VARCHAR, rows_before BIGINT, rows_now BIGINT, psi DOUBLE, statistic DOUBLE, p DOUBLE, verdict VARCHAR)");
        var firsts = new[] { "ordered_at) FROM orders", "started_at) FROM sessions" }.Select(moments => run.Warehouse.Rows<DateTime?>($"SELECT MIN({moments}")[0]).ToArray();
        if (firsts.All(first => first is null)) throw new NotReadyException("it needs orders or visits; there are none.");
        var days = firsts.Max(first => first is { } moment ? (run.AsOf - moment).TotalDays : 0);
        if (days < 2 * Days) throw new NotReadyException($"to compare two months it needs {2 * Days} days of orders or visits; there are {Words.Count((long)days, "day")} of them.");
        FeatureDrift[] moved = [.. Compare(run, "Drift/orders", firsts[0]), .. Compare(run, "Drift/sessions", firsts[1])];
        if (moved.Length == 0) throw new NotReadyException($"it needs at least {Least} orders or visits in the first month and in the last.");
        using (var rows = run.Warehouse.Appender(FeatureDrift.Table))
            rows.Append(Of(moved, one => one.Feature), Of(moved, one => one.Before), Of(moved, one => one.Now), Of(moved, one => one.RowsBefore), Of(moved, one => one.RowsNow), Of(moved, one => one.Psi), Of(moved, one => one.Statistic), Of(moved, one => one.P), Of(moved, one => one.Verdict));
        var changed = moved.Count(one => one.Verdict == "changed");
        return new StageDone(changed == 0 ? $"{moved.Length} properties compared, none has changed much" : $"{changed} of {moved.Length} properties of orders and visits have changed since the first month");
    }

    private static IEnumerable<FeatureDrift> Compare(SliceRun run, string query, DateTime? since)
    {
        if (since is not { } first || (run.AsOf - first).TotalDays < 2 * Days) yield break;
        Frame Read(DateTime from) => FrameReader.Read(run.Warehouse, SliceQueries.Read(query, ("from", PastFeatures.Literal(from)), ("until", PastFeatures.Literal(from.AddDays(Days)))), run.Cancel);
        var (before, now) = (Read(first.Date), Read(run.AsOf.AddDays(-Days)));
        foreach (var column in before.Columns)
            if (column switch
            {
                NumberColumn numbers => Numbers(column.Name, Known(numbers), Known((NumberColumn)now[column.Name])),
                TextColumn texts => Texts(column.Name, Known(texts), Known((TextColumn)now[column.Name])),
                _ => null,
            } is { } drift) yield return drift;
    }

    private static FeatureDrift? Numbers(string name, double[] before, double[] now)
    {
        if (Math.Min(before.Length, now.Length) < Least || before.Concat(now).Distinct().Take(2).Count() < 2) return null;
        var yesNo = before.Concat(now).All(value => value is 0 or 1);
        var psi = yesNo ? DriftMeasures.PsiOfCounts(Halves(before), Halves(now)) : DriftMeasures.Psi(before, now);
        var test = yesNo ? DriftMeasures.ChiSquared(Halves(before), Halves(now)) : DriftMeasures.KolmogorovSmirnov(before, now);
        string Mean(double[] values) => values.Average().ToString(yesNo ? "0.0 %" : "N2", CultureInfo.InvariantCulture);
        return new FeatureDrift(name, Mean(before), Mean(now), before.Length, now.Length, psi, test.Statistic, test.PValue, Verdict(psi, test.PValue));
    }

    private static FeatureDrift? Texts(string name, string[] before, string[] now)
    {
        string[] kinds = [.. before.Concat(now).Distinct().Order(StringComparer.Ordinal)];
        if (Math.Min(before.Length, now.Length) < Least || kinds.Length < 2) return null;
        double[] Counts(string[] values) => [.. kinds.Select(kind => (double)values.Count(value => value == kind))];
        string Commonest(string[] values) => values.CountBy(value => value).OrderByDescending(one => one.Value).ThenBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key} ({(one.Value / (double)values.Length).ToString("0 %", CultureInfo.InvariantCulture)})").First();
        var (a, b) = (Counts(before), Counts(now));
        var (psi, test) = (DriftMeasures.PsiOfCounts(a, b), DriftMeasures.ChiSquared(a, b));
        return new FeatureDrift(name, Commonest(before), Commonest(now), before.Length, now.Length, psi, test.Statistic, test.PValue, Verdict(psi, test.PValue));
    }

    /// <summary>In a month of few orders the index is large by chance: without evidence that something moved, nothing did.</summary>
    private static string Verdict(double psi, double p) => psi < FeatureDrift.Moved || p > FeatureDrift.Surely ? "calm" : psi >= FeatureDrift.Changed ? "changed" : "moved";

    private static double[] Halves(double[] values) => [values.Count(value => value == 0), values.Count(value => value == 1)];

    private static double[] Known(NumberColumn column) => [.. column.Values.ToArray().Where(double.IsFinite)];

    private static string[] Known(TextColumn column) => [.. Enumerable.Range(0, column.Rows).Select(row => column[row]).OfType<string>()];

    private static T[] Of<T>(FeatureDrift[] rows, Func<FeatureDrift, T> part) => [.. rows.Select(part)];
}
