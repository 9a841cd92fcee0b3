using System.Diagnostics;
using System.Globalization;

namespace Habitue.Bench;

/// <summary>A whole process measured from outside: seconds by the clock, seconds of processor time, and the most memory it held.</summary>
internal static class MeasuredProcess
{
    /// <param name="Answer">What it wrote to its standard output.</param>
    internal sealed record Cost(double Wall, double Cpu, double Megabytes, string Answer);

    /// <summary>The folder with the data and the peers.</summary>
    public static string Shared => Environment.GetEnvironmentVariable("HABITUE_SHARED") ?? Path.GetFullPath(Path.Combine("..", "shared"));

    private static readonly Lazy<string> Delivered = new(Deliver);

    /// <summary>The program as it is delivered, built from the sources as they are now; outside of the repository the one beside the benchmark.</summary>
    public static string Program => Delivered.Value;

    private static string Deliver()
    {
        if (OperatingSystem.IsWindows() || !File.Exists("habitue")) return Path.Combine(AppContext.BaseDirectory, "habitue");
        // It builds itself when a source is newer than what was built.
        using var building = Process.Start(new ProcessStartInfo(Path.GetFullPath("habitue"), ["--version"]) { RedirectStandardOutput = true })!;
        building.StandardOutput.ReadToEnd();
        building.WaitForExit();
        return building.ExitCode == 0 ? Path.GetFullPath(Path.Combine("bin", "app", "habitue")) : throw new InvalidOperationException($"./habitue --version ended with {building.ExitCode}.");
    }

    /// <returns>Null when it ended with a failure, which is told.</returns>
    public static Cost? Run(string name, string file, IEnumerable<string> words)
    {
        if (!File.Exists("/usr/bin/time"))
        {
            Console.Error.WriteLine("This needs /usr/bin/time (the package time).");
            return null;
        }
        var start = new ProcessStartInfo("/usr/bin/time", ["-f", "%e %U %S %M", file, .. words]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var threads in (string[])["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"]) start.Environment[threads] = "2";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var answer = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var lines = error.GetAwaiter().GetResult().TrimEnd().Split('\n');
        if (process.ExitCode != 0)
        {
            Console.Error.WriteLine($"{name}: left out, it ended with {process.ExitCode}: {lines[0]}");
            return null;
        }
        double[] figures = [.. lines[^1].Split(' ').Select(figure => double.Parse(figure, CultureInfo.InvariantCulture))];
        return new Cost(figures[0], figures[1] + figures[2], figures[3] / 1024, answer);
    }
}
