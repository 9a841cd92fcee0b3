using System.Globalization;
using Habitue.Insights;

namespace Habitue.Value;

/// <summary>
/// Why a customer's value is what it is: the average customer's value, and what the customer's own spending, frequency, silence and age, and whatever else was learned from,
/// add to it or take from it. The parts are Shapley's (1953): what a thing adds, averaged over all orders in which the average customer's things can be replaced by
/// the own ones, so they sum to the value whatever the model. Of many customers two orders are gone through, one the reverse of the other.
/// </summary>
internal static class ValueReasons
{
    /// <summary>Of more customers than this only so many are explained, those of the highest value.</summary>
    public const int MostCustomers = 50_000;

    private const int MostExact = 10_000;

    private static readonly string[] Things = ["spend", "frequency", "silence", "age", "others"];

    /// <summary>What each thing adds, customer by customer; the first row is the average customer's value.</summary>
    /// <param name="at">The customers.</param>
    /// <param name="average">With whom they are compared.</param>
    /// <param name="learned">Whether anything but the history counts.</param>
    /// <param name="value">The value of customers.</param>
    public static double[][] Parts(ValueHistories at, AverageCustomer average, bool learned, Func<ValueHistories, double[]> value)
    {
        var count = learned ? Things.Length : Things.Length - 1;
        var answers = new double[]?[1 << count];
        double[] Value(int own) => answers[own] ??= value(average.With(at, (own & 1) > 0, (own & 2) > 0, (own & 4) > 0, (own & 8) > 0, !learned || (own & 16) > 0));
        var parts = new double[count + 1][];
        parts[0] = Value(0);
        for (var thing = 0; thing < count; thing++)
        {
            var sums = parts[thing + 1] = new double[at.Count];
            foreach (var (own, weight) in at.Count <= MostExact ? All(thing, count) : Two(thing, count))
            {
                var (without, with) = (Value(own), Value(own | (1 << thing)));
                for (var i = 0; i < sums.Length; i++) sums[i] += weight * (with[i] - without[i]);
            }
        }
        return parts;
    }

    /// <summary>Writes each customer's reasons, the average customer first, then the weightiest.</summary>
    public static void Publish(SliceRun run, ValueHistories at, AverageCustomer average, double[][] parts)
    {
        var (size, rows) = (parts.Length, at.Count * parts.Length);
        var (customers, places, reasons, contributions, words) = (new string[rows], new int[rows], new string[rows], new double[rows], new string[rows]);
        var currency = run.Currency;
        for (var i = 0; i < at.Count; i++)
        {
            (customers[i * size], reasons[i * size], contributions[i * size], words[i * size]) = (at.Customers[i], "average", parts[0][i], average.Words(currency));
            foreach (var (place, thing) in Enumerable.Range(0, size - 1).OrderByDescending(thing => Math.Abs(parts[thing + 1][i])).Index())
            {
                var (row, part) = ((i * size) + place + 1, parts[thing + 1][i]);
                (customers[row], places[row], reasons[row], contributions[row]) = (at.Customers[i], place + 1, Things[thing], part);
                words[row] = string.Create(CultureInfo.InvariantCulture, $"{Fact(at, average, i, Things[thing], currency)}: {currency}{Math.Abs(part):N2} {(part < 0 ? "less" : "more")}");
            }
        }
        using var appender = run.Warehouse.Appender(ValueTables.Reasons);
        appender.Append(customers, places, reasons, contributions, words);
    }

    private static string Fact(ValueHistories at, AverageCustomer average, int row, string thing, string currency)
    {
        var (purchases, age, silent) = (at.Number("purchases")[row], at.Number("age")[row], at.Number("age")[row] - at.Number("recency")[row]);
        return thing switch
        {
            "spend" => string.Create(CultureInfo.InvariantCulture, $"{currency}{at.Number("spent")[row] / purchases:N2} a purchase (on average {currency}{average.Spend:N2})"),
            "frequency" => string.Create(CultureInfo.InvariantCulture, $"{purchases:0} {(purchases == 1 ? "purchase" : "purchases")} so far (on average {average.Purchases})"),
            "silence" => string.Create(CultureInfo.InvariantCulture, $"last purchase {silent:0} {(silent == 1 ? "day" : "days")} ago (on average {average.SilentDays})"),
            "age" => string.Create(CultureInfo.InvariantCulture, $"first purchase {age:0} {(age == 1 ? "day" : "days")} ago (on average {average.AgeDays})"),
            _ => "what earlier months taught of customers who are otherwise like this one",
        };
    }

    /// <summary>All sets of the other things, each with the share of the orders in which just these come before.</summary>
    private static IEnumerable<(int Own, double Weight)> All(int thing, int count)
    {
        static double Factorial(int n) => n < 2 ? 1 : n * Factorial(n - 1);
        for (var own = 0; own < 1 << count; own++)
            if ((own & (1 << thing)) == 0 && System.Numerics.BitOperations.PopCount((uint)own) is var before) yield return (own, Factorial(before) * Factorial(count - before - 1) / Factorial(count));
    }

    private static IEnumerable<(int Own, double Weight)> Two(int thing, int count)
    {
        var first = (1 << thing) - 1;
        yield return (first, 0.5);
        yield return (((1 << count) - 1) & ~first & ~(1 << thing), 0.5);
    }
}
