using System.Reflection;
using Habitue.Duck;
using Habitue.Lake.Storage;

namespace Habitue.Tests.Architecture;

/// <summary>Which project may know which. The arrows are drawn in ARCHITECTURE.md.</summary>
public sealed class ReferencesTests
{
    private static readonly Assembly Learning = Assembly.Load("Habitue.Learning");

    [Fact]
    public void Learning_knows_no_other_project() => Assert.Empty(OursIn(Learning));

    [Fact]
    public void Duck_knows_no_other_project() => Assert.Empty(OursIn(typeof(DuckDatabase).Assembly));

    [Fact]
    public void Duck_needs_nothing_but_the_framework() =>
        Assert.All(typeof(DuckDatabase).Assembly.GetReferencedAssemblies(), reference => Assert.StartsWith("System.", reference.Name));

    [Fact]
    public void The_lake_knows_only_Duck() => Assert.All(OursIn(typeof(Home).Assembly), name => Assert.Equal("Habitue.Duck", name));

    [Fact]
    public void Learning_reads_no_files_and_starts_no_processes()
    {
        var source = Directory.EnumerateFiles(Path.Combine(Repository.Folder, "src", "Habitue.Learning"), "*.cs", SearchOption.AllDirectories).Where(Repository.IsSource);
        Assert.All(source, file => Assert.DoesNotMatch(@"\b(File|Directory|Process|HttpClient|Environment\.GetEnvironmentVariable)\.", File.ReadAllText(file)));
    }

    private static string[] OursIn(Assembly assembly) =>
        [.. assembly.GetReferencedAssemblies().Select(reference => reference.Name!).Where(name => name.StartsWith("Habitue", StringComparison.OrdinalIgnoreCase)).Order()];
}
