using Habitue.Duck;
using Habitue.Insights;
using Habitue.Lake.Features;
using Habitue.Lake.Storage;
using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Statistics;

namespace Habitue.Segments;

/// <summary>
/// Divides the customers who bought into segments: learns how (<see cref="Train"/>), or does as the shelved model learned
/// (<see cref="Score"/>), and publishes who is where, what each segment is like and how it changes.
/// </summary>
internal static class SegmentsJob
{
    /// <summary>Fewer customers than this are one group; nothing can be compared.</summary>
    public const int FewestCustomers = 30;

    public static SegmentsReport Train(SliceRun run)
    {
        SegmentIdentity.Make(run.Warehouse);
        WantedMethod.Decision.Keep(run);
        var method = WantedMethod.Decision.Of(run);
        // The warehouse works out what was known at earlier moments while the customers of now are read and ways to divide them are tried.
        var moments = Task.Run(() => PastMoments.Of(run), CancellationToken.None);
        Task<SegmentsPast>? past = null;
        Buyers buyers;
        Beside beside;
        IReadOnlyList<ClusterTry> tries;
        Division? division;
        try
        {
            using (var reading = run.Warehouse.Another())
                buyers = Buyers.Read(reading, run, SegmentFeatures.There(reading, run.AsOf));
            if (Lack(buyers) is { } lack)
            {
                moments.GetAwaiter().GetResult();
                return Together(run, buyers, lack, []);
            }
            past = Task.Run(() => moments.GetAwaiter().GetResult().Read(run, buyers.There.Telling), CancellationToken.None);
            var portraits = Task.Run(() => PortraitFeatures.Of(buyers.All), CancellationToken.None);
            var map = Task.Run(() => CustomerMap.Of(buyers.All, run.Fit), CancellationToken.None);
            (tries, division) = Division.Of(run, buyers, method);
            // What is waited for now takes one processor.
            run.Stage.LeavesRoom();
            beside = new Beside(past.GetAwaiter().GetResult(), map.GetAwaiter().GetResult(), portraits.GetAwaiter().GetResult());
        }
        finally
        {
            // Nobody else may use the connection until the moments are done with it; what failed there is told where it is asked for.
            Task.WhenAny(past ?? (Task)moments).Wait(CancellationToken.None);
        }
        if (division is null)
            return Together(run, buyers, $"{Words(buyers)} do not fall into groups: of {tries.Count} divisions none has groups that are apart and large enough", tries);

        var (best, model, scaled, sample, rows, labels) = division;
        var order = buyers.ByValue(labels, model.Clusters.Clusters);
        model = model with
        {
            Ids = SegmentIdentity.Match(run.Warehouse, buyers.Customers, labels, order, run.Cancel),
            Names = SegmentNames.Of(Places.Of(buyers.All, buyers.Habits, labels, model.Clusters.Clusters)),
        };
        var rules = SegmentRuleFile.Read(run, model.Names);
        SegmentSheet? sheet = null;
        var silhouettes = Task.Run(() => SegmentSheet.Silhouettes(run, sample, Array.ConvertAll(rows, row => labels[row])), CancellationToken.None);
        Publish(run, buyers, model, scaled, labels, rules, beside, () =>
        {
            sheet = SegmentSheet.Of(run, sample, rows, silhouettes.GetAwaiter().GetResult());
            sheet.Write(run, model, buyers.Customers, rows);
            SegmentChoiceTable.Write(run.Warehouse, tries);
            if (tries.Any(one => one.Way.Method == SegmentMethods.Ward)) SegmentTree.Write(run.Warehouse, sample, run.Fit);
            else SegmentTree.Empty(run.Warehouse);
        });
        run.Shelf.Put(sheet!.Draft(run, model, best, buyers));
        return new SegmentsReport(buyers.Customers.Length, run.Warehouse.Scalar<int>($"SELECT CAST(COUNT(*) AS INTEGER) FROM {SegmentTables.Segments}"), best.Silhouette, Notes(best.Way.Method, buyers, rules));
    }

