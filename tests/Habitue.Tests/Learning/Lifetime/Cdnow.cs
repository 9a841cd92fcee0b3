using System.Globalization;
using Habitue.Learning.Data;

namespace Habitue.Tests.Learning.Lifetime;

/// <summary>
/// The 2,357 customers of the sample of CDNOW, who first bought in the first quarter of 1997. Calibration to the end of September 1997, weeks of
/// days / 7; the 39 weeks after that are the holdout.
/// </summary>
internal static class Cdnow
{
    public static readonly DateOnly Calibrated = new(1997, 9, 30);
    public static readonly DateOnly End = new(1998, 6, 30);

    /// <summary>The published summary, its times rounded to two decimals: what the papers were fitted on.</summary>
    public static PurchaseHistories Summary()
    {
        double[][] rows = [.. File.ReadLines(SharedData.Require("data/cdnow/cdnow_customers_summary_with_transactions.csv")).Skip(1).Select(Numbers)];
        return new PurchaseHistories([.. rows.Select(row => (int)row[1])], [.. rows.Select(row => row[2])], [.. rows.Select(row => row[3])], [.. rows.Select(row => row[4])]);
    }

    /// <summary>The purchases: customer, date, amount.</summary>
    public static (string[] Customers, DateOnly[] Dates, double[] Amounts) Transactions()
    {
        string[][] lines = [.. File.ReadLines(SharedData.Require("data/cdnow/CDNOW_sample.txt")).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
        return (
            [.. lines.Select(line => line[1])],
            [.. lines.Select(line => DateOnly.ParseExact(line[2], "yyyyMMdd", CultureInfo.InvariantCulture))],
            [.. lines.Select(line => double.Parse(line[4], CultureInfo.InvariantCulture))]);
    }

    /// <summary>The histories from the purchases, their times exact.</summary>
    public static PurchaseHistories Histories()
    {
        var (customers, dates, amounts) = Transactions();
        return PurchaseHistories.OfTransactions(customers, dates, amounts, Calibrated);
    }

    /// <summary>On how many days each customer bought in the holdout.</summary>
    public static int[] Holdout()
    {
        var (customers, dates, _) = Transactions();
        return Histories().BuyingDays(customers, dates, Calibrated, End);
    }

    /// <summary>11,104 donors of Fader, Hardie and Shang (2010) and their six yearly opportunities.</summary>
    public static PurchaseHistories Donors()
    {
        int[][] rows = [.. File.ReadLines(SharedData.Require("data/cdnow/donations.csv")).Skip(1).Select(line => Array.ConvertAll(Numbers(line), number => (int)number))];
        int[][] each = [.. rows.SelectMany(row => Enumerable.Repeat(row, row[3]))];
        return new PurchaseHistories([.. each.Select(row => row[0])], [.. each.Select(row => (double)row[1])], [.. each.Select(row => (double)row[2])]);
    }

    private static double[] Numbers(string line) => Array.ConvertAll(line.Split(','), text => double.Parse(text, CultureInfo.InvariantCulture));
}
