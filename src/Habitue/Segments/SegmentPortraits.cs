using System.Globalization;
using Habitue.Insights;
using Habitue.Lake.Features;
using Habitue.Learning.Data;
using Habitue.Stages;

namespace Habitue.Segments;

/// <summary>A segment in a paragraph: how large and how valuable, what sets it apart, where it is going.</summary>
internal static class SegmentPortraits
{
    /// <summary>How far the middle member's place must lie from the middle of all, and how many such features are told.</summary>
    private const double Apart = 0.15;
    private const int Told = 3;

    private sealed record Figures(int Cluster, string Segment, string Kind, long Customers, double Share, decimal Revenue, double RevenueShare, double RecencyDays, double Orders);

    private sealed record Past(long Customers, decimal? Spend);

    public static void Write(SliceRun run, PortraitFeatures read)
    {
        var warehouse = run.Warehouse;
        var segments = warehouse.Rows<Figures>($"SELECT cluster, segment, kind, customers, share, revenue, revenue_share, recency_days, orders FROM {SegmentTables.Segments} ORDER BY revenue DESC, cluster");
        var members = FrameReader.Read(warehouse, $"SELECT cluster FROM {SegmentTables.Customers} ORDER BY customer_id", run.Cancel);
        var of = ((NumberColumn)members["cluster"]).Values.ToArray();
        var numbers = segments.Select((segment, i) => (segment.Cluster, i)).ToDictionary(pair => (double)pair.Cluster, pair => pair.i);
        var labels = Array.ConvertAll(read.Rows, row => numbers.GetValueOrDefault(of[row], -1));
        var (features, columns) = (read.Features, read.Columns);
        var places = Array.ConvertAll(read.Ranks, ranks => ranks.Middles(labels, segments.Count));
        var trend = warehouse.Rows<(int Id, int Days, long Customers, decimal? Spend)>($"SELECT segment_id, days_before, customers, spend_90d FROM {SegmentTables.Trend}")
            .ToDictionary(one => (one.Id, one.Days), one => new Past(one.Customers, one.Spend));

        var currency = run.Currency;
        var texts = new string[segments.Count];
        var traits = new string[segments.Count];
        for (var i = 0; i < segments.Count; i++)
        {
            traits[i] = segments.Count == 1 ? "" : string.Join("; ", Traits(i, features, columns, places, labels, currency));
            texts[i] = Paragraph(segments[i], traits[i], Course(segments[i], trend, currency), currency);
        }
        warehouse.Execute($"CREATE OR REPLACE TABLE {SegmentTables.Portraits} (segment_id INTEGER, segment VARCHAR, kind VARCHAR, customers BIGINT, share DOUBLE, value DECIMAL(18,4), value_share DOUBLE, trend VARCHAR, traits VARCHAR, portrait VARCHAR)");
        using var into = warehouse.Appender(SegmentTables.Portraits);
        into.Append(Of(segments, one => one.Cluster), Of(segments, one => one.Segment), Of(segments, one => one.Kind), Of(segments, one => one.Customers), Of(segments, one => one.Share),
            Of(segments, one => one.Revenue), Of(segments, one => one.RevenueShare), Of(segments, one => Course(one, trend, currency).Word), traits, texts);
    }

    /// <summary>The features in which the segment's middle member lies farthest from the middle of all; none that says the same as one before.</summary>
    private static IEnumerable<string> Traits(int segment, Feature[] features, float[][] columns, double[][] places, int[] labels, string currency)
    {
        var told = new List<int>();
        foreach (var i in Enumerable.Range(0, features.Length).OrderByDescending(i => Math.Abs(places[i][segment] - 0.5)).ThenBy(i => i))
        {
            if (told.Count == Told || Math.Abs(places[i][segment] - 0.5) < Apart) yield break;
            if (told.Exists(j => features[j].Name.Split('_')[0] == features[i].Name.Split('_')[0])) continue;
            var (own, all) = (Middle(columns[i], labels, segment), Middle(columns[i], labels, null));
            if (own == all) continue;
            told.Add(i);
            var meaning = features[i].Meaning.Split([';', ','])[0].TrimEnd('.');
            yield return $"{char.ToLowerInvariant(meaning[0])}{meaning[1..]} {Value(own, features[i].Unit, currency)} (all: {Value(all, features[i].Unit, currency)})";
        }
    }

    private static string Paragraph(Figures one, string traits, (string Word, string Sentence) course, string currency)
    {
        var invariant = CultureInfo.InvariantCulture;
        var head = string.Create(invariant, $"{Words.Count(one.Customers, "customer")}, {one.Share:P0} of all, with {one.RevenueShare:P0} of the revenue ({currency}{one.Revenue / Math.Max(1, one.Customers):N0} each). They ordered {one.Orders:0.0} times on average; the middle one last {Days(one.RecencyDays)}.");
        if (one.Kind == "rule") head = $"Defined by a rule of your own. {head}";
        return string.Join(' ', new[] { head, traits.Length > 0 ? $"What sets them apart: {traits}." : "", course.Sentence }.Where(part => part.Length > 0));
    }

    private static (string Word, string Sentence) Course(Figures one, Dictionary<(int, int), Past> trend, string currency)
    {
        if (!trend.TryGetValue((one.Cluster, 90), out var then) && !trend.TryGetValue((one.Cluster, 30), out then)) return ("unknown", "");
        var days = trend.ContainsKey((one.Cluster, 90)) ? 90 : 30;
        if (then.Customers == 0) return ("new", $"{days} days ago nobody was in it.");
        var change = (one.Customers - then.Customers) / (double)then.Customers;
        var word = change >= 0.05 ? "growing" : change <= -0.05 ? "shrinking" : "steady";
        var spent = then.Spend is { } before && before > 0 && trend.TryGetValue((one.Cluster, 0), out var now) && now.Spend is { } spend
            ? string.Create(CultureInfo.InvariantCulture, $"; in 90 days its members spent {currency}{spend:N0}, then {currency}{before:N0}") : "";
        return (word, string.Create(CultureInfo.InvariantCulture, $"It is {word}: {days} days ago it had {Words.Count(then.Customers, "customer")} ({change:+0 %;-0 %;0 %}){spent}."));
    }

    private static double Middle(float[] values, int[] labels, int? segment)
    {
        var (members, count) = (new double[values.Length], 0);
        for (var row = 0; row < values.Length; row++)
            if (float.IsFinite(values[row]) && (segment is null || labels[row] == segment)) members[count++] = values[row];
        return Places.Median(members.AsSpan(0, count));
    }

    private static string Days(double days) => days < 1 ? "today" : $"{Words.Count((long)days, "day")} ago";

    private static string Value(double value, string unit, string currency) => unit switch
    {
        "money" or "money per unit" => $"{(value < 0 ? "-" : "")}{currency}{Value(Math.Abs(value), "", "")}",
        "share 0-1" => value.ToString("0 %", CultureInfo.InvariantCulture),
        _ when Math.Abs(value) >= 100 => value.ToString("N0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.#", CultureInfo.InvariantCulture),
    };

    private static T[] Of<T>(IReadOnlyList<Figures> rows, Func<Figures, T> part) => [.. rows.Select(part)];
}
