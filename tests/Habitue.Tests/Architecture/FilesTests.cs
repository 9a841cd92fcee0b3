using System.Text.RegularExpressions;

namespace Habitue.Tests.Architecture;

/// <summary>What holds for every file of the repository.</summary>
public sealed partial class FilesTests
{
    private const int LongestFile = 350;

    [Fact]
    public void A_namespace_is_its_folder()
    {
        Assert.All(SourceFiles(), file =>
        {
            var declared = Namespace().Match(File.ReadAllText(file)).Groups[1].Value;
            if (declared.Length == 0) return;   // top-level statements, assembly attributes
            var parts = Path.GetRelativePath(Repository.Folder, Path.GetDirectoryName(file)!).Split(Path.DirectorySeparatorChar)[1..];
            Assert.True(declared == string.Join('.', parts), $"{file}: {declared} is not {string.Join('.', parts)}");
        });
    }

    [Fact]
    public void No_source_file_is_longer_than_one_idea() =>
        Assert.All(SourceFiles(), file => Assert.True(File.ReadLines(file).Count() <= LongestFile, $"{file} has more than {LongestFile} lines"));

    [Fact]
    public void Nothing_is_left_for_later() =>
        Assert.All(SourceFiles(), file => Assert.DoesNotMatch(@"\bTO" + @"DO\b|\bFIX" + @"ME\b|NotImplemented" + "Exception", File.ReadAllText(file)));

    [Fact]
    public void No_file_names_a_machine_or_a_registry()
    {
        // Written in parts, so that this file does not name them either.
        string[] banned = ["/root" + "/", "/work" + "/", "/tmp" + "/w/", "registry.npmjs" + ".org", "api.nuget" + ".org", "C:" + "\\Users\\"];
        Assert.All(Repository.TextFiles(), file =>
        {
            var text = File.ReadAllText(file);
            Assert.All(banned, word => Assert.False(text.Contains(word, StringComparison.OrdinalIgnoreCase), $"{file} names {word}"));
        });
    }

    [Fact]
    public void No_catch_is_empty_without_a_word() =>
        Assert.All(SourceFiles(), file => Assert.DoesNotMatch(@"catch(\s*\([\w. ]*\))?\s*\{\s*\}", File.ReadAllText(file)));

    private static IEnumerable<string> SourceFiles() =>
        new[] { "src", "tests", "bench" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Folder, folder), "*.cs", SearchOption.AllDirectories)).Where(Repository.IsSource);

    [GeneratedRegex(@"^namespace ([A-Za-z0-9_.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
