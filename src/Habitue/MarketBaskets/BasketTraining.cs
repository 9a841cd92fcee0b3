using System.Globalization;
using Habitue.Insights;
using Habitue.ModelShelf;
using Habitue.Stages;

namespace Habitue.MarketBaskets;

/// <summary>Finds what is bought together and publishes it.</summary>
internal static class BasketTraining
{
    /// <summary>Fewer baskets of two products or more say nothing about pairs.</summary>
    public const int FewestBaskets = 50;

    private const string Name = "baskets";

    public static StageDone Train(SliceRun run)
    {
        var settings = BasketSettings.Of(run);
        Published.Clear(run.Warehouse);
        run.Stage.Moves(new StageProgress("reading baskets", 0, 0));
        var data = BasketData.Read(run, settings);
        if (data.Baskets.Count == 0) throw new NotReadyException("it needs orders that name their products; there are none.");
        if (data.Ids.Length == 1) throw new NotReadyException($"it needs at least two products; every order is of {data.Names[0]} alone.");
        if (data.WithSeveral is var several && several < FewestBaskets) throw new NotReadyException($"it needs at least {FewestBaskets} orders of two products or more; there are {several:N0} among {Words.Count(data.Baskets.Count, "order")}.");
        var (sets, support) = FrequentSets.Find(data.Baskets, settings.Support, run.FitTelling("finding sets"));
        run.Stage.Moves(new StageProgress("judging rules", 0, 0));
        var search = new RuleSearch(data, sets, run.Fit);
        var confidence = settings.Confidence ?? BasketSettings.UsualConfidence;
        var rules = search.Find(confidence);
        var companions = Pairs.Of(data, run.Fit);
        var (edges, groups) = Affinity.Of(companions);
        var found = new Published(data, settings, sets, support, search, confidence, rules, Bundles.Of(data, sets), companions, edges, groups);
        found.Write(run.Warehouse);
        Shelve(run, found);
        var together = rules.Count(rule => rule.Kind == BasketRule.Together);
        return new StageDone(string.Create(CultureInfo.InvariantCulture,
            $"{Words.Count(rules.Count, "rule")} at {FrequentSets.Percent(found.Support)} support, {together:N0} of them beyond habit; {Words.Count(found.Bundles.Count, "bundle")}"));
    }

    /// <summary>Keeps the sets with how well pairs of the earlier half foretold the later one.</summary>
    private static void Shelve(SliceRun run, Published found)
    {
        var judged = PairJudge.Of(found.Data, run.Fit);
        if (judged.Asked == 0) return;
        var words = string.Create(CultureInfo.InvariantCulture, $"of {judged.Asked:N0} later baskets the hidden product was among {PairJudge.Suggested} suggested ones in {judged.Rate:0.0 %}, among the most popular in {judged.Popular:0.0 %}");
        run.Shelf.Put(new ModelDraft
        {
            Name = Name,
            Slice = Name,
            Purpose = "Which products lie together in many baskets: for bundles, shelves and offers beside a product. Not for telling one customer what to buy next.",
            AsOf = run.AsOf,
            Data = run.Data,
            LearnedFrom = $"{Words.Count(found.Data.Baskets.Count, "basket")} of {Words.Count(found.Data.Ids.Length, "product")}; judged by pairs of the earlier half on the later half.",
            Recipe = found.Sets.Card.Recipe,
            Settings = found.Sets.Card.Settings,
            Features = ["the products of each basket"],
            Metrics = [Figure("all", judged), .. judged.Groups.Select(group => Figure(group.Group, group.Judged))],
            Ready = judged.IsBetter,
            Verdict = judged.IsBetter ? $"Better than the most popular products: {words}." : $"No better than the most popular products: {words}.",
            Limits = "That two products go together is no cause: an offer has to be tried. New products are in no set until they were sold often enough.",
            Parts = [("model", found.Sets)],
        });
    }

    private static ModelMetric Figure(string part, PairJudge judged) => new(part, "hit_rate_5", judged.Rate, judged.Interval.Low, judged.Interval.High, judged.Popular, HigherIsBetter: true);
}
