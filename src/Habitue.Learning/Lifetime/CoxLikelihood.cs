using Habitue.Learning.Data;

namespace Habitue.Learning.Lifetime;

/// <summary>
/// The logarithm of Cox's partial likelihood, its gradient and its information, in one pass from the longest duration to the shortest: those at risk at
/// a time are those who were passed. Columns are standardized, so that pivots of the information compare with 1.
/// Source: Therneau and Grambsch, Modeling Survival Data (2000), sections 3.1 to 3.3.
/// </summary>
internal sealed class CoxLikelihood
{
    private readonly double[] values; // by rising duration
    private readonly double[] durations, scores, sum1, sum2, tied1, tied2, mean;
    private readonly bool[] events;
    private readonly bool efron;

    public CoxLikelihood(Survivals data, bool efron)
    {
        var (rows, order) = (data.Rows!, data.Order());
        (this.efron, Columns) = (efron, rows.Columns.Count);
        (Means, Scales) = (new double[Columns], new double[Columns]);
        for (var r = 0; r < rows.Rows; r++)
            for (var c = 0; c < Columns; c++) Means[c] += rows[r, c] / (double)rows.Rows;
        for (var r = 0; r < rows.Rows; r++)
            for (var c = 0; c < Columns; c++) Scales[c] += (rows[r, c] - Means[c]) * (rows[r, c] - Means[c]) / rows.Rows;
        for (var c = 0; c < Columns; c++)
            Scales[c] = Scales[c] > 1e-14 * Means[c] * Means[c] && Scales[c] > 0 ? Math.Sqrt(Scales[c]) : double.PositiveInfinity; // constant: all 0

        (values, durations, events, scores) = (new double[order.Length * Columns], new double[order.Length], new bool[order.Length], new double[order.Length]);
        for (var i = 0; i < order.Length; i++)
        {
            (durations[i], events[i]) = (data.Durations[order[i]], data.Events[order[i]]);
            for (var c = 0; c < Columns; c++) values[(i * Columns) + c] = (rows[order[i], c] - Means[c]) / Scales[c];
        }

        (sum1, tied1, mean, sum2, tied2) = (new double[Columns], new double[Columns], new double[Columns], new double[Columns * Columns], new double[Columns * Columns]);
    }

    public int Columns { get; }

    public double[] Means { get; }

    /// <summary>The standard deviations; infinite for a constant column.</summary>
    public double[] Scales { get; }

    /// <summary>The logarithm of the likelihood; writes the gradient, and the information (its lower half and diagonal).</summary>
    public double Sum(ReadOnlySpan<double> beta, Span<double> gradient, Span<double> information)
    {
        var most = Score(beta);
        double value = 0, sum0 = 0;
        foreach (var sums in (double[][])[sum1, sum2]) Array.Clear(sums);
        gradient.Clear();
        information.Clear();
        for (int to = durations.Length, from; to > 0; to = from)
        {
            double tied0 = 0, ties = 0;
            for (from = to; from > 0 && durations[from - 1] == durations[to - 1]; from--)
            {
                var row = values.AsSpan((from - 1) * Columns, Columns);
                var risk = Math.Exp(scores[from - 1] - most);
                sum0 += risk;
                Add(row, risk, sum1, sum2);
                if (!events[from - 1]) continue;
                if (ties++ == 0) Clear(tied1, tied2);
                tied0 += risk;
                Add(row, risk, tied1, tied2);
                value += scores[from - 1] - most;
                for (var c = 0; c < Columns; c++) gradient[c] += row[c];
            }

            for (var k = 0; k < ties; k++)
            {
                var share = efron ? k / ties : 0;
                var risk = sum0 - (share * tied0);
                value -= Math.Log(risk);
                for (var c = 0; c < Columns; c++) gradient[c] -= mean[c] = (sum1[c] - (share * tied1[c])) / risk;
                for (var i = 0; i < Columns; i++)
                    for (var j = 0; j <= i; j++)
                        information[(i * Columns) + j] += ((sum2[(i * Columns) + j] - (share * tied2[(i * Columns) + j])) / risk) - (mean[i] * mean[j]);
            }
        }

        return value;
    }

    /// <summary>The times of events and, up to each, the sum of the hazards of one whose columns are all at their means.</summary>
    public (double[] Times, double[] Hazards) Baseline(ReadOnlySpan<double> beta)
    {
        var most = Score(beta);
        var (times, steps, sum0) = (new List<double>(), new List<double>(), 0.0);
        for (int to = durations.Length, from; to > 0; to = from)
        {
            double tied0 = 0, ties = 0, step = 0;
            for (from = to; from > 0 && durations[from - 1] == durations[to - 1]; from--)
            {
                var risk = Math.Exp(scores[from - 1] - most);
                sum0 += risk;
                if (events[from - 1]) (tied0, ties) = (tied0 + risk, ties + 1);
            }

            for (var k = 0; k < ties; k++) step += 1 / (sum0 - ((efron ? k / ties : 0) * tied0));
            if (ties == 0) continue;
            times.Add(durations[to - 1]);
            steps.Add(step * Math.Exp(-most));
        }

        times.Reverse();
        steps.Reverse();
        for (var i = 1; i < steps.Count; i++) steps[i] += steps[i - 1];
        return ([.. times], [.. steps]);
    }

    /// <summary>
    /// How often, of two rows of which it is known that one had its event first, that one had the higher score; equal scores count half. 1/2 is chance.
    /// Source: Harrell and others, "Evaluating the yield of medical tests" (1982).
    /// </summary>
    public double Concordance(ReadOnlySpan<double> beta)
    {
        Score(beta);
        double[] sorted = [.. scores.Distinct().Order()];
        var (later, counts, good, pairs) = (new int[sorted.Length + 1], 0, 0.0, 0.0);
        for (int to = durations.Length, from; to > 0; to = from)
        {
            from = to;
            while (from > 0 && durations[from - 1] == durations[to - 1]) from--;
            for (var i = from; i < to; i++)
                if (!events[i]) Put(i); // censored at this time: the event would have come later
            for (var i = from; i < to && events[i]; i++)
            {
                var rank = Array.BinarySearch(sorted, scores[i]);
                double below = Below(rank), equal = Below(rank + 1) - below;
                good += below + (equal / 2);
                pairs += counts;
            }

            for (var i = from; i < to && events[i]; i++) Put(i);
        }

        return pairs > 0 ? good / pairs : 0.5;

        void Put(int row)
        {
            counts++;
            for (var at = Array.BinarySearch(sorted, scores[row]) + 1; at < later.Length; at += at & -at) later[at]++; // a Fenwick tree
        }

        int Below(int rank)
        {
            var sum = 0;
            for (var at = rank; at > 0; at -= at & -at) sum += later[at];
            return sum;
        }
    }

    private double Score(ReadOnlySpan<double> beta)
    {
        var most = double.NegativeInfinity;
        for (var i = 0; i < scores.Length; i++)
        {
            var score = 0.0;
            for (var c = 0; c < Columns; c++) score += values[(i * Columns) + c] * beta[c];
            scores[i] = score;
            most = Math.Max(most, score);
        }

        return most;
    }

    private static void Clear(double[] one, double[] two)
    {
        Array.Clear(one);
        Array.Clear(two);
    }

    private static void Add(ReadOnlySpan<double> row, double weight, double[] one, double[] two)
    {
        for (var i = 0; i < row.Length; i++)
        {
            var weighted = weight * row[i];
            one[i] += weighted;
            var line = two.AsSpan(i * row.Length, i + 1);
            for (var j = 0; j < line.Length; j++) line[j] += weighted * row[j];
        }
    }
}
