using Habitue.Learning.Evaluation;

namespace Habitue.Predictions;

/// <summary>What contacting one customer costs, and what it brings.</summary>
/// <param name="Cost">Money for one contact.</param>
/// <param name="Success">Which share of those who would stay away a contact keeps.</param>
/// <param name="Margin">Which share of their yearly spend is earned.</param>
internal sealed record ContactTerms(double Cost, double Success, double Margin);

/// <summary>What comes of contacting everybody from a risk on.</summary>
/// <param name="Percent">From this risk on, in hundredths.</param>
/// <param name="Contacted">Customers of today.</param>
/// <param name="Leaving">How many of these are expected to stay away, put right by what happened on the test.</param>
/// <param name="Net">Money that is kept, less what the contacts cost; with its limits when enough were judged.</param>
/// <param name="Judged">By how many customers of the test that is known.</param>
/// <param name="Right">Of these, the share who really stayed away.</param>
/// <param name="Caught">Of all of the test who stayed away, the share who are among these.</param>
internal sealed record ThresholdRow(int Percent, long Contacted, double Leaving, double Costs, double Net, double? NetLow, double? NetHigh, long Judged, Interval Right, Interval Caught);

/// <summary>
/// Whom to contact before they stay away: for each risk from which on one might, whom that catches and what it earns. What is said of today's customers is
/// multiplied by how many times as often it happened on the test to those from the same risk on.
/// </summary>
internal sealed class ThresholdPlan
{
    /// <summary>From fewer judged customers nothing is put right, and no limits are told.</summary>
    public const int FewestJudged = 30;

    public const int Steps = 100;

    /// <param name="today">Customers of today.</param>
    /// <param name="judged">Customers of the test; empty when none are kept.</param>
    /// <param name="terms">What a contact costs and brings.</param>
    public ThresholdPlan(IReadOnlyList<RiskBin> today, IReadOnlyList<JudgedBin> judged, ContactTerms terms)
    {
        var all = judged.Sum(bin => bin.Happened);
        Rows = [.. Enumerable.Range(0, Steps).Select(percent => Row(percent, [.. today.Where(bin => bin.Bin >= percent)], [.. judged.Where(bin => bin.Bin >= percent)], all, terms))];
        Best = Rows.Where(row => row.Contacted > 0).MaxBy(row => row.Net) is { Net: > 0 } best ? best : null;
    }

    /// <summary>One for each hundredth of risk.</summary>
    public IReadOnlyList<ThresholdRow> Rows { get; }

    /// <summary>The one that earns most; null when none earns anything.</summary>
    public ThresholdRow? Best { get; }

    private static ThresholdRow Row(int percent, RiskBin[] today, JudgedBin[] judged, long allHappened, ContactTerms terms)
    {
        var (contacted, said, loss) = (today.Sum(bin => bin.Customers), today.Sum(bin => bin.Said), today.Sum(bin => bin.Loss));
        var (tested, foretold, happened) = (judged.Sum(bin => bin.Customers), judged.Sum(bin => bin.Said), judged.Sum(bin => bin.Happened));
        var right = Interval.Wilson(happened, tested);
        var known = tested >= FewestJudged && foretold > 0;
        double Times(double share) => share * tested / foretold;
        var times = known ? Times(right.Estimate) : 1;
        double Net(double often) => (terms.Success * terms.Margin * loss * often) - (terms.Cost * contacted);
        return new ThresholdRow(percent, contacted, said * times, terms.Cost * contacted, Net(times), known ? Net(Times(right.Low)) : null, known ? Net(Times(right.High)) : null, tested, right, Interval.Wilson(happened, allHappened));
    }
}
