using System.Text.RegularExpressions;
using Habitue.Tests.Architecture;
using Habitue.Tests.Host;

namespace Habitue.Tests.Docs;

/// <summary>What the documents tell people to type works, and what they point to is there.</summary>
public sealed partial class DocumentsRunTests : IDisposable
{
    private readonly TemporaryHome home = new();

    public void Dispose() => home.Dispose();

    public static TheoryData<string> Documents() =>
        new(Repository.AllFiles().Where(path => path.EndsWith(".md", StringComparison.Ordinal)).Select(path => Path.GetRelativePath(Repository.Folder, path)).Order());

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/user-guide.md")]
    public void Every_command_succeeds(string document)
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("The documents show bash commands.");
        home.Write("my-orders.csv", """
            order_id,customer_id,order_date,product_id,product_name,quantity,unit_price,country
            1,ann,2024-03-01 10:00:00,P1,Blue cup,2,4.50,France
            2,bob,2024-03-02 11:30:00,P1,Blue cup,10,4.00,Spain
            2,bob,2024-03-02 11:30:00,P1,Blue cup,10,4.00,Spain

            """);
        File.CreateSymbolicLink(Path.Combine(home.Desk, "habitue"), TheProgram.File);
        var ran = TheProgram.Shell(home.Folder, $"set -euo pipefail\nPATH={AppContext.BaseDirectory}:$PATH\n{ShellBlocks.Of(document)}", home.Desk);
        Assert.True(ran.Code == 0, $"{document} ended with {ran.Code}:\n{ran.Error}\n{ran.Out}");
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_link_to_a_file_leads_somewhere(string document)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Folder, document))!;
        Assert.All(Link().Matches(File.ReadAllText(Path.Combine(Repository.Folder, document))).Select(match => match.Groups[1].Value.Split('#')[0]).Where(link => link.Length > 0 && !link.Contains("://", StringComparison.Ordinal)),
            link => Assert.True(Path.Exists(Path.Combine(folder, link)), $"{document} points to {link}"));
    }

    [Fact]
    public void Every_path_that_ARCHITECTURE_names_is_there()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Folder, "ARCHITECTURE.md"));
        var paths = SourcePath().Matches(text).Select(match => match.Groups[1].Value).Where(path => !path.Contains('…', StringComparison.Ordinal) && !path.Contains("/X", StringComparison.Ordinal) && !path.Contains("NN", StringComparison.Ordinal) && !path.EndsWith("name.sql", StringComparison.Ordinal));
        Assert.All(paths, path => Assert.True(Path.Exists(Path.Combine(Repository.Folder, path)), $"ARCHITECTURE.md names {path}"));
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`((?:src|tests|bench|tools)/[^`*]+)`")]
    private static partial Regex SourcePath();
}
