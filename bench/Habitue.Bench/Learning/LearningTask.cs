using System.Text.Json;

namespace Habitue.Bench.Learning;

/// <summary>One line of the table: our way, the peers' ways on the same input, and how many times faster it is to be.</summary>
/// <param name="Name">The word by which it is asked for, and the name of its file of results.</param>
/// <param name="Title">What is done, on how much.</param>
/// <param name="Goal">The fastest peer's time divided by ours is to be at least this.</param>
/// <param name="Prepare">Reads the inputs and gives the work that is timed.</param>
/// <param name="Figure">What both compute, to see that it is the same work: the name of a figure and its least exact digits.</param>
internal sealed record LearningTask(string Name, string Title, double Goal, Func<PeerInputs, Func<object>> Prepare, Func<PeerInputs, object, Dictionary<string, double>> Figure, params PeerVariant[] Peers);

/// <summary>One way of a peer.</summary>
/// <param name="Script">The script of the shared folder.</param>
/// <param name="Arguments">What it is told after the folder of inputs.</param>
/// <param name="Number">Which of the variants that the script times, from 0.</param>
internal sealed record PeerVariant(string Script, string[] Arguments, int Number = 0)
{
    /// <summary>How many threads its linear algebra may use.</summary>
    public string BlasThreads { get; init; } = "2";

    /// <summary>Where its figure stands in the shared results when it is not installed: the task's and the peer's names as they are there.</summary>
    public (string Task, string Peer)? Stored { get; init; }

    public static PeerVariant Sklearn(string task, int number = 0) => new("run_sklearn.py", [task], number);

    public static PeerVariant Xgboost(string grow) => new("run_xgboost.py", [grow]);
}

/// <summary>What one side took, run after run, in seconds, and what it found.</summary>
internal sealed record Times(string Who, double[] Wall, double[] Processor, Dictionary<string, double> Figures, string? Note)
{
    public double Least => Wall.Min();

    public double Median => Middle(Wall);

    public double MedianProcessor => Middle(Processor);

    public static Dictionary<string, double> FiguresOf(JsonElement quality) =>
        quality.EnumerateObject().Where(one => one.Value.ValueKind == JsonValueKind.Number).ToDictionary(one => one.Name, one => one.Value.GetDouble());

    private static double Middle(double[] times)
    {
        double[] sorted = [.. times.Order()];
        return (sorted[sorted.Length / 2] + sorted[(sorted.Length - 1) / 2]) / 2;
    }
}

/// <summary>The results of one task, as they are kept.</summary>
internal sealed record TaskResult(string Name, string Title, double Goal, string Date, string Machine, Times Ours, Times[] Peers)
{
    /// <summary>The fastest of the peers, by its least time.</summary>
    public Times? Fastest => Peers.MinBy(peer => peer.Least);
}
