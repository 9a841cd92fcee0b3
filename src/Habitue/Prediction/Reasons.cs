using System.Globalization;
using Habitue.Lake.Features;
using Habitue.Learning.Data;
using Habitue.Learning.Numerics;

namespace Habitue.Prediction;

/// <summary>One reason why a customer got a score.</summary>
/// <param name="Place">From 1, the weightiest first.</param>
/// <param name="Contribution">What it adds to the log-odds.</param>
/// <param name="Words">It in plain words.</param>
internal sealed record Reason(int Row, int Place, string Feature, double Contribution, string Words);

/// <summary>Puts contributions into words: what is known of the customer, what is usual, and how much likelier that makes it.</summary>
internal static class Reasons
{
    /// <summary>What stands for the features where none is meant: where reasons start, and all that have no reason of their own.</summary>
    public const string Usually = "(usual)", Others = "(others)";

    /// <summary>The condition on rows of reasons that leaves those which name a feature.</summary>
    public const string NamesFeature = $"feature NOT IN ('{Usually}', '{Others}')";

    /// <summary>Contributions smaller than this change the odds by less than 2 %: nobody would act on them.</summary>
    private const double Least = 0.02;

    /// <summary>What is asked of a customer beside the features of the catalogue.</summary>
    private static readonly Dictionary<string, string> Beside = new() { ["own_horizon_days"] = "days without an order after which this customer counts as away" };

    private static readonly Dictionary<string, Feature> Known = FeatureCatalogue.All.ToDictionary(feature => feature.Name);

    /// <summary>The weightiest reasons of each row.</summary>
    /// <param name="contributions">What each feature adds.</param>
    /// <param name="rows">What is known of the customers.</param>
    /// <param name="currency">What stands before amounts.</param>
    /// <param name="most">How many reasons a row has at most.</param>
    public static IEnumerable<Reason> Of(Contributions contributions, Frame rows, string currency = "", int most = 5)
    {
        var usual = contributions.Features.ToDictionary(feature => feature, feature => Usual(feature, rows[feature], currency));
        var heaviest = new int[most];
        for (var row = 0; row < rows.Rows; row++)
        {
            var count = Heaviest(contributions.Values, row, heaviest);
            for (var place = 0; place < count; place++)
            {
                var (contribution, feature) = (contributions.Values[row, heaviest[place]], contributions.Features[heaviest[place]]);
                yield return new Reason(row, place + 1, feature, contribution, Words(feature, rows[feature], row, usual[feature], contribution, currency));
            }
        }
    }

