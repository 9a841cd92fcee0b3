using System.Globalization;
using Habitue.Insights;
using Habitue.Learning;
using Habitue.Learning.Models;
using Habitue.Learning.Recommendation;
using Habitue.ModelShelf;
using Habitue.Prediction;
using Habitue.Stages;

namespace Habitue.Recommendations;

/// <summary>Puts the winner on the shelf, and takes the promoted one from it.</summary>
internal static class RecommendationsShelf
{
    public const string Name = "recommendations";

    /// <summary>Before the name of a part's weight among the settings.</summary>
    private const string Weight = "weight of ";

    public static ModelDraft Draft(SliceRun run, PurchaseLog log, Moments moments, RecommendationsContest contest, Snapshot snapshot, IReadOnlyList<Part> parts) => new()
    {
        Name = Name,
        Slice = "recommendations",
        Purpose = "Which ten products to show to a customer: in a mail, on the site, at the till. Not for deciding on prices or credit, and not for customers who have objected.",
        AsOf = run.AsOf,
        Data = run.Data,
        LearnedFrom = string.Create(CultureInfo.InvariantCulture, $"What {Words.Count(log.Customers.Length, "customer")} bought of {Words.Count(log.Products.Length, "product")}. Chosen by what was bought from {moments.Validation:yyyy-MM-dd} until {moments.Test:yyyy-MM-dd} by those who had bought before, learned from what lies before it; judged by what {Words.Count(contest.Winner.Customers, "customer")} bought from then until {moments.Now:yyyy-MM-dd}. What answers now learned from {Words.Count(snapshot.Known.Values.Count, "pair")} of customer and product."),
        Recipe = contest.Chosen,
        Settings = Settings(contest),
        Features = [.. contest.Blend.Used],
        Metrics = [.. Metrics(contest), .. OfGroups(run, contest)],
        Ready = contest.IsReady,
        Verdict = Verdict(contest),
        Limits = "It knows what was bought, not what was seen or wanted. The ten places are judged by what people bought without them; what showing them changes only a test with a control group can tell. A season that it has not seen, and products that nobody has bought yet, it cannot foresee.",
        Parts = [.. parts.OfType<ModelPart>().Select(part => (PartNames.File(part.Name), (IModel)part.Model))],
    };

    private static Dictionary<string, string> Settings(RecommendationsContest contest)
    {
        var settings = contest.Blend.Used.ToDictionary(part => Weight + part, part => contest.Blend.Weights[Array.IndexOf(contest.Blend.Parts, part)].ToString(CultureInfo.InvariantCulture));
        if (contest.Bpr is { } bpr && contest.Blend.Used.Contains(PartNames.Bpr)) settings["BPR learns"] = string.Create(CultureInfo.InvariantCulture, $"{bpr.Steps:N0} steps of {bpr.LearningRate}");
        return settings;
    }

    /// <summary>The parts of a model on the shelf, to score a snapshot with.</summary>
    public static (IReadOnlyList<Part> Parts, Blend Blend) Load(Shelf shelf, ShelvedModel shelved, Snapshot snapshot)
    {
        var settings = KeptJson.Named(shelved.Settings);
        var weights = settings.Where(one => one.Key.StartsWith(Weight, StringComparison.Ordinal)).ToDictionary(one => one.Key[Weight.Length..], one => float.Parse(one.Value, CultureInfo.InvariantCulture));
        string[] learned = [.. PartRecipes.Learned.Where(name => weights.ContainsKey(name) || IsAlwaysThere(name, snapshot)).Reverse()];
        var models = learned.Select(Part (name) => new ModelPart(name, Read(shelf, shelved, name), snapshot, isFresh: false));
        Part[] parts = [.. PartRecipes.Counted(snapshot), .. models];
        return (parts, new Blend([.. parts.Select(part => part.Name)], [.. parts.Select(part => weights.GetValueOrDefault(part.Name))]));
    }

    /// <summary>Neighbours and content give reasons, and say what is alike, also where they have no weight.</summary>
    public static bool IsAlwaysThere(string name, Snapshot snapshot) => name == PartNames.Bm25 || (name == PartNames.Content && PartRecipes.Can(name, snapshot));

    private static IRecommender Read(Shelf shelf, ShelvedModel shelved, string name)
    {
        var file = PartNames.File(name);
        return name switch
        {
            PartNames.Cosine or PartNames.Bm25 => shelf.Load<ItemNeighboursModel>(shelved, file),
            PartNames.Als => shelf.Load<ImplicitAlsModel>(shelved, file),
            PartNames.Bpr => shelf.Load<BprModel>(shelved, file),
            PartNames.Ease => shelf.Load<EaseModel>(shelved, file),
            _ => shelf.Load<ContentBasedModel>(shelved, file),
        };
    }

    private static IEnumerable<ModelMetric> Metrics(RecommendationsContest contest)
    {
        foreach (var part in (string[])[RankingSheet.All, RankingSheet.New])
        {
            var winner = contest.Sheets.First(sheet => sheet.Model == contest.Chosen && sheet.Part == part);
            var beside = contest.Sheets.First(sheet => sheet.Model == contest.BestBaseline.Model && sheet.Part == part);
            foreach (var (measure, figure) in winner.Figures)
                if (double.IsFinite(figure.Estimate))
                    yield return new ModelMetric(part, measure, figure.Estimate, figure.Low, figure.High, RecommendationsContest.Of(beside, measure).Estimate is var value && double.IsFinite(value) ? value : null, HigherIsBetter: true);
        }
        foreach (var (baseline, above) in contest.Above)
            yield return new ModelMetric(RankingSheet.All, $"NDCG@10 above {baseline}", above.Estimate, above.Low, above.High, 0, HigherIsBetter: true);
    }

    /// <summary>The same figures of groups of customers, beside the best that needs no model.</summary>
    private static IEnumerable<ModelMetric> OfGroups(SliceRun run, RecommendationsContest contest)
    {
        foreach (var (group, places) in contest.Groups.Where(one => one.Places.Length >= TestSheet.LeastOfGroup))
        {
            var (own, beside) = (contest.Winner.OfGroup(places, run.Seed, run.Fit), contest.BestBaseline.OfGroup(places, run.Seed, run.Fit));
            foreach (var (measure, figure, baseline) in new[] { (RankingSheet.NdcgAt10, own[0], beside[0]), (RankingSheet.HitRate, own[1], beside[1]) })
                if (double.IsFinite(figure.Estimate)) yield return new ModelMetric(group, measure, figure.Estimate, figure.Low, figure.High, baseline.Estimate, HigherIsBetter: true);
        }
    }

    private static string Verdict(RecommendationsContest contest)
    {
        var own = RecommendationsContest.Of(contest.Winner, RankingSheet.NdcgAt10).Estimate;
        var beside = contest.BestBaseline;
        var (baseline, above) = contest.Above.MinBy(one => one.Above.Low);
        return string.Create(CultureInfo.InvariantCulture, $"NDCG@10 {own:0.000} against {RecommendationsContest.Of(beside, RankingSheet.NdcgAt10).Estimate:0.000} of “{beside.Model}”, the best that needs no model; above “{baseline}” by {above.Estimate:0.000} ({above.Low:0.000} to {above.High:0.000}): {(contest.IsReady ? "better" : "not surely better")}.");
    }
}
