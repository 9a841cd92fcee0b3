using System.Text.RegularExpressions;
using Habitue.Learning;
using Habitue.Learning.Clustering;
using Habitue.Learning.Data;
using Habitue.Learning.Preprocessing;
using Habitue.Tests.Architecture;

namespace Habitue.Tests.Docs;

/// <summary>The pages of the learning library, taken together.</summary>
public sealed partial class LearningPagesTests
{
    private static readonly string Folder = Path.Combine(Repository.Folder, "docs", "learning");

    [Fact]
    public void Every_recipe_is_on_a_page()
    {
        string pages = string.Concat(Directory.EnumerateFiles(Folder, "*.md").Select(File.ReadAllText));

        Assert.All(
            Algorithms.All.Select(algorithm => algorithm.Recipe.GetType()).Where(type => !type.IsGenericType).Select(type => type.Name),
            name => Assert.Matches($@"\b{name}\b", pages));
    }

    [Fact]
    public void The_first_page_leads_to_all_others_and_to_no_missing_one()
    {
        string[] named = [.. Link().Matches(File.ReadAllText(Path.Combine(Folder, "README.md"))).Select(link => link.Groups[1].Value)];

        Assert.All(named, link => Assert.True(File.Exists(Path.Combine(Folder, link)), link));
        Assert.Empty(Directory.EnumerateFiles(Folder, "*.md").Select(Path.GetFileName).Except(named).Except(["README.md"]));
    }

    [Fact]
    public void The_example_of_the_first_page_divides_the_busy_from_the_idle()
    {
        var customers = Matrix.OfColumns(("recency_days", [2, 40, 5, 90, 12, 75, 8, 60]), ("orders", [9, 2, 6, 1, 5, 2, 7, 3]));
        var model = new MinMaxScaler().Then(new KMeans { Clusters = 2, Seed = 42 }).Fit(customers);
        int[] segment = model.Assign(customers);

        Assert.True(Learning.Blobs.Same([0, 1, 0, 1, 0, 1, 0, 1], segment));
        string source = File.ReadAllText(Path.Combine(Repository.Folder, "tests", "Habitue.Tests", "Docs", "LearningPagesTests.cs"));
        string[] example = Block().Match(File.ReadAllText(Path.Combine(Folder, "README.md"))).Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, example.Length);
        Assert.All(example, line => Assert.Contains(line, source));
    }

    [GeneratedRegex(@"\]\(([^)#]+\.md)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
