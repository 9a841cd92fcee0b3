using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Habitue.Bench.Learning;

/// <summary>
/// The learning library beside its peers: the same inputs, the same settings, two threads each, by turns in one run.
/// <c>learning [rounds] [task …]</c> runs the named tasks, or all, and writes the table anew from all results kept.
/// </summary>
internal static class LearningBench
{
    private static readonly string Results = Path.Combine("bench", "results");
    private static readonly string Kept = Path.Combine(Results, "learning");
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static LearningTask[] Tasks => [.. ClusteringTasks.All, .. DecompositionTasks.All, .. NeuralTasks.All, .. PatternsTasks.All];

    public static int Run(string[] args)
    {
        var rounds = 5;
        if (args.Length > 0 && int.TryParse(args[0], out var given)) (rounds, args) = (given, args[1..]);
        LearningTask[] tasks = [.. Tasks.Where(task => args.Length == 0 || args.Contains(task.Name))];
        if (args.Except(Tasks.Select(task => task.Name)).FirstOrDefault() is { } unknown)
        {
            Console.Error.WriteLine($"There is no task '{unknown}'; there are: {string.Join(", ", Tasks.Select(task => task.Name))}.");
            return 2;
        }

        if (PeerInputs.Make(out var why) is not { } inputs)
        {
            Console.Error.WriteLine(why);
            return 2;
        }

        Directory.CreateDirectory(Kept);
        using var yardstick = SharedPeer.Start(PeerVariant.Sklearn("kmeans"), inputs, out _);
        foreach (var task in tasks)
        {
            var result = Measure(task, rounds, inputs, yardstick);
            File.WriteAllText(Path.Combine(Kept, task.Name + ".json"), JsonSerializer.Serialize(result, Indented) + "\n");
            Console.WriteLine(Line(result));
        }

        File.WriteAllText(Path.Combine(Results, "learning.md"), Page());
        return 0;
    }

    private static TaskResult Measure(LearningTask task, int rounds, PeerInputs inputs, SharedPeer? yardstick)
    {
        var work = task.Prepare(inputs);
        var started = task.Peers.Select(variant => (Variant: variant, Peer: SharedPeer.Start(variant, inputs, out var why), Why: why)).ToList();
        List<(double Wall, double Processor)> ours = [];
        var theirs = started.ConvertAll(_ => new List<(double Wall, double Processor)>());
        object answer = 0;
        for (var round = -1; round < rounds; round++)
        {
            GC.Collect();
            var (used, watch) = (Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
            answer = work();
            var once = (watch.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - used).TotalSeconds);
            if (round >= 0) ours.Add(once);
            for (var i = 0; i < started.Count; i++)
                if (started[i].Peer?.Run() is { } time && round >= 0) theirs[i].Add(time);
        }

        var peers = new List<Times>();
        for (var i = 0; i < started.Count; i++)
        {
            var (variant, peer, why) = started[i];
            if (peer is not null)
            {
                var (name, quality) = peer.Report();
                peers.Add(new Times(name, [.. theirs[i].Select(t => t.Wall)], [.. theirs[i].Select(t => t.Processor)], Times.FiguresOf(quality), null));
                peer.Dispose();
            }
            else if (variant.Stored is { } stored && yardstick is not null)
            {
                peers.Add(StoredTimes.Of(stored, inputs, yardstick));
            }
            else
            {
                Console.Error.WriteLine($"{task.Name}: {variant.Script} {string.Join(' ', variant.Arguments)} is left out: {why}");
            }
        }

        var mine = new Times("Habitue", [.. ours.Select(t => t.Wall)], [.. ours.Select(t => t.Processor)], task.Figure(inputs, answer), null);
        return new TaskResult(task.Name, task.Title, task.Goal, $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd}", Contest.Machine(), mine, [.. peers]);
    }

    private static string Page()
    {
        TaskResult[] results = [.. Tasks.Select(task => Path.Combine(Kept, task.Name + ".json")).Where(File.Exists).Select(path => JsonSerializer.Deserialize<TaskResult>(File.ReadAllText(path))!)];
        var page = new StringBuilder("""
            # Learning

            The same input files, the same settings, two threads each, by turns in one run after one to warm up.
            Run it: `dotnet run -c Release --project bench/Habitue.Bench -- learning`; one task: `… learning 5 kmeans`.

            Milliseconds: least and median of the runs. Ratios are the fastest peer's time divided by ours: by the least time, by the median,
            and by processor time of all threads, which tells more than the clock when the machine is busy with other things.

            | task | ours: least | median | fastest peer | least | median | peer / ours: least | median | processor | goal | figures: ours; the peer's | date |
            |---|---:|---:|---|---:|---:|---:|---:|---:|---:|---|---|

            """);
        foreach (var result in results) page.Append(Line(result)).Append('\n');
        page.Append(CultureInfo.InvariantCulture, $"\nMachine: {string.Join("; ", results.Select(result => result.Machine).Distinct())}.\n");
        foreach (var note in results.SelectMany(result => result.Peers).Select(peer => peer.Note).OfType<string>().Distinct()) page.Append('\n').Append(note).Append('\n');
        return page.ToString();
    }

    private static string Line(TaskResult result)
    {
        var (ours, peer) = (result.Ours, result.Fastest);
        var start = $"| {result.Title} | {Milliseconds(ours.Least)} | {Milliseconds(ours.Median)} ";
        if (peer is null) return $"{start}| none | | | | | | {result.Goal:N1} | {Figures(ours)} | {result.Date} |";
        var processor = peer.Processor.Length == 0 ? "" : $"{peer.MedianProcessor / ours.MedianProcessor:N1}";
        return $"{start}| {peer.Who}{(peer.Note is null ? "" : "*")} | {Milliseconds(peer.Least)} | {Milliseconds(peer.Median)} "
            + $"| {peer.Least / ours.Least:N1} | {peer.Median / ours.Median:N1} | {processor} | {result.Goal:N1} | {Figures(ours)}; {Figures(peer, ours.Figures.Keys)} | {result.Date} |";
    }

    private static string Milliseconds(double seconds) => $"{seconds * 1000:N1}";

    private static string Figures(Times times, IEnumerable<string>? names = null) =>
        string.Join(", ", (names ?? times.Figures.Keys).Where(times.Figures.ContainsKey).Select(name => $"{name} {times.Figures[name].ToString("G8", CultureInfo.InvariantCulture)}"));
}
