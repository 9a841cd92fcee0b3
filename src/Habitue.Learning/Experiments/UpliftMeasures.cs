using Habitue.Learning.Evaluation;

namespace Habitue.Learning.Experiments;

/// <summary>One point of a curve of uplift: what treating the best-scored share of all customers brings.</summary>
/// <param name="ShareOfRows">The share of the customers who would be treated, best scores first.</param>
/// <param name="Gain">The outcomes gained, per customer of all.</param>
public sealed record UpliftPoint(double ShareOfRows, double Gain);

/// <summary>
/// How well scores say whom to treat, on rows of a test that the model had not seen. Nobody is both treated and left alone, so no row is right or wrong:
/// groups of rows are compared. An outcome is 0 or 1, or an amount such as what was spent. Rows of one score are alike, on one straight line of the curve; the order of rows changes nothing. Cost: O(n log n).
/// </summary>
public static class UpliftMeasures
{
    /// <summary>
    /// The area between Qini's curve and the straight line to its end, which treating at random would give: above 0 when the scores are better than chance.
    /// Its unit is outcomes gained per customer. Source: Radcliffe, "Using control groups to target on predicted lift" (2007).
    /// </summary>
    public static double Qini(ReadOnlySpan<double> outcomes, ReadOnlySpan<bool> treated, ReadOnlySpan<float> scores) => AreaOverLine(QiniCurve(outcomes, treated, scores));

    /// <summary>The area under the curve of uplift; half the average effect is what treating at random would give.</summary>
    public static double Auuc(ReadOnlySpan<double> outcomes, ReadOnlySpan<bool> treated, ReadOnlySpan<float> scores) => Area(UpliftCurve(outcomes, treated, scores));

    /// <summary>
    /// Qini's curve: outcomes of the treated, less those of the untreated scaled to as many customers; divided by the number of all rows, so
    /// that it ends at the average effect times the share that was treated.
    /// </summary>
    public static IReadOnlyList<UpliftPoint> QiniCurve(ReadOnlySpan<double> outcomes, ReadOnlySpan<bool> treated, ReadOnlySpan<float> scores) =>
        Curve(outcomes, treated, scores, (yes, with, no, without, all) => (yes - (without > 0 ? no * with / without : 0)) / all);

    /// <summary>The curve of uplift: the difference of the two arms' shares among the best-scored, times the share that these are of all.</summary>
    public static IReadOnlyList<UpliftPoint> UpliftCurve(ReadOnlySpan<double> outcomes, ReadOnlySpan<bool> treated, ReadOnlySpan<float> scores) =>
        Curve(outcomes, treated, scores, (yes, with, no, without, all) => ((with > 0 ? yes / with : 0) - (without > 0 ? no / without : 0)) * (with + without) / all);

    private static List<UpliftPoint> Curve(ReadOnlySpan<double> outcomes, ReadOnlySpan<bool> treated, ReadOnlySpan<float> scores, Func<double, double, double, double, double, double> gain)
    {
        Measured.Amounts(outcomes, scores, default);
        if (treated.Length != outcomes.Length) throw new BadDataException($"There are {treated.Length} marks of treatment for {outcomes.Length} outcomes.");
        if (treated.Count(true) is 0 || treated.Count(false) is 0) throw new BadDataException("Uplift is the difference of two arms, and all rows are in one.", "treated");
        var keys = ScoreGroups.Order(scores);
        var points = new List<UpliftPoint> { new(0, 0) };
        double yes = 0, with = 0, no = 0, without = 0;
        for (var place = 0; place < keys.Length; place++)
        {
            var row = (int)(uint)keys[place];
            if (treated[row]) (yes, with) = (yes + outcomes[row], with + 1);
            else (no, without) = (no + outcomes[row], without + 1);
            var last = place + 1 == keys.Length || keys[place + 1] >> 32 != keys[place] >> 32;
            if (last) points.Add(new UpliftPoint((place + 1.0) / keys.Length, gain(yes, with, no, without, keys.Length)));
        }

        return points;
    }

    private static double Area(IReadOnlyList<UpliftPoint> points)
    {
        var area = 0.0;
        for (var i = 1; i < points.Count; i++)
            area += (points[i].ShareOfRows - points[i - 1].ShareOfRows) * (points[i].Gain + points[i - 1].Gain) / 2;
        return area;
    }

    private static double AreaOverLine(IReadOnlyList<UpliftPoint> points) => Area(points) - (points[^1].Gain / 2);
}
