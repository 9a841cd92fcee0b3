using System.Globalization;
using Habitue.Learning.Evaluation;

namespace Habitue.Audit;

/// <summary>A figure with the ends of its 95 % interval.</summary>
internal readonly record struct Figure(double Value, double Low, double High)
{
    public static Figure None { get; } = new(double.NaN, double.NaN, double.NaN);

    /// <summary>The larger of the ways to the ends.</summary>
    public double Off => Math.Max(Value - Low, High - Value);
}

/// <summary>
/// How a model treats a group beside the reference group. Every difference is the group's less the reference's: below 0 is a disadvantage.
/// </summary>
/// <param name="InData">The share with the favourable outcome, in the data itself.</param>
/// <param name="InDataImpact">That over the reference's.</param>
/// <param name="InDataDifference">That less the reference's.</param>
/// <param name="Selected">The share with the favourable decision.</param>
/// <param name="Impact">That over the reference's (disparate impact).</param>
/// <param name="Opportunity">Of those with the favourable outcome, the difference of the shares with the favourable decision.</param>
/// <param name="Odds">The mean of that difference and of the one among those without the favourable outcome.</param>
/// <param name="Calibration">The mean probability less what happened, within the group.</param>
internal sealed record GroupFigures(
    string Group, bool IsReference, int Rows, Figure InData, double InDataImpact, double InDataDifference, Figure Selected, Figure Impact, Figure Opportunity, Figure Odds, Figure Calibration, string Verdict)
{
    /// <summary>Groups of fewer rows are not judged.</summary>
    private const int Least = 30;

    /// <summary>Differences below this are of no consequence, whatever their intervals.</summary>
    private const double Matters = 0.05;

    private const double FourFifths = 0.8;

    /// <summary>Surely, not by chance: the whole interval lies below.</summary>
    public bool BreaksFourFifths => !IsReference && Rows >= Least && Impact.High < FourFifths;

    /// <summary>Every group; the reference is the one whose share of favourable outcomes is highest.</summary>
    /// <param name="outcomes">Whether the outcome was favourable.</param>
    /// <param name="decisions">Whether the decision was.</param>
    /// <param name="probabilities">How likely the model says the favourable outcome is.</param>
    /// <param name="groups">The group of each row.</param>
    public static IReadOnlyList<GroupFigures> Of(bool[] outcomes, bool[] decisions, double[] probabilities, string[] groups)
    {
        var cells = Enumerable.Range(0, groups.Length).GroupBy(row => groups[row]).Select(rows => Cell.Of(rows.Key, [.. rows], outcomes, decisions, probabilities)).OrderBy(cell => cell.Group, StringComparer.Ordinal).ToArray();
        var reference = cells.Where(cell => cell.Rows >= Least && cell.Group != GroupSpec.Unknown).DefaultIfEmpty(cells[0]).MaxBy(cell => (double)cell.Good / cell.Rows)!;
        return [.. cells.Select(cell => Beside(cell, reference))];
    }

    private static GroupFigures Beside(Cell own, Cell reference)
    {
        var isReference = own == reference;
        double share = (double)own.Good / own.Rows, other = (double)reference.Good / reference.Rows;
        Figure impact = Ratio(own.Chosen, own.Rows, reference.Chosen, reference.Rows), opportunity = Difference(own.GoodChosen, own.Good, reference.GoodChosen, reference.Good);
        var odds = Mean(own, reference);
        if (isReference) (impact, opportunity, odds) = (new(1, 1, 1), new(0, 0, 0), new(0, 0, 0));
        var calibration = new Figure(own.Off, own.Off - (Interval.Normal95 * own.OffError), own.Off + (Interval.Normal95 * own.OffError));
        return new GroupFigures(own.Group, isReference, own.Rows, Share(own.Good, own.Rows), share / other, share - other, Share(own.Chosen, own.Rows), impact, opportunity, odds, calibration,
            Words(own, isReference, impact, opportunity, odds, calibration));
    }

    private static string Words(Cell own, bool isReference, Figure impact, Figure opportunity, Figure odds, Figure calibration)
    {
        if (own.Rows < Least) return $"too few to judge ({own.Rows} rows)";
        var parts = new List<string>();
        if (isReference) parts.Add("what others are compared with");
        else if (double.IsNaN(impact.Value)) parts.Add("nobody is chosen, so there is nothing to compare");
        else if (impact.High < FourFifths) parts.Add("breaks the four-fifths rule");
        else if (impact.Value < FourFifths) parts.Add("below four fifths, which may be chance");
        else if (impact.Low > 1 / FourFifths) parts.Add("chosen far more often than the reference");
        else parts.Add(impact.Low < FourFifths ? "keeps the four-fifths rule, but not for sure" : "keeps the four-fifths rule");
        if (!isReference && Sure(opportunity)) parts.Add(string.Create(CultureInfo.InvariantCulture, $"of those who deserve it {(opportunity.Value < 0 ? "fewer" : "more")} get it ({100 * opportunity.Value:+0;-0} points)"));
        if (!isReference && Sure(odds) && !Sure(opportunity)) parts.Add(string.Create(CultureInfo.InvariantCulture, $"decisions differ at equal outcomes ({100 * odds.Value:+0;-0} points)"));
        if (Sure(calibration)) parts.Add(string.Create(CultureInfo.InvariantCulture, $"its probabilities are too {(calibration.Value < 0 ? "low" : "high")} by {100 * Math.Abs(calibration.Value):0} points"));
        return string.Join("; ", parts);
    }

    private static bool Sure(Figure one) => Math.Abs(one.Value) >= Matters && (one.Low > 0 || one.High < 0);

    private static Figure Share(int some, int all)
    {
        if (all == 0) return Figure.None;
        var limits = Interval.Wilson(some, all);
        return new Figure(limits.Estimate, limits.Low, limits.High);
    }

    /// <summary>On the scale of logarithms (Katz).</summary>
    private static Figure Ratio(int some, int all, int others, int allOthers)
    {
        if (others == 0 || allOthers == 0 || all == 0) return Figure.None;
        double own = (double)some / all, other = (double)others / allOthers, ratio = own / other;
        if (some == 0) return new Figure(0, 0, Share(some, all).High / other);
        var error = Math.Sqrt(((1 - own) / some) + ((1 - other) / others));
        return new Figure(ratio, ratio * Math.Exp(-Interval.Normal95 * error), ratio * Math.Exp(Interval.Normal95 * error));
    }

    /// <summary>By the ends of the two shares' own intervals (Newcombe 1998, method 10).</summary>
    private static Figure Difference(int some, int all, int others, int allOthers)
    {
        if (all == 0 || allOthers == 0) return Figure.None;
        var (own, other) = (Share(some, all), Share(others, allOthers));
        var difference = own.Value - other.Value;
        return new Figure(difference, difference - Math.Sqrt(Square(own.Value - own.Low) + Square(other.High - other.Value)), difference + Math.Sqrt(Square(own.High - own.Value) + Square(other.Value - other.Low)));
    }

    private static Figure Mean(Cell own, Cell reference)
    {
        var (good, bad) = (Difference(own.GoodChosen, own.Good, reference.GoodChosen, reference.Good), Difference(own.Chosen - own.GoodChosen, own.Rows - own.Good, reference.Chosen - reference.GoodChosen, reference.Rows - reference.Good));
        var mean = (good.Value + bad.Value) / 2;
        return new Figure(mean, mean - (Math.Sqrt(Square(good.Value - good.Low) + Square(bad.Value - bad.Low)) / 2), mean + (Math.Sqrt(Square(good.High - good.Value) + Square(bad.High - bad.Value)) / 2));
    }

    private static double Square(double value) => value * value;

    /// <summary>What is counted of a group.</summary>
    private sealed record Cell(string Group, int Rows, int Good, int Chosen, int GoodChosen, double Off, double OffError)
    {
        public static Cell Of(string group, int[] rows, bool[] outcomes, bool[] decisions, double[] probabilities)
        {
            var off = rows.Average(row => probabilities[row] - (outcomes[row] ? 1 : 0));
            var squares = rows.Sum(row => Square(probabilities[row] - (outcomes[row] ? 1 : 0) - off));
            return new Cell(group, rows.Length, rows.Count(row => outcomes[row]), rows.Count(row => decisions[row]), rows.Count(row => outcomes[row] && decisions[row]), off, rows.Length > 1 ? Math.Sqrt(squares / (rows.Length - 1) / rows.Length) : 0);
        }
    }
}
