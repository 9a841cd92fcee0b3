using System.Globalization;
using Habitue.Insights;
using Habitue.Stages;

namespace Habitue.MarketBaskets;

/// <summary>Finds what is bought together and publishes it.</summary>
internal static class BasketTraining
{
    /// <summary>Fewer baskets of two products or more say nothing about pairs.</summary>
    public const int FewestBaskets = 50;

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
        var together = rules.Count(rule => rule.Kind == BasketRule.Together);
        return new StageDone(string.Create(CultureInfo.InvariantCulture,
            $"{Words.Count(rules.Count, "rule")} at {FrequentSets.Percent(found.Support)} support, {together:N0} of them beyond habit; {Words.Count(found.Bundles.Count, "bundle")}"));
    }
}
