using Habitue.Learning.Data;
using Habitue.Learning.Statistics;

namespace Habitue.Prediction;

/// <summary>What moves the answers of a model most, over all customers.</summary>
/// <param name="Times">How many times as likely or unlikely it makes a customer, on average (the exponential of the mean size of contributions).</param>
/// <param name="Way"><c>more</c>: the more, the likelier; <c>less</c>; or <c>either</c> when it is neither or no number.</param>
internal sealed record Driver(string Feature, string Words, double Times, string Way)
{
    /// <summary>Ranks that agree less than this tell no direction.</summary>
    private const double LeastAgreement = 0.3;

    /// <summary>Of more rows, so many tell the direction as well.</summary>
    private const int MostRows = 2_000;

    /// <summary>The strongest first.</summary>
    public static IReadOnlyList<Driver> Of(Contributions contributions, Frame rows, int most = 12)
    {
        var (values, sizes) = (contributions.Values, new double[contributions.Features.Count]);
        for (var row = 0; row < values.Rows; row++)
            for (var column = 0; column < sizes.Length; column++) sizes[column] += Math.Abs(values[row, column]) / values.Rows;
        return [.. Enumerable.Range(0, sizes.Length).OrderByDescending(column => sizes[column]).ThenBy(column => column).Take(most).Where(column => sizes[column] >= 0.005).Select(column =>
            new Driver(contributions.Features[column], Reasons.Name(contributions.Features[column]), Math.Exp(sizes[column]), Direction(rows[contributions.Features[column]], values, column)))];
    }

    private static string Direction(FrameColumn column, Matrix values, int place)
    {
        if (column is not NumberColumn numbers) return "either";
        var step = Math.Max(1, values.Rows / MostRows);
        var rows = Enumerable.Range(0, values.Rows).Where(row => row % step == 0).ToArray();
        var both = Matrix.OfColumns(("value", [.. rows.Select(row => numbers.Values[row])]), ("contribution", [.. rows.Select(row => (double)values[row, place])]));
        var agreement = Correlation.Spearman(both)[0, 1];
        return agreement > LeastAgreement ? "more" : agreement < -LeastAgreement ? "less" : "either";
    }
}
