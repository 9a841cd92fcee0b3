using System.Diagnostics;

namespace Habitue.Tests.Host;

/// <summary>The built program, run as its users run it: a process with arguments, two streams and an exit code.</summary>
internal static class TheProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static string File { get; } = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "habitue.exe" : "habitue");

    /// <summary>The folder of the repository that these tests were built from.</summary>
    public static string Repository { get; } = FindRepository();

    public static Ran Run(string home, params string[] words) => Run(home, TextReader.Null, words);

    public static Ran Run(string home, TextReader input, params string[] words)
    {
        using var process = Start(home, words);
        process.StandardInput.Write(input.ReadToEnd());
        process.StandardInput.Close();
        return Finish(process);
    }

    public static Ran Shell(string home, string script, string? folder = null, params (string Name, string? Value)[] environment)
    {
        var start = Prepared(new ProcessStartInfo("bash", ["-c", script]), home);
        if (folder is not null) start.WorkingDirectory = folder;
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        return Finish(process);
    }

    /// <summary>Starts it; on Linux with Ctrl+C working even where the tests themselves run in the background, which ignores it.</summary>
    public static Process Start(string home, params string[] words) => StartWith(home, [], words);

    /// <summary>Starts it with more in its environment.</summary>
    public static Process StartWith(string home, (string Name, string Value)[] environment, params string[] words)
    {
        var start = Prepared(OperatingSystem.IsLinux() ? new ProcessStartInfo("env", ["--default-signal=INT", File, .. words]) : new ProcessStartInfo(File, words), home);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    public static Ran Finish(Process process)
    {
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"The program did not end. It said: {output}");
        }
        return new Ran(process.ExitCode, output, error.GetAwaiter().GetResult());
    }

    public static void Signal(Process process, string name) => Process.Start("kill", ["-" + name, process.Id.ToString()]).WaitForExit();

    private static ProcessStartInfo Prepared(ProcessStartInfo start, string home)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.Environment["HABITUE_HOME"] = home;
        start.Environment["TERM"] = "xterm-256color";
        foreach (var name in (string[])["NO_COLOR", "COLUMNS", "HABITUE_TRACE"]) start.Environment.Remove(name);
        return start;
    }

    private static string FindRepository()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!System.IO.File.Exists(Path.Combine(at.FullName, "Habitue.slnx"))) at = at.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        return at.FullName;
    }
}

/// <summary>How a process ended, and what it said.</summary>
internal sealed record Ran(int Code, string Out, string Error)
{
    public string[] Lines => Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
