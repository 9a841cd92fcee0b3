using System.Text.Json;
using Habitue.Duck;
using Habitue.Tests.Architecture;

namespace Habitue.Tests.Duck;

/// <summary>DuckDB's library comes from npm, for every platform in the same version.</summary>
public sealed class NativePartsTests
{
    private const string Prefix = "@duckdb/node-bindings-";

    private static Dictionary<string, string> Wanted()
    {
        using var package = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Folder, "package.json")));
        return package.RootElement.GetProperty("optionalDependencies").EnumerateObject()
            .Where(part => part.Name.StartsWith(Prefix, StringComparison.Ordinal)).ToDictionary(part => part.Name[Prefix.Length..], part => part.Value.GetString()!);
    }

    [Fact]
    public void Linux_on_both_processors_macOS_and_Windows_have_one_and_the_same_version()
    {
        Assert.Equal(["darwin-arm64", "darwin-x64", "linux-arm64", "linux-x64", "win32-x64"], Wanted().Keys.Order());
        var version = Assert.Single(Wanted().Values.Distinct());
        Assert.Equal(DuckDatabase.LibraryVersion, "v" + version.Split('-')[0]);
    }

    [Fact]
    public void Every_platform_has_its_part_in_the_lock_file_and_every_part_is_pinned_to_its_bytes()
    {
        using var kept = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Folder, "package-lock.json")));
        var parts = kept.RootElement.GetProperty("packages").EnumerateObject().Where(part => part.Name.Length > 0).ToDictionary(part => part.Name, part => part.Value);
        Assert.All(parts, part => Assert.True(part.Value.TryGetProperty("integrity", out var bytes) && bytes.GetString()!.StartsWith("sha512-", StringComparison.Ordinal), part.Key));
        Assert.All(Wanted(), wanted =>
        {
            var part = parts["node_modules/" + Prefix + wanted.Key];
            Assert.Equal(wanted.Value, part.GetProperty("version").GetString());
            Assert.Equal(wanted.Key, $"{part.GetProperty("os")[0].GetString()}-{part.GetProperty("cpu")[0].GetString()}");
        });
    }
}
