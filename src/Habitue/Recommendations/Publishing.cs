using Habitue.Duck;
using Habitue.Insights;
using Habitue.Learning.Evaluation;

namespace Habitue.Recommendations;

/// <summary>Replaces the published tables, each as a whole.</summary>
internal static class Publishing
{
    private const int Chunk = 100_000;

    /// <summary>Leaves no table that looks as if it were of this moment.</summary>
    public static void Withdraw(DuckConnection warehouse, params ReadOnlySpan<string> tables)
    {
        foreach (var table in tables) warehouse.Execute($"DROP TABLE IF EXISTS {table}");
    }

    public static void Quality(DuckConnection warehouse, RecommendationsContest contest)
    {
        var rows = contest.Sheets.SelectMany(sheet => sheet.Figures.Select(figure => (sheet.Model, sheet.Part, figure.Measure, figure.Figure, sheet.Customers)))
            .Concat(contest.Above.Select(one => (contest.Chosen, RankingSheet.All, $"{RankingSheet.NdcgAt10} above {one.Baseline}", one.Above, contest.Winner.Customers))).ToArray();
        using var transaction = warehouse.Begin();
        warehouse.Execute($"CREATE OR REPLACE TABLE {RecommendationTables.Quality} (model VARCHAR, is_baseline BOOLEAN, is_chosen BOOLEAN, part VARCHAR, measure VARCHAR, value DOUBLE, low DOUBLE, high DOUBLE, customers INTEGER)");
        using (var into = warehouse.Appender(RecommendationTables.Quality))
            into.Append(Of(rows, row => row.Item1), Of(rows, row => PartNames.Baselines.Contains(row.Item1)), Of(rows, row => row.Item1 == contest.Chosen), Of(rows, row => row.Item2), Of(rows, row => row.Item3),
                Of(rows, row => Known(row.Item4.Estimate)), Of(rows, row => Known(row.Item4.Low)), Of(rows, row => Known(row.Item4.High)), Of(rows, row => row.Item5));
        transaction.Commit();
    }

    public static void Repeats(DuckConnection warehouse, Snapshot snapshot)
    {
        int[] items = [.. Enumerable.Range(0, snapshot.Products.Length).Where(item => snapshot.Repeats[item].Buyers > 0)];
        Interval Share(int item) => snapshot.Repeats[item].Share;
        using var transaction = warehouse.Begin();
        warehouse.Execute($"CREATE OR REPLACE TABLE {RecommendationTables.Repeats} (product_id VARCHAR, product_name VARCHAR, buyers INTEGER, repeat_buyers INTEGER, repeat_rate DOUBLE, repeat_rate_low DOUBLE, repeat_rate_high DOUBLE, usual_gap_days DOUBLE, is_replenishable BOOLEAN)");
        using (var into = warehouse.Appender(RecommendationTables.Repeats))
            into.Append(Of(items, item => snapshot.Products[item].Id), Of(items, item => snapshot.Products[item].Title), Of(items, item => snapshot.Repeats[item].Buyers), Of(items, item => snapshot.Repeats[item].Again),
                Of(items, item => Share(item).Estimate), Of(items, item => Share(item).Low), Of(items, item => Share(item).High), Of(items, item => Known(snapshot.Repeats[item].GapDays)), Of(items, item => snapshot.Repeats[item].IsReplenishable));
        transaction.Commit();
    }

    public static void Similar(DuckConnection warehouse, IReadOnlyList<SimilarProduct> rows)
    {
        using var transaction = warehouse.Begin();
        warehouse.Execute($"CREATE OR REPLACE TABLE {RecommendationTables.Similar} (product_id VARCHAR, place INTEGER, similar_product_id VARCHAR, score DOUBLE, reason VARCHAR, source VARCHAR)");
        using (var into = warehouse.Appender(RecommendationTables.Similar))
            into.Append(Of(rows, row => row.Product), Of(rows, row => row.Place), Of(rows, row => row.Similar), Of(rows, row => row.Score), Of(rows, row => row.Reason), Of(rows, row => row.Source));
        transaction.Commit();
    }

    /// <summary>The lists of all, and those of known customers who never bought.</summary>
    /// <returns>How many customers have a list, and how many of them never bought.</returns>
    public static (long Customers, long Strangers) Recommendations(SliceRun run, Snapshot snapshot, Contexts contexts, IEnumerable<Recommendation> lists, IReadOnlyDictionary<string, string> refusals, long mostStrangers)
    {
        var warehouse = run.Warehouse;
        var starters = contexts.Starters;
        using var transaction = warehouse.Begin();
        warehouse.Execute($"""
            CREATE OR REPLACE TABLE {RecommendationTables.Recommendations} (customer_id VARCHAR, place INTEGER, product_id VARCHAR, score DOUBLE, reason VARCHAR, source VARCHAR);
            CREATE OR REPLACE TABLE {RecommendationTables.Starters} (context VARCHAR, context_value VARCHAR, place INTEGER, product_id VARCHAR, share DOUBLE);
            CREATE OR REPLACE TABLE {RecommendationTables.LeftOut} (customer_id VARCHAR, why VARCHAR);
            """);
        using (var into = warehouse.Appender(RecommendationTables.Starters))
            into.Append(Of(starters, row => row.Kind), Of(starters, row => row.Value), Of(starters, row => row.Place), Of(starters, row => snapshot.Products[row.Item].Id), Of(starters, row => row.Share));
        var refused = refusals.OrderBy(one => one.Key, StringComparer.Ordinal).ToArray();
        using (var into = warehouse.Appender(RecommendationTables.LeftOut))
            into.Append(Of(refused, one => one.Key), Of(refused, one => one.Value));
        using (var into = warehouse.Appender(RecommendationTables.Recommendations))
            foreach (var rows in lists.Chunk(Chunk))
                into.Append(Of(rows, row => row.Customer), Of(rows, row => row.Place), Of(rows, row => row.Product), Of(rows, row => row.Score), Of(rows, row => row.Reason), Of(rows, row => row.Source));
        var bought = warehouse.Scalar<long>($"SELECT COUNT(DISTINCT customer_id) FROM {RecommendationTables.Recommendations}");
        warehouse.Execute(SliceQueries.Read("Recommendations/Strangers", ("as_of", PastFeatures.Literal(run.AsOf)), ("most", $"{mostStrangers}")), run.Cancel);
        var all = warehouse.Scalar<long>($"SELECT COUNT(DISTINCT customer_id) FROM {RecommendationTables.Recommendations}");
        transaction.Commit();
        return (all, all - bought);
    }

    private static double? Known(double value) => double.IsFinite(value) ? value : null;

    private static TPart[] Of<T, TPart>(IReadOnlyList<T> rows, Func<T, TPart> part) => [.. rows.Select(part)];
}