    /// <summary>
    /// The weightiest reasons of each row, and what they leave: before them, at place 0, the log-odds before anything is known of a customer, and after them everything else
    /// together. Their contributions sum to the log-odds of the answer.
    /// </summary>
    /// <param name="contributions">What each feature adds.</param>
    /// <param name="rows">What is known of the customers.</param>
    /// <param name="currency">What stands before amounts.</param>
    public static IEnumerable<Reason> Summing(Contributions contributions, Frame rows, string currency = "")
    {
        var (row, last, told) = (-1, 0, 0.0);
        foreach (var reason in Of(contributions, rows, currency))
        {
            while (row < reason.Row)
            {
                if (row >= 0) yield return Rest(row, last, told);
                yield return Start(++row);
                (last, told) = (0, 0);
            }
            (last, told) = (reason.Place, told + reason.Contribution);
            yield return reason;
        }
        while (row < rows.Rows)
        {
            if (row >= 0) yield return Rest(row, last, told);
            if (++row == rows.Rows) break;
            yield return Start(row);
            (last, told) = (0, 0);
        }

        Reason Start(int of) => new(of, 0, Usually, contributions.Base[of], $"what is usual: {(100 / (1 + Math.Exp(-contributions.Base[of]))).ToString("0.#", CultureInfo.InvariantCulture)} %");
        Reason Rest(int of, int after, double without)
        {
            var all = 0.0;
            foreach (var value in contributions.Values.Row(of)) all += value;
            return new Reason(of, after + 1, Others, all - without, $"everything else: {Times(all - without)}");
        }
    }

    /// <summary>The features that move a row most, of equal ones the first; how many there are.</summary>
    private static int Heaviest(Matrix values, int row, int[] into)
    {
        var count = 0;
        for (var column = 0; column < values.Columns.Count; column++)
        {
            var size = Math.Abs(values[row, column]);
            if (!(size >= Least)) continue;
            var place = count;
            while (place > 0 && Math.Abs(values[row, into[place - 1]]) < size) place--;
            if (place == into.Length) continue;
            count = Math.Min(count + 1, into.Length);
            for (var i = count - 1; i > place; i--) into[i] = into[i - 1];
            into[place] = column;
        }
        return count;
    }

    /// <summary>How a feature is called in a sentence.</summary>
    public static string Name(string feature) => Known.TryGetValue(feature, out var known) ? First(known.Meaning) : Beside.GetValueOrDefault(feature) ?? feature.Replace('_', ' ');

    private static string Words(string feature, FrameColumn column, int row, string? usual, double contribution, string currency) => $"{Fact(feature, column, row, usual, currency)}: {Times(contribution)}";

    private static string Times(double contribution)
    {
        var times = Math.Exp(Math.Abs(contribution));
        var factor = times >= 10 ? times.ToString("0", CultureInfo.InvariantCulture) : times.ToString("0.0#", CultureInfo.InvariantCulture);
        return $"{factor} times as {(contribution > 0 ? "likely" : "unlikely")}";
    }

    private static string Fact(string feature, FrameColumn column, int row, string? usual, string currency)
    {
        var value = Text(feature, column, row, currency);
        if (column is NumberColumn numbers && ReasonWords.Of(feature, numbers.Values[row], value) is { } phrase)
            return usual is null || usual == value || column.IsMissing(row) ? phrase : $"{phrase} (usually {usual})";
        var unit = Known.TryGetValue(feature, out var known) && !known.Unit.StartsWith("share", StringComparison.Ordinal) && known.Unit is not ("money" or "money per unit" or "name" or "ratio") && value != "unknown" ? $" {known.Unit}" : "";
        return $"{Name(feature)} {value}{unit}{(usual is null || usual == value ? "" : $" (usually {usual})")}";
    }

    private static string First(string meaning)
    {
        var end = meaning.IndexOfAny(['.', ';', ':']);
        var sentence = end < 0 ? meaning : meaning[..end];
        return char.ToLowerInvariant(sentence[0]) + sentence[1..];
    }

    private static string? Usual(string feature, FrameColumn column, string currency)
    {
        if (column is not NumberColumn numbers) return null;
        var known = numbers.Values.ToArray().Where(double.IsFinite).ToArray();
        if (known.Length == 0) return null;
        RadixSort.Rising(known.AsSpan());
        return Text(feature, known[known.Length / 2], currency);
    }

    private static string Text(string feature, FrameColumn column, int row, string currency) => column.IsMissing(row) ? "unknown" : column switch
    {
        NumberColumn numbers => Text(feature, numbers.Values[row], currency),
        BooleanColumn truths => truths[row] == true ? "yes" : "no",
        TextColumn texts => texts[row]!,
        TimeColumn times => DateTime.UnixEpoch.AddTicks(times.Values[row] * TimeSpan.TicksPerMicrosecond).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => "",
    };

    private static string Text(string feature, double value, string currency) => Known.GetValueOrDefault(feature)?.Unit switch
    {
        "share 0-1" => (value * 100).ToString("0", CultureInfo.InvariantCulture) + " %",
        "money" or "money per unit" => $"{(value < 0 ? "-" : "")}{currency}{Number(Math.Abs(value))}",
        _ => Number(value),
    };

    private static string Number(double value) => Math.Abs(value) switch
    {
        >= 100 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.#", CultureInfo.InvariantCulture),
        _ => value.ToString("0.##", CultureInfo.InvariantCulture),
    };
}