    /// <summary>Divides the customers of now as the promoted model learned; nothing is learned anew.</summary>
    /// <exception cref="NotReadyException">No model is promoted.</exception>
    public static SegmentsReport Score(SliceRun run)
    {
        SegmentIdentity.Make(run.Warehouse);
        if (run.Shelf.Promoted(SegmentModel.ShelfName) is not { } shelved)
            throw new NotReadyException("segments has no model yet; `habitue train segments` makes one, from 30 customers on.");
        var model = SegmentModel.Load(run.Shelf, shelved);
        var buyers = Buyers.Read(run.Warehouse, run, new SegmentFeaturesThere([.. model.Space.Columns.Select(SegmentFeatures.Of)], []));
        if (buyers.Customers.Length == 0) return Together(run, buyers, "nobody has bought anything yet", []);
        var scaled = model.Space.Scaled(buyers.Habits);
        var labels = model.Assign(scaled);
        var rules = SegmentRuleFile.Read(run, model.Names);
        Publish(run, buyers, model, scaled, labels, rules, new Beside(PastMoments.Of(run).Read(run, buyers.There.Telling), CustomerMap.Of(buyers.All, run.Fit), PortraitFeatures.Of(buyers.All)), () => { });
        return new SegmentsReport(buyers.Customers.Length, run.Warehouse.Scalar<int>($"SELECT CAST(COUNT(*) AS INTEGER) FROM {SegmentTables.Segments}"), double.NaN, [$"version {shelved.Version} of the model", .. rules.Notes]);
    }

    /// <summary>
    /// Divides a few made-up customers, so that the loops are compiled for this processor before the real ones come: while files
    /// are listed and looked at, a second processor has nothing else to do.
    /// </summary>
    public static void Prepare(IReadOnlyDictionary<string, string> chosen)
    {
        string[] columns = ["recency", "frequency", "money"];
        var few = new Matrix(4 * FewestCustomers, columns);
        for (var row = 0; row < few.Rows; row++)
            for (var column = 0; column < few.Columns.Count; column++) few[row, column] = (row % 4 * 10) + ((row * (column + 3)) % 7);
        var alone = new FitRun(Threads: 1);
        var space = SegmentSpace.Fit(few, alone);
        var scaled = space.Scaled(few);
        ClusterChoice.Of(chosen.GetValueOrDefault(WantedMethod.OptionName, WantedMethod.Best), scaled, space.Reduced(scaled, alone)?.ForClusters(scaled), new Seed(0), alone);
        CustomerMap.Of(few, alone);
        Correlation.Pearson(few, alone);
        Correlation.Spearman(few, alone);
    }

    /// <summary>The segments as the last run left them, the most valuable first; none when no run looked for any.</summary>
    public static IReadOnlyList<Segment> Read(DuckConnection warehouse) => !warehouse.Has(SegmentTables.Segments) ? [] : warehouse.Rows<Segment>(
        "SELECT segment AS name, customers, share, revenue, revenue_share, recency_days, orders, average_order_value FROM segments ORDER BY revenue DESC, segment");

    /// <summary>What the tables are made of.</summary>
    public static IReadOnlyList<LineageEdge> Lineage { get; } =
    [
        new("customer_features", SegmentTables.Customers), new("orders", SegmentTables.Customers), new(SegmentTables.Customers, SegmentTables.Segments), new("customer_features", SegmentTables.Segments),
        new("customer_features", SegmentTables.Choice), new(SegmentTables.Segments, SegmentTables.Portraits), new("customer_features", SegmentTables.Portraits), new(SegmentTables.Segments, SegmentTables.History),
        new(SegmentTables.Customers, SegmentTables.Moves), new(SegmentTables.Moves, SegmentTables.Migrations), new("orders", SegmentTables.Trend), new("orders", SegmentTables.Courses), new("orders", SegmentTables.Transitions),
    ];

    private static string? Lack(Buyers buyers) =>
        buyers.Customers.Length == 0 ? "nobody has bought anything yet"
        : buyers.Customers.Length < FewestCustomers ? $"{Words(buyers)} {(buyers.Customers.Length == 1 ? "is" : "are")} too few to compare; to divide them it needs {FewestCustomers}"
        : buyers.There.Telling.Count == 0 ? $"{Words(buyers)} are the same in recency, frequency and money, so that nothing divides them"
        : null;

