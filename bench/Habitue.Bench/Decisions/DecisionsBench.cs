using System.Globalization;
using System.Runtime.InteropServices;

namespace Habitue.Bench.Decisions;

/// <summary>Decisions: regret of bandits, coverage of off-policy limits, and how fast the server decides with a million known customers. Each part keeps its page.
/// <c>fill FOLDER</c> makes the shop beforehand; HABITUE_BENCH_FOLDER names the folder to <c>load</c>, so that a short quiet hour is enough to measure.</summary>
internal static class DecisionsBench
{
    private static readonly Dictionary<string, (string Title, Action<TextWriter> Write)> Parts = new()
    {
        ["regret"] = ("What bandits lose", Regret.Write),
        ["coverage"] = ("How often off-policy limits hold", Coverage.Write),
        ["load"] = ("Decisions under load", DecideLoad.Write),
    };

    public static int Run(string[] args)
    {
        if (args is ["fill", var filled])
        {
            DecideLoad.Fill(filled);
            return 0;
        }
        var chosen = args.Length == 0 ? [.. Parts.Keys] : args;
        if (chosen.FirstOrDefault(name => !Parts.ContainsKey(name)) is { } strange)
        {
            Console.Error.WriteLine($"'{strange}' is no part of this benchmark; there are {string.Join(", ", Parts.Keys)}.");
            return 2;
        }
        foreach (var name in chosen)
        {
            using var page = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
            page.WriteLine($"# {Parts[name].Title}");
            page.WriteLine();
            page.WriteLine($"{Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GB, {RuntimeInformation.ProcessArchitecture}, {RuntimeInformation.FrameworkDescription}; {TimeProvider.System.GetUtcNow():yyyy-MM-dd}.");
            page.WriteLine($"Run it: `dotnet run -c Release --project bench/Habitue.Bench -- decisions {name}`");
            page.WriteLine();
            Parts[name].Write(page);
            var folder = Directory.CreateDirectory(Path.Combine("bench", "results", "decisions"));
            File.WriteAllText(Path.Combine(folder.FullName, $"{name}.md"), page.ToString().TrimEnd() + "\n");
            Console.Write(page.ToString());
        }
        return 0;
    }
}
