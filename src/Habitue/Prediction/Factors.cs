using System.Globalization;
using Habitue.Duck;
using Habitue.Learning.Evaluation;
using Habitue.Learning.Linear;

namespace Habitue.Prediction;

/// <summary>A statement that is true of some rows and false of the others.</summary>
/// <param name="About">What it speaks of; two statements about one thing are never joined.</param>
/// <param name="Words">It in words: "no order for two months".</param>
internal sealed record Statement(string About, string Words, bool[] Holds);

/// <summary>How many times as likely the answer is where a statement holds.</summary>
/// <param name="Holders">Of how many rows it is true.</param>
/// <param name="Share">The share of these with the answer yes.</param>
/// <param name="Others">The share of all others.</param>
/// <param name="Times">Share over Others, with the ends of its 95 % interval.</param>
/// <param name="Odds">The ratio of odds, with the ends of its 95 % interval.</param>
/// <param name="P">How often chance alone would show so large a ratio.</param>
internal sealed record Factor(string Words, int Holders, double Share, double Others, (double Value, double Low, double High) Times, (double Value, double Low, double High) Odds, double P)
{
    /// <summary>The whole sentence.</summary>
    public string Sentence => string.Create(CultureInfo.InvariantCulture, $"{Words}: {Times.Value:0.0#} times as likely ({Times.Low:0.0#} to {Times.High:0.0#})");
}

/// <summary>
/// Looks for what goes with an answer: single statements and pairs of them, by the table of two rows and two columns that each makes. Those that
/// chance explains are left out (false discoveries at most 5 %, Benjamini and Hochberg 1995). They tell what goes together, not what causes what.
/// Intervals: Katz for times as likely, Woolf for odds, with a half added to each cell.
/// </summary>
internal static class Factors
{
    private const int LeastHolders = 20, Singles = 5, Pairs = 4, Joined = 20;
    private const double FalseDiscoveries = 0.05;

    public static IReadOnlyList<Factor> Of(bool[] yes, IReadOnlyList<Statement> statements)
    {
        var single = statements.Select(one => (One: one, Factor: Measure(yes, one.Words, one.Holds))).Where(pair => pair.Factor is not null).Select(pair => (pair.One, Factor: pair.Factor!)).ToArray();
        var best = single.OrderByDescending(pair => Strength(pair.Factor)).ThenBy(pair => pair.One.Words, StringComparer.Ordinal).Take(Joined).ToArray();
        var joined = new List<Factor>();
        for (var i = 0; i < best.Length; i++)
            for (var j = i + 1; j < best.Length; j++)
            {
                var (a, b) = (best[i], best[j]);
                if (a.One.About == b.One.About || a.Factor.Times.Value > 1 != b.Factor.Times.Value > 1) continue;
                var both = Measure(yes, $"{a.One.Words} and {b.One.Words}", [.. a.One.Holds.Zip(b.One.Holds, (x, y) => x && y)]);
                // A pair is worth telling when it says clearly more than the better of the two.
                if (both is not null && both.Holders < 0.9 * Math.Min(a.Factor.Holders, b.Factor.Holders) && Strength(both) > Math.Max(Strength(a.Factor), Strength(b.Factor))) joined.Add(both);
            }
        Factor[] sure = [.. Found([.. single.Select(pair => pair.Factor)])], together = [.. Found(joined)];
        return [.. sure.Where(Raises).Take(Singles), .. together.Where(Raises).Take(Pairs), .. sure.Where(one => !Raises(one)).Take(Singles), .. together.Where(one => !Raises(one)).Take(Pairs / 2)];
    }

    /// <summary>Replaces a table by these, in their order; or, with a model's name, that model's rows of it.</summary>
    public static void Publish(DuckConnection warehouse, string table, IReadOnlyList<Factor> factors, string? model = null)
    {
        using var transaction = warehouse.Begin();
        const string Columns = "place INTEGER, factor VARCHAR, rows BIGINT, share DOUBLE, share_of_others DOUBLE, times_as_likely DOUBLE, times_low DOUBLE, times_high DOUBLE, odds_ratio DOUBLE, odds_low DOUBLE, odds_high DOUBLE, p DOUBLE, words VARCHAR";
        if (model is null) warehouse.Execute($"CREATE OR REPLACE TABLE {table} ({Columns})");
        else
        {
            warehouse.Execute($"CREATE TABLE IF NOT EXISTS {table} (model VARCHAR, {Columns})");
            warehouse.Execute($"DELETE FROM {table} WHERE model = $1", [model]);
        }
        var place = 0;
        foreach (var one in factors)
        {
            object?[] values = [++place, one.Words, (long)one.Holders, one.Share, one.Others, one.Times.Value, one.Times.Low, one.Times.High, one.Odds.Value, one.Odds.Low, one.Odds.High, one.P, one.Sentence];
            if (model is not null) values = [model, .. values];
            warehouse.Execute($"INSERT INTO {table} VALUES ({string.Join(", ", Enumerable.Range(1, values.Length).Select(i => $"${i}"))})", values);
        }
        transaction.Commit();
    }

    private static bool Raises(Factor one) => one.Times.Value > 1;

    /// <summary>Those that chance does not explain, the strongest first; of two that speak of the same rows, one.</summary>
    private static IEnumerable<Factor> Found(IReadOnlyList<Factor> tried)
    {
        var sorted = tried.OrderBy(one => one.P).ToArray();
        var passed = Array.FindLastIndex(sorted, one => one.P <= FalseDiscoveries * (Array.IndexOf(sorted, one) + 1) / sorted.Length);
        return sorted.Take(passed + 1).OrderByDescending(Strength).ThenBy(one => one.Words.Length).ThenBy(one => one.Words, StringComparer.Ordinal).DistinctBy(one => (one.Holders, one.Share));
    }

    /// <summary>The end of the interval that is nearer to 1, as a distance from 1: what is sure of it.</summary>
    private static double Strength(Factor one) => one.Times.Value > 1 ? Math.Log(one.Times.Low) : -Math.Log(one.Times.High);

    private static Factor? Measure(bool[] yes, string words, bool[] holds)
    {
        var (with, withYes, allYes) = (0, 0, 0);
        for (var row = 0; row < yes.Length; row++)
        {
            if (yes[row]) allYes++;
            if (!holds[row]) continue;
            with++;
            if (yes[row]) withYes++;
        }
        var without = yes.Length - with;
        if (with < LeastHolders || without < LeastHolders) return null;
        double a = withYes + 0.5, b = with - withYes + 0.5, c = allYes - withYes + 0.5, d = without - (allYes - withYes) + 0.5;
        var times = Ratio(a / (a + b) / (c / (c + d)), Math.Sqrt((1 / a) - (1 / (a + b)) + (1 / c) - (1 / (c + d))));
        var error = Math.Sqrt((1 / a) + (1 / b) + (1 / c) + (1 / d));
        var odds = Ratio(a * d / (b * c), error);
        return new Factor(words, with, (double)withYes / with, (allYes - withYes) / (double)without, times, odds, new Coefficient(words, null, Math.Log(odds.Value), error).P);
    }

    private static (double Value, double Low, double High) Ratio(double value, double error) => (value, value * Math.Exp(-Interval.Normal95 * error), value * Math.Exp(Interval.Normal95 * error));
}