    /// <summary>All in one segment, with the reason in words.</summary>
    private static SegmentsReport Together(SliceRun run, Buyers buyers, string why, IReadOnlyList<ClusterTry> tries)
    {
        var labels = new int[buyers.Customers.Length];
        var ids = SegmentIdentity.Match(run.Warehouse, buyers.Customers, labels, [0], run.Cancel);
        var rules = SegmentRuleFile.Read(run, [SegmentNames.One]);
        var found = new FoundSegments(buyers.Customers, labels, ids, [SegmentNames.One], new Matrix(labels.Length, ["none"]), CustomerMap.Of(buyers.All, run.Fit));
        using (var transaction = run.Warehouse.Begin())
        {
            new SegmentPublishing(run, rules.Rules).Write(found, SegmentsPast.None, []);
            SegmentPortraits.Write(run, PortraitFeatures.Of(buyers.All));
            SegmentChoiceTable.Write(run.Warehouse, tries);
            SegmentTree.Empty(run.Warehouse);
            SegmentSheet.Empty(run.Warehouse);
            transaction.Commit();
        }
        return new SegmentsReport(buyers.Customers.Length, buyers.Customers.Length == 0 ? 0 : 1, double.NaN, [why, .. rules.Notes]);
    }

    private static void Publish(SliceRun run, Buyers buyers, SegmentModel model, Matrix scaled, int[] labels, SegmentRuleFile rules, Beside beside, Action more)
    {
        var publishing = new SegmentPublishing(run, rules.Rules);
        int[][] members = [.. beside.Past.Buyers.Select(buyersThen => model.Assign(model.Space.Scaled(buyersThen.Habits)))];
        using var transaction = run.Warehouse.Begin();
        publishing.Write(new FoundSegments(buyers.Customers, labels, model.Ids, model.Names, scaled, beside.Map), beside.Past, members);
        SegmentPortraits.Write(run, beside.Portraits);
        more();
        transaction.Commit();
    }

    private static string[] Notes(string method, Buyers buyers, SegmentRuleFile rules)
    {
        var same = buyers.There.Same.Where(feature => feature.Weight == 1 && feature.Name != "discounts").Select(feature => feature.About).ToArray();
        return [method, .. same.Length > 0 ? [$"left out, the same for everybody: {string.Join(", ", same)}"] : Array.Empty<string>(), .. rules.Notes];
    }

    private static string Words(Buyers buyers) => Stages.Words.Count(buyers.Customers.Length, "customer");
}

/// <summary>What needs no answer of the division, and is made while ways to divide are tried.</summary>
internal sealed record Beside(SegmentsPast Past, Matrix Map, PortraitFeatures Portraits);

/// <summary>The customers who bought: all their features, and the ones that divide them.</summary>
internal sealed record Buyers(string[] Customers, Matrix All, Matrix Habits, SegmentFeaturesThere There)
{
    /// <param name="warehouse">The connection that is read.</param>
    public static Buyers Read(DuckConnection warehouse, SliceRun run, SegmentFeaturesThere there)
    {
        var (customers, all) = FeatureMatrix.Read(warehouse, FeatureMatrix.NumbersOf(warehouse), run.Cancel);
        var (_, habits) = there.Telling.Count == 0 ? ([], new Matrix(customers.Length, ["none"])) : SegmentFeatures.Read(warehouse, there.Telling, CustomerFeatures.Table, run.AsOf, run.Cancel);
        return new Buyers(customers, all, habits, there);
    }

    /// <summary>The clusters, those with the most revenue first.</summary>
    public int[] ByValue(int[] labels, int clusters)
    {
        var money = All.Column("monetary");
        var sums = new double[clusters];
        for (var row = 0; row < labels.Length; row++) sums[labels[row]] += money[row];
        return [.. Enumerable.Range(0, clusters).OrderByDescending(k => sums[k]).ThenBy(k => k)];
    }
}

/// <summary>One segment as people talk of it.</summary>
/// <param name="Share">Of all customers who bought, from 0 to 1.</param>
/// <param name="RecencyDays">The median of the days since the last order.</param>
/// <param name="Orders">Orders per customer.</param>
internal sealed record Segment(string Name, long Customers, double Share, decimal Revenue, double RevenueShare, double RecencyDays, double Orders, decimal AverageOrderValue);

/// <summary>What the segmentation did.</summary>
/// <param name="Silhouette">From -1 to 1; NaN when nothing was divided or nothing learned.</param>
/// <param name="Notes">The method, or why there is one segment, and what else is to be said.</param>
internal sealed record SegmentsReport(int Customers, int Segments, double Silhouette, IReadOnlyList<string> Notes);
