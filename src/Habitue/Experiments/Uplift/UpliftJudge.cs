using Habitue.Learning;
using Habitue.Learning.Evaluation;
using Habitue.Learning.Experiments;

namespace Habitue.Experiments.Uplift;

/// <summary>Judges scores of uplift on customers that the model has not seen. Nobody is both treated and left alone, so groups are compared.</summary>
/// <param name="outcomes">Per customer: 0 or 1, or an amount.</param>
/// <param name="treated">Whether the customer was treated.</param>
/// <param name="scores">The uplift that is said, in the outcomes' unit.</param>
/// <param name="cost">What a contact costs, in the outcomes' unit.</param>
internal sealed class UpliftJudge(double[] outcomes, bool[] treated, float[] scores, double cost)
{
    private const int Fifths = 5, Samples = 1_000, Nobody = Fifths + 1, Everybody = Fifths + 2;

    private readonly float[] cuts = CutsOf(scores);

    /// <summary>The scores from which on the fifths 1 to 4 begin.</summary>
    public IReadOnlyList<float> Cuts => cuts;

    /// <summary>In which fifth a score lies; 1 is the best.</summary>
    public static int FifthOf(IReadOnlyList<float> cuts, float score) => 1 + cuts.Count(cut => score < cut);

    public UpliftSheet Judge(string model, int learned, Seed seed, FitRun run)
    {
        var fifths = Array.ConvertAll(scores, score => FifthOf(cuts, score));
        // Quantiles as they are: to leave out each row in turn would cost as much again as all samples.
        var limits = new Bootstrap { Samples = Samples, Method = BootstrapMethod.Percentile, Seed = seed }.Of(scores.Length, Everybody + 1, (rows, into) => Figures(rows, fifths, into), run);
        return new UpliftSheet(model, learned,
            [.. Enumerable.Range(1, Fifths).Select(fifth => Fifth(fifth, fifths, limits[fifth])).Where(fifth => fifth.Customers > 0)], limits[0], limits[Nobody], limits[Everybody]);
    }

    private UpliftFifth Fifth(int fifth, int[] fifths, Interval observed)
    {
        float[] said = [.. scores.Where((_, row) => fifths[row] == fifth)];
        return new UpliftFifth(fifth, said.Length, said.Length > 0 ? said.Average() : 0, observed);
    }

    /// <summary>Qini's coefficient, the difference of the arms in each fifth, and what the choice brings over nobody and everybody.</summary>
    private void Figures(ReadOnlySpan<int> rows, int[] fifths, Span<double> into)
    {
        var (some, arms, said) = (new double[rows.Length], new bool[rows.Length], new float[rows.Length]);
        Span<Arms> groups = stackalloc Arms[Everybody + 1];
        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows[i];
            (some[i], arms[i], said[i]) = (outcomes[row], treated[row], scores[row]);
            groups[fifths[row]].Add(treated[row], outcomes[row]);
            groups[scores[row] > cost ? Nobody : Everybody].Add(treated[row], outcomes[row]);
        }

        into[0] = UpliftMeasures.Qini(some, arms, said);
        for (var fifth = 1; fifth <= Fifths; fifth++) into[fifth] = groups[fifth].Uplift;
        // Over nobody those count who are chosen, over everybody those who are left alone.
        into[Nobody] = groups[Nobody].Count == 0 ? 0 : groups[Nobody].Count * (groups[Nobody].Uplift - cost) / rows.Length;
        into[Everybody] = groups[Everybody].Count == 0 ? 0 : groups[Everybody].Count * (cost - groups[Everybody].Uplift) / rows.Length;
    }

    private static float[] CutsOf(float[] scores)
    {
        float[] sorted = [.. scores.OrderDescending()];
        return [.. Enumerable.Range(1, Fifths - 1).Select(fifth => sorted[(sorted.Length * fifth / Fifths) - 1])];
    }

    private record struct Arms(double With, double WithSum, double Without, double WithoutSum)
    {
        public readonly double Count => With + Without;

        /// <summary>NaN where an arm has nobody.</summary>
        public readonly double Uplift => (WithSum / With) - (WithoutSum / Without);

        public void Add(bool treated, double outcome)
        {
            if (treated) (With, WithSum) = (With + 1, WithSum + outcome);
            else (Without, WithoutSum) = (Without + 1, WithoutSum + outcome);
        }
    }
}
