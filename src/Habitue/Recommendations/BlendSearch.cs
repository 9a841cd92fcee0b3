namespace Habitue.Recommendations;

/// <summary>
/// Finds the weights of the hybrid: from the best part alone it goes on changing one weight at a time as long as the mean
/// NDCG@10 of the judged customers rises by more than a trifle. These customers must not be those that it is judged by.
/// </summary>
internal sealed class BlendSearch(Judged judged, int threads, CancellationToken cancel)
{
    private static readonly float[] Steps = [0, 0.1f, 0.2f, 0.35f, 0.5f, 0.75f, 1, 1.5f, 2];

    /// <summary>What rises by less than this share is chance.</summary>
    private const double Trifle = 0.003;

    private const int Rounds = 2;

    /// <summary>The best part alone, by NDCG@10.</summary>
    public (string Part, double Ndcg) BestAlone(IReadOnlyCollection<string> among) => judged.Parts.Where(among.Contains)
        .Select(part => (part, Mean(Blend.Alone(judged.Parts, part)))).MaxBy(one => one.Item2);

    public (Blend Blend, double Ndcg) Find()
    {
        var (start, best) = BestAlone(judged.Parts);
        var blend = Blend.Alone(judged.Parts, start);
        for (var round = 0; round < Rounds; round++)
        {
            var before = best;
            for (var part = 0; part < judged.Parts.Length; part++)
            {
                foreach (var step in Steps)
                {
                    if (step == blend.Weights[part]) continue;
                    float[] weights = [.. blend.Weights];
                    weights[part] = step;
                    if (weights.Sum() == 0) continue;
                    var tried = blend with { Weights = weights };
                    var ndcg = Mean(tried);
                    // A part that is left out saves its learning: that is worth the trifle.
                    if (ndcg > best * (step == 0 ? 1 - Trifle : 1 + Trifle)) (blend, best) = (tried, ndcg);
                }
            }
            if (best <= before) break;
        }
        return (blend, best);
    }

    private double Mean(Blend blend)
    {
        var ndcg = new double[judged.Customers];
        Parallel.For(0, ndcg.Length, new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = threads > 0 ? threads : -1 },
            i => ndcg[i] = RankingSheet.Ndcg(RankingSheet.Ranked(judged.Lists[i], blend), judged.Found[i], judged.Found[i].Length + judged.OutOfReach[i]));
        return ndcg.Average();
    }
}
