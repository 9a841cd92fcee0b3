using System.Diagnostics;
using System.Globalization;

namespace Habitue.Bench;

/// <summary>
/// scikit-learn in a Python process that waits for orders, so that it and we work by turns on the same files in
/// the same minute. Null when Debian's python3-sklearn is not installed.
/// </summary>
internal sealed class LearningPeer : IDisposable
{
    private const string Python = "/usr/bin/python3";

    private readonly Process _process;

    private LearningPeer(Process process, string version) => (_process, Version) = (process, version);

    public string Version { get; }

    public static LearningPeer? Start(string data)
    {
        if (!File.Exists(Python)) return null;
        var start = new ProcessStartInfo(Python, [Path.Combine("bench", "Habitue.Bench", "learning_peer.py"), data])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["OMP_NUM_THREADS"] = start.Environment["OPENBLAS_NUM_THREADS"] = $"{Environment.ProcessorCount}";
        var process = Process.Start(start)!;
        if (process.StandardOutput.ReadLine() is { } version) return new LearningPeer(process, version);
        process.Dispose();
        return null;
    }

    /// <summary>Does one task once: milliseconds on the clock, milliseconds of processor time, and a figure to compare.</summary>
    public (double Wall, double Processor, double Figure) Do(string task)
    {
        _process.StandardInput.WriteLine(task);
        _process.StandardInput.Flush();
        var answer = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"scikit-learn ended during {task}.");
        var parts = Array.ConvertAll(answer.Split(' '), part => double.Parse(part, CultureInfo.InvariantCulture));
        return (parts[0], parts[1], parts[2]);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
