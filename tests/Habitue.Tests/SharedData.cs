namespace Habitue.Tests;

/// <summary>The folder of real data sets that may lie beside the repository; tests that need it skip when it does not.</summary>
internal static class SharedData
{
    /// <summary>The folder that HABITUE_SHARED names, or the folder "shared" beside the repository or above it; null when there is none.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>A file or folder below it, or skips the running test with the reason.</summary>
    public static string Require(string path)
    {
        if (Folder is null) Assert.Skip("The folder of shared data is not there: set HABITUE_SHARED or put it beside the repository as 'shared'.");
        var full = Path.Combine(Folder, path);
        if (!Path.Exists(full)) Assert.Skip($"The shared data hold no {path}.");
        return full;
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("HABITUE_SHARED") is { Length: > 0 } named) return Directory.Exists(named) ? named : null;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Directory.Exists(Path.Combine(folder.FullName, "shared", "data"))) return Path.Combine(folder.FullName, "shared");
        return null;
    }
}
