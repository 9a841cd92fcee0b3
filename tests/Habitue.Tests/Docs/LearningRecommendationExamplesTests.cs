using Habitue.Learning.Data;
using Habitue.Learning.Recommendation;
using Habitue.Tests.Architecture;

namespace Habitue.Tests.Docs;

/// <summary>The examples of docs/learning/recommendation.md, run; and every line of theirs is one of this file.</summary>
public sealed class LearningRecommendationExamplesTests
{
    [Fact]
    public void The_examples_give_what_one_would_expect()
    {
        var bought = Interactions.Of([
            ("ann", "black tea", 3f), ("ann", "milk", 2f), ("bob", "black tea", 1f), ("bob", "milk", 1f), ("bob", "sugar", 1f),
            ("cat", "coffee", 4f), ("cat", "sugar", 2f), ("dan", "coffee", 1f), ("dan", "filter", 1f)]);

        var model = new ItemNeighbours { Neighbours = 20 }.Fit(bought);
        Recommended[] forAnn = model.Recommend("ann", 3);
        bool[] inStock = [.. bought.Items.All.Select(item => item != "sugar")];
        Recommended[] whatWeHave = model.Recommend("ann", 3, inStock);
        Assert.Equal("sugar", forAnn[0].Name);
        Assert.DoesNotContain(whatWeHave, one => one.Name is "sugar" or "milk" or "black tea");

        Recommended[] forStranger = model.RecommendForBasket(["coffee"], 2);
        Recommended[] alike = model.SimilarItems("black tea", 1);
        Assert.Equal(["filter", "sugar"], forStranger.Select(one => one.Name).Order());
        Assert.Equal("milk", alike[0].Name);

        Recommended[] likeYou = new UserNeighbours { Similarity = Similarity.Jaccard }.Fit(bought).Recommend("ann", 1);
        Recommended[] byWeights = new Ease { Ridge = 1 }.Fit(bought).Recommend("ann", 1);
        Assert.Equal(("sugar", "sugar"), (likeYou[0].Name, byWeights[0].Name));

        var als = new ImplicitAls { Factors = 2, Alpha = 10, Seed = 7 }.Fit(bought);
        Recommended[] byFactors = als.RecommendForBasket(["coffee"], 2);
        Assert.Contains("filter", byFactors.Select(one => one.Name));

        Recommended[] byOrder = new Bpr { Factors = 2, Seed = 7 }.Fit(bought).Recommend("ann", 1);
        Assert.Equal("sugar", byOrder[0].Name);

        var stars = Interactions.Of([("ann", "tea", 5f), ("ann", "milk", 3f), ("bob", "tea", 4f), ("bob", "milk", 2f), ("cat", "tea", 5f)]);
        float expected = new MatrixFactorization { Factors = 1, Regularization = 0.1 }.Fit(stars).Predict("cat", "milk");
        Assert.InRange(expected, 2.5f, 3.5f);

        var described = Interactions.Of([("ann", "black tea", 1f), ("bob", "cup", 1f)], moreItems: ["green tea"])
            .WithAttributes([("black tea", "tea", 1f), ("green tea", "tea", 1f), ("cup", "china", 1f)]);
        Recommended[] newItem = new ContentBased().Fit(described).Recommend("ann", 1);
        Assert.Equal("green tea", newItem[0].Name);

        var both = new Hybrid { Parts = [new(new ItemNeighbours()), new(new Popularity(), 0.1)] }.Fit(bought);
        Recommended[] forNobody = both.RecommendForBasket(Array.Empty<string>(), 1);
        Assert.Equal("black tea", forNobody[0].Name);
    }

    [Fact]
    public void Every_line_of_the_page_is_one_that_runs()
    {
        var page = File.ReadAllLines(Path.Combine(Repository.Folder, "docs", "learning", "recommendation.md"));
        var here = File.ReadAllLines(Path.Combine(Repository.Folder, "tests", "Habitue.Tests", "Docs", "LearningRecommendationExamplesTests.cs")).Select(line => line.Trim()).ToHashSet();
        var (inside, lines) = (false, new List<string>());
        foreach (var line in page)
        {
            if (line.StartsWith("```", StringComparison.Ordinal)) inside = line == "```csharp";
            else if (inside) lines.Add(line.Trim());
        }

        Assert.True(lines.Count > 15, $"{lines.Count} lines");
        Assert.All(lines, line => Assert.Contains(line, here));
    }
}
