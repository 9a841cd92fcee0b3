using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Habitue.Learning;
using Habitue.Learning.Clustering;
using Habitue.Learning.Data;
using Habitue.Learning.Decomposition;
using Habitue.Learning.Numerics;

namespace Habitue.Bench;

/// <summary>The learning library beside scikit-learn: the same bytes, the same settings, by turns in one run.</summary>
internal static class LearningBench
{
    private const int Rows = 500_000;
    private const int Columns = 15;
    private const int Customers = 4_338;

    public static int Run(string[] args)
    {
        var rounds = args.Length > 0 ? int.Parse(args[0]) : 5;
        var (rows, rfm) = (Mixture(Rows, Columns), Skewed(Customers));
        var first = rows.Take(new Seed(7).For(1).Sample(8, Rows));
        var folder = Directory.CreateTempSubdirectory("habitue-bench-");
        try
        {
            foreach (var (name, matrix) in new[] { ("rows", rows), ("first", first), ("rfm", rfm) })
                File.WriteAllBytes(Path.Combine(folder.FullName, name + ".f32"), MemoryMarshal.AsBytes(matrix.Values).ToArray());
            using var peer = LearningPeer.Start(folder.FullName);
            var table = new StringBuilder()
                .Append(Line(rounds, peer, "kmeans", $"k-means, {Rows:N0} x {Columns}, k 8, fixed first centres, 25 iterations (inertia)",
                    () => new KMeans { Clusters = 8, InitialCentres = first, MaxIterations = 25, Tolerance = 0 }.Fit(rows).Inertia))
                .Append(Line(rounds, peer, "pca", $"principal components, {Rows:N0} x {Columns} to 5, fit and transform (largest variance)",
                    () =>
                    {
                        var model = new Pca { Components = 5 }.Fit(rows);
                        model.Transform(rows);
                        return model.ExplainedVariance[0];
                    }))
                .Append(Line(rounds, peer, "sweep", $"k-means with k from 2 to 10, ten starts each, and exact silhouettes, {Customers:N0} x 3 (best silhouette)",
                    () => new KMeansSweep().Fit(rfm).Silhouette))
                .Append(Line(rounds, null, "", $"the same on {Rows:N0} x {Columns}, silhouettes of a sample of 10,000 (best silhouette)",
                    () => new KMeansSweep().Fit(rows).Silhouette));
            var page = $"""
                # Learning

                {Contest.Machine()}, two threads each; {(peer is null ? "scikit-learn was not installed" : peer.Version)}; {TimeProvider.System.GetUtcNow():yyyy-MM-dd}.
                Run it: `dotnet run -c Release --project bench/Habitue.Bench -- learning`

                Milliseconds, median and least of {rounds} rounds by turns after one to warm up; the figure in brackets is what both computed.
                Processor time is that of all threads, and tells more than the clock when the machine is busy with other things.

                | task | ours, ms | least | processor | figure | peer, ms | least | processor | figure | peer / ours | by least | by processor |
                |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
                {table}
                """;
            Console.Write(page);
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine("bench", "results")).FullName, "learning.md"), page.TrimEnd() + "\n");
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Line(int rounds, LearningPeer? peer, string task, string title, Func<double> ours)
    {
        List<(double Wall, double Processor, double Figure)> mine = [], theirs = [];
        for (var round = -1; round < rounds; round++)
        {
            GC.Collect();
            var (used, watch) = (Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
            var figure = ours();
            var once = (watch.Elapsed.TotalMilliseconds, (Environment.CpuUsage.TotalTime - used).TotalMilliseconds, figure);
            var other = peer?.Do(task);
            if (round < 0) continue;
            mine.Add(once);
            if (other is { } answer) theirs.Add(answer);
        }

        return theirs.Count == 0
            ? $"| {title} | {Columns3(mine)} | | | | | | | |\n"
            : $"| {title} | {Columns3(mine)} | {Columns3(theirs)} | {Median(theirs, t => t.Wall) / Median(mine, t => t.Wall):N1} "
                + $"| {theirs.Min(t => t.Wall) / mine.Min(t => t.Wall):N1} | {Median(theirs, t => t.Processor) / Median(mine, t => t.Processor):N1} |\n";
    }

    private static string Columns3(List<(double Wall, double Processor, double Figure)> times) =>
        $"{Median(times, t => t.Wall):N0} | {times.Min(t => t.Wall):N0} | {Median(times, t => t.Processor):N0} | {times[0].Figure:G8}";

    private static double Median<T>(List<T> times, Func<T, double> of)
    {
        var sorted = times.Select(of).Order().ToArray();
        return (sorted[sorted.Length / 2] + sorted[(sorted.Length - 1) / 2]) / 2;
    }

    /// <summary>Twelve wide Gaussians with centres in [0.15, 0.85], clipped to [0, 1].</summary>
    private static Matrix Mixture(int rows, int columns)
    {
        var random = new Seed(7).For(0);
        var centres = Enumerable.Range(0, 12 * columns).Select(_ => 0.15 + (0.7 * random.NextDouble())).ToArray();
        var widths = Enumerable.Range(0, 12).Select(_ => 0.15 + (0.2 * random.NextDouble())).ToArray();
        var x = new Matrix(rows, [.. Enumerable.Range(0, columns).Select(c => $"c{c}")]);
        for (var r = 0; r < rows; r++)
        {
            var part = random.Below(12);
            for (var c = 0; c < columns; c++)
                x[r, c] = (float)Math.Clamp(centres[(part * columns) + c] + (widths[part] * Normal(random)), 0, 1);
        }

        return x;
    }

    /// <summary>Recency, frequency and money of customers, long-tailed, scaled to [0, 1].</summary>
    private static Matrix Skewed(int rows)
    {
        var random = new Seed(7).For(2);
        var x = new Matrix(rows, ["recency", "frequency", "monetary"]);
        for (var r = 0; r < rows; r++)
        {
            var eager = Normal(random);
            x[r, 0] = (float)Math.Min(1, -Math.Log(1 - random.NextDouble()) * Math.Exp(-eager / 2) / 5);
            x[r, 1] = (float)Math.Min(1, Math.Exp(eager + (Normal(random) / 3)) / 30);
            x[r, 2] = (float)Math.Min(1, Math.Exp(eager + Normal(random)) / 60);
        }

        return x;
    }

    private static double Normal(Generator random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
