using System.Globalization;
using Habitue.Insights;
using Habitue.Learning.Evaluation;
using Habitue.ModelShelf;

namespace Habitue.Value;

/// <summary>
/// How a forecast did on a period that it had never seen, and how often the intervals held what came. The rule of promotion is one: the deviance (<see cref="ForecastErrors.Deviance"/>)
/// of money, which is what a value is, must be smaller than that of the better of two simple answers by more than chance: the 95 % interval of the difference on the
/// same customers lies above 0. The simple answers are what the period before brought, drawn half way to the mean (nobody would say that who bought nothing lately never buys again), and the mean for everybody.
/// The same figures of purchases stand beside it.
/// </summary>
internal sealed record ValueSheet(IReadOnlyList<ModelMetric> Metrics, double In80, double In95, bool BeatsBaseline, string Verdict)
{
    /// <summary>The places of a target's figures.</summary>
    private const int Own = 0, Less = 1, Share = 2, PerTarget = 3;

    /// <summary>What is forecast: what came, what was said, what the period before brought of each customer and of all on average.</summary>
    private sealed record Target(string What, double[] Came, double[] Said, double[] Last, double MeanBefore)
    {
        private readonly double floor = Math.Max(1e-9, 0.001 * MeanBefore);

        /// <summary>The better of the simple answers, and what it is.</summary>
        public (double[] Answer, string Name) Simple => All(HalfLast) < All(Same) ? (HalfLast, "last period's half way to the mean") : (Same, "the mean for everybody");

        private double[] HalfLast { get; } = Array.ConvertAll(Last, last => (Math.Max(0, last) + MeanBefore) / 2);

        private double[] Same { get; } = ForecastErrors.Same(MeanBefore, Came.Length);

        /// <summary>The deviance of an answer, on average over the customers.</summary>
        public double All(double[] answer) => Enumerable.Range(0, Came.Length).Average(row => ForecastErrors.Deviance(Came[row], answer[row], floor));

        /// <summary>On average over some of the customers: the forecast's deviance, by how much the simple answer's is larger, and all that was said as a share of what came.</summary>
        public void Figures(double[] simple, ReadOnlySpan<int> rows, Span<double> into)
        {
            double own = 0, other = 0, said = 0, came = 0;
            foreach (var row in rows)
            {
                own += ForecastErrors.Deviance(Came[row], Said[row], floor);
                other += ForecastErrors.Deviance(Came[row], simple[row], floor);
                (said, came) = (said + Said[row], came + Came[row]);
            }
            into[Own] = own / rows.Length;
            into[Less] = (other - own) / rows.Length;
            into[Share] = Beside(said, came);
        }

        /// <summary>The same share of what the period before brought.</summary>
        public double LastShare => Beside(Last.Sum(), Came.Sum());

        private static double Beside(double said, double came) => came > 0 ? said / came : double.NaN;
    }

    public static ValueSheet Of(Forecast judged, Forecast trial, IntervalShares tried, (double Level80, double Level95) levels, SliceRun run)
    {
        var at = judged.At;
        // The mean for everybody is that of the period before: nobody knew that of the coming one.
        Target[] targets =
        [
            new("purchases", [.. at.Bought], judged.Counts, [.. at.Number("recent")], Mean(trial.At.Bought)),
            new("money", [.. at.Money], judged.Amounts, [.. at.Number("recent_spent")], Mean(trial.At.Money)),
        ];
        List<ModelMetric> metrics = [.. targets.SelectMany(one => ForecastErrors.Metrics(one.What, one.Came, one.Said, one.Last, run.Seed, run.Fit))];
        var simple = Array.ConvertAll(targets, one => one.Simple);
        var figures = new Bootstrap { Samples = 1000, Method = BootstrapMethod.Percentile, Seed = run.Seed }.Of(at.Count, targets.Length * PerTarget, (rows, into) =>
        {
            for (var i = 0; i < targets.Length; i++) targets[i].Figures(simple[i].Answer, rows, into.Slice(i * PerTarget, PerTarget));
        }, run.Fit);
        Interval Of(int target, int figure) => figures[(target * PerTarget) + figure];
        void Add(string name, Interval figure, double baseline, bool higherIsBetter) => metrics.Add(new ModelMetric("all", name, figure.Estimate, figure.Low, figure.High, baseline, higherIsBetter));
        foreach (var (i, one) in targets.Index())
        {
            // Without a purchase in the period there is nothing to have a share of.
            if (double.IsFinite(one.LastShare)) Add($"all expected {one.What} as a share of what came", Of(i, Share), one.LastShare, true);
            Add($"deviance of {one.What}", Of(i, Own), one.All(simple[i].Answer), false);
            Add(Closer(one.What), Of(i, Less), 0, true);
        }
        Interval[] gains = [.. Enumerable.Range(0, targets.Length).Select(i => Of(i, Less))];

        var held = new[] { (Level: 0.8, Held: IntervalLevels.Held(tried, levels.Level80)), (Level: 0.95, Held: IntervalLevels.Held(tried, levels.Level95)) };
        foreach (var (level, inside) in held)
        {
            var share = Interval.Wilson(inside.Count(one => one), inside.Length);
            metrics.Add(new ModelMetric("all", Within(level), share.Estimate, share.Low, share.High, level, true));
        }
        metrics.AddRange(ValueGroups.Metrics(ValueGroups.Of(run, at), judged, held, run.Seed, run.Fit));
        double[] shares = [.. held.Select(one => one.Held.Count(inside => inside) / (double)one.Held.Length)];
        var beats = gains[^1].Low > 0;
        return new ValueSheet(metrics, shares[0], shares[1], beats, Words(at.HorizonDays, [.. targets.Zip(gains, simple).Select(one => Words(one.First, one.Second, one.Third))], shares, beats));
    }

    /// <summary>How the share of customers within their intervals is called.</summary>
    public static string Within(double level) => string.Create(CultureInfo.InvariantCulture, $"share within the {level:0%} interval");

    /// <summary>How the difference to the simple answer is called.</summary>
    public static string Closer(string what) => $"deviance of {what} less than the simple answer's";

    private static string Words(Target target, Interval gain, (double[] Answer, string Name) simple)
    {
        var (own, other) = (ForecastErrors.Of(target.Came, target.Said), ForecastErrors.Of(target.Came, target.Last));
        return string.Create(CultureInfo.InvariantCulture,
            $"{target.What} {target.All(target.Said):0.000} beside {target.All(simple.Answer):0.000} of saying {simple.Name}, less by {gain.Estimate:0.000} ({gain.Low:0.000} to {gain.High:0.000}), mean absolute error {own.Mae:0.000} beside {other.Mae:0.000} of last period's, correlation {own.Correlation:0.00} beside {other.Correlation:0.00}");
    }

    private static string Words(int days, string[] targets, double[] held, bool beats) => string.Create(CultureInfo.InvariantCulture,
        $"Deviance over {days} days: {string.Join("; ", targets)}. {(beats ? "That of money is smaller by more than chance" : "That of money is not smaller by more than chance, so it is not promoted")}; {held[0]:0.0%} and {held[1]:0.0%} of customers spent within the 80 and 95 % intervals.");

    private static double Mean(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        return values.Length > 0 ? sum / values.Length : 0;
    }
}
