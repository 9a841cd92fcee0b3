using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Habitue.Bench;

/// <summary>Several ways to do the same work, run by turns so that a busy moment of the machine hits all; the first one is the yardstick.</summary>
internal sealed class Contest(string title)
{
    private readonly List<(string Name, Action Work, List<double> Times, List<double> Cpu)> _ways = [];

    public Contest Add(string name, Action work)
    {
        _ways.Add((name, work, [], []));
        return this;
    }

    /// <summary>One round to warm up, then the rounds that count; the result is a table in Markdown.</summary>
    public string Run(int rounds)
    {
        foreach (var (_, work, _, _) in _ways)
            work();
        for (var round = 0; round < rounds; round++)
            foreach (var (_, work, times, cpu) in _ways)
            {
                GC.Collect();
                var used = Environment.CpuUsage.TotalTime;
                var watch = Stopwatch.StartNew();
                work();
                times.Add(watch.Elapsed.TotalMilliseconds);
                cpu.Add((Environment.CpuUsage.TotalTime - used).TotalMilliseconds);
            }
        var table = new StringBuilder($"## {title}\n\nMedian of {rounds} rounds by turns; processor time is that of all threads.\n\n"
            + "| way | ms | best ms | ratio | processor ms | ratio |\n|---|---:|---:|---:|---:|---:|\n");
        var (first, firstCpu) = (Median(_ways[0].Times), Median(_ways[0].Cpu));
        foreach (var (name, _, times, cpu) in _ways)
            table.Append($"| {name} | {Median(times):N0} | {times.Min():N0} | {Median(times) / first:N2} | {Median(cpu):N0} | {Median(cpu) / firstCpu:N2} |\n");
        return table.Append('\n').ToString();
    }

    public static string Machine() =>
        $"{Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GB, {RuntimeInformation.OSArchitecture}, .NET {Environment.Version}";

    private static double Median(List<double> times)
    {
        var sorted = times.Order().ToArray();
        return (sorted[sorted.Length / 2] + sorted[(sorted.Length - 1) / 2]) / 2;
    }
}
