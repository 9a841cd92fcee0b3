namespace Habitue.Tests.Host;

/// <summary>The script that people start: it builds once, from any folder, and two first calls do not break each other.</summary>
public sealed class LauncherTests : IDisposable
{
    private readonly TemporaryHome home = new();

    public void Dispose() => home.Dispose();

    [Fact]
    public void A_fresh_copy_builds_once_for_two_calls_at_the_same_time_and_then_starts_at_once()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("The launcher is a bash script; Windows has habitue.cmd.");
        var copy = Copy("a copy with spaces");
        var first = TheProgram.Shell(home.Folder, $"'{copy}/habitue' --version & '{copy}/habitue' --version & wait", "/");
        Assert.Equal(2, first.Lines.Count(line => line.StartsWith("habitue ", StringComparison.Ordinal)));
        Assert.Single(first.Error.Split('\n'), line => line.StartsWith("Building Habitue", StringComparison.Ordinal));

        var built = File.GetLastWriteTimeUtc(Path.Combine(copy, "bin/app.stamp"));
        File.CreateSymbolicLink(Path.Combine(home.Desk, "link"), Path.Combine(copy, "habitue"));
        var again = TheProgram.Shell(home.Folder, "./link --version", home.Desk);
        Assert.Equal((0, ""), (again.Code, again.Error));
        Assert.Equal(built, File.GetLastWriteTimeUtc(Path.Combine(copy, "bin/app.stamp")));

        // What a build of the tests leaves in the folders of the sources is no change of the sources.
        Directory.CreateDirectory(Path.Combine(copy, "src/Habitue/obj/Release"));
        Directory.CreateDirectory(Path.Combine(copy, "src/Habitue.Lake/bin/Release"));
        Assert.Equal("", TheProgram.Shell(home.Folder, $"'{copy}/habitue' --version").Error);

        File.AppendAllText(Path.Combine(copy, "src/Habitue/Program.cs"), "\nthis is no C#;\n");
        var broken = TheProgram.Shell(home.Folder, $"'{copy}/habitue' --version");
        Assert.Equal(1, broken.Code);
        Assert.Contains("Program.cs", broken.Error);
    }

    [Theory]
    [InlineData("dotnet", "https://dot.net")]
    [InlineData("npm", "https://nodejs.org")]
    public void What_is_missing_on_the_machine_is_named(string program, string where)
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("The launcher is a bash script; Windows has habitue.cmd.");
        var copy = Copy("copy", withParts: false);
        var tools = Directory.CreateDirectory(Path.Combine(home.Desk, "tools")).FullName;
        // A path that holds everything but the one program.
        TheProgram.Shell(home.Folder, $"IFS=:; for folder in $PATH; do ln -sf \"$folder\"/* '{tools}/' 2> /dev/null; done; rm -f '{tools}/{program}'");
        var ran = TheProgram.Shell(home.Folder, $"'{copy}/habitue' --version", null, ("PATH", tools));
        Assert.Equal(1, ran.Code);
        Assert.Contains(program, ran.Error);
        Assert.Contains(where, ran.Error);
    }

    /// <summary>The sources as a clone has them, with the npm parts brought.</summary>
    private string Copy(string name, bool withParts = true)
    {
        var target = Directory.CreateDirectory(Path.Combine(home.Desk, name)).FullName;
        var from = TheProgram.Repository;
        foreach (var file in Architecture.Repository.AllFiles())
        {
            var to = Path.Combine(target, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
        if (!withParts) return target;
        TheProgram.Shell(home.Folder, $"cp -r --reflink=auto '{from}/node_modules' '{target}/' && cksum < '{target}/package-lock.json' > '{target}/node_modules/.habitue.stamp'");
        return target;
    }
}
