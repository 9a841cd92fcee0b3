using Habitue.Tests.Architecture;

namespace Habitue.Tests.Docs;

/// <summary>Holds an example of a page of docs/learning to the test that runs it.</summary>
internal static class DocumentedExample
{
    /// <summary>Every line between <c>#region example</c> and <c>#endregion</c> of the test's file stands on the page.</summary>
    public static void IsOnPage(string page, string test)
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Folder, "docs", "learning", page + ".md")).Select(line => line.Trim()).ToHashSet();
        string[] source = File.ReadAllLines(Path.Combine(Repository.Folder, "tests", "Habitue.Tests", "Docs", test + ".cs"));
        var examples = new List<string>();
        for (int i = 0, inside = 0; i < source.Length; i++)
        {
            var line = source[i].Trim();
            if (line == "#region example") inside = 1;
            else if (line == "#endregion") inside = 0;
            else if (inside == 1 && line.Length > 0) examples.Add(line);
        }

        Assert.NotEmpty(examples);
        Assert.All(examples, line => Assert.Contains(line, lines));
    }
}
