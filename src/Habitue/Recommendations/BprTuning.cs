using Habitue.Learning;
using Habitue.Learning.Recommendation;

namespace Habitue.Recommendations;

/// <summary>
/// How fast and how long BPR learns. Both are chosen by what was bought in the days to choose by, never by those that judge; which of them fits
/// depends on how many purchases there are.
/// </summary>
/// <param name="LearningRate">How far each step goes.</param>
/// <param name="Steps">How many pairs are drawn, about: passes over few purchases are many, over many they are few.</param>
internal sealed record BprTuning(double LearningRate, double Steps)
{
    private const int MostEpochs = 60;

    private static readonly double[] Rates = [0.05, 0.1];

    private static readonly double[] Lengths = [0.25, 0.5, 1];

    private const double MostSteps = 4e6;

    public Bpr Recipe(int pairs, Seed seed) => new() { Factors = 32, LearningRate = LearningRate, Epochs = Epochs(pairs, Steps), Seed = seed };

    /// <summary>The one whose lists, by themselves, hold best what was bought from a snapshot's moment until another.</summary>
    public static BprTuning Choose(PurchaseLog log, Snapshot snapshot, DateTime until, Seed seed, FitRun run)
    {
        var pairs = snapshot.Known.Values.Count;
        var epochs = Lengths.Select(length => Epochs(pairs, length * MostSteps)).Distinct().ToArray();
        var paths = new IReadOnlyList<BprModel>[Rates.Length];
        Parallel.For(0, paths.Length, new ParallelOptions { CancellationToken = run.Cancel, MaxDegreeOfParallelism = run.Threads > 0 ? run.Threads : -1 },
            rate => paths[rate] = new BprTuning(Rates[rate], MostSteps).Recipe(pairs, seed).FitPath(snapshot.Known, epochs, run with { Progress = null }));
        var tunings = new Dictionary<string, BprTuning>();
        var parts = new List<Part>();
        for (var rate = 0; rate < Rates.Length; rate++)
            for (var place = 0; place < epochs.Length; place++)
            {
                var name = $"{PartNames.Bpr} {rate} {place}";
                tunings[name] = new BprTuning(Rates[rate], (double)epochs[place] * pairs);
                parts.Add(new ModelPart(name, paths[rate][place], snapshot, isFresh: true));
            }
        var judged = Judged.Of(log, snapshot, until, parts, run.Threads, run.Cancel);
        return tunings[new BlendSearch(judged, run.Threads, run.Cancel).BestAlone(tunings.Keys).Part];
    }

    private static int Epochs(int pairs, double steps) => (int)Math.Clamp(Math.Round(steps / pairs), 1, MostEpochs);
}
