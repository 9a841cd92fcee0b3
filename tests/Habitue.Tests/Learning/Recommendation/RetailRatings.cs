using Habitue.Duck;
using Habitue.Learning.Data;

namespace Habitue.Tests.Learning.Recommendation;

/// <summary>UCI Online Retail as the shared peers use it: on how many invoices a customer bought a product.</summary>
internal static class RetailRatings
{
    private static readonly Lock Gate = new();
    private static List<(string, string, float)>? all, before, november;

    /// <summary>The whole year.</summary>
    public static Interactions All => Interactions.Of(Read(ref all, ""));

    /// <summary>Before November 2011.</summary>
    public static Interactions Before => Interactions.Of(Read(ref before, "AND InvoiceDate < '2011-11-01'"));

    /// <summary>What customers of <see cref="Before"/> bought from then on for the first time, of products that had been sold.</summary>
    public static IReadOnlyList<(string User, string Item, float Value)> November
    {
        get
        {
            var earlier = Read(ref before, "AND InvoiceDate < '2011-11-01'");
            var (users, items, pairs) = (earlier.Select(one => one.Item1).ToHashSet(), earlier.Select(one => one.Item2).ToHashSet(), earlier.Select(one => (one.Item1, one.Item2)).ToHashSet());
            return [.. Read(ref november, "AND InvoiceDate >= '2011-11-01'").Where(one => users.Contains(one.Item1) && items.Contains(one.Item2) && !pairs.Contains((one.Item1, one.Item2)))];
        }
    }

    private static List<(string, string, float)> Read(ref List<(string, string, float)>? kept, string when)
    {
        var files = SharedData.Require(Path.Combine("data", "online-retail", "by-day"));
        lock (Gate)
        {
            if (kept is not null) return kept;
            using var database = DuckDatabase.Open(":memory:", new DuckSettings { Threads = 2 });
            using var connection = database.Connect();
            return kept = [.. connection.Rows<(string, string, float)>($"""
                SELECT CAST(CAST(CAST(CustomerID AS DOUBLE) AS BIGINT) AS VARCHAR), StockCode, CAST(count(DISTINCT InvoiceNo) AS FLOAT)
                FROM read_csv('{files}/*.csv', header = true, all_varchar = true)
                WHERE InvoiceNo NOT LIKE 'C%' AND CAST(Quantity AS INTEGER) > 0 AND StockCode <> '' AND CustomerID <> '' {when}
                GROUP BY 1, 2
                """)];
        }
    }
}
