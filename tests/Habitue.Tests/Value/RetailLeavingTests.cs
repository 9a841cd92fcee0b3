using System.Text.Json;
using Habitue.Duck;
using Habitue.Learning.Data;
using Habitue.Learning.Lifetime;
using Habitue.Tests.Architecture;

namespace Habitue.Tests.Value;

/// <summary>Does anybody leave in Online Retail? Our fits of the histories beside those of scipy (tests/reference/lifetime_retail.py), which fit BG/NBD, Pareto/NBD and a model in which nobody leaves.</summary>
public sealed class RetailLeavingTests
{
    [Fact]
    public void Bg_nbd_and_pareto_nbd_find_what_scipy_finds_that_silence_tells_nothing_there()
    {
        var files = SharedData.Require(Path.Combine("data", "online-retail", "by-day"));
        using var database = DuckDatabase.InMemory();
        using var connection = database.Connect();
        connection.Execute($"""
            CREATE TABLE purchases AS SELECT DISTINCT CAST(CAST(CustomerID AS DOUBLE) AS BIGINT) AS customer, CAST(CAST(InvoiceDate AS TIMESTAMP) AS DATE) AS day
            FROM read_csv('{files}/*.csv', header = true, all_varchar = true)
            WHERE InvoiceNo NOT LIKE 'C%' AND CAST(Quantity AS INTEGER) > 0 AND CAST(UnitPrice AS DOUBLE) > 0 AND CustomerID <> ''
            """);
        using var reference = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Folder, "tests", "reference", "lifetime_retail.json")));
        foreach (var told in reference.RootElement.EnumerateArray())
        {
            var moment = told.GetProperty("moment").GetString();
            var rows = connection.Rows<(long Days, long Recency, long Age)>($"""
                SELECT COUNT(*), MAX(day) - MIN(day), DATE '{moment}' - 1 - MIN(day) FROM purchases WHERE day < DATE '{moment}' GROUP BY customer ORDER BY customer
                """);
            var histories = new PurchaseHistories([.. rows.Select(row => (int)row.Days - 1)], [.. rows.Select(row => row.Recency / 7.0)], [.. rows.Select(row => row.Age / 7.0)]);
            Assert.Equal(told.GetProperty("customers").GetInt32(), rows.Count);
            Assert.Equal(told.GetProperty("repeats").GetInt32(), rows.Sum(row => row.Days - 1));

            double Best(string model) => told.GetProperty(model).GetProperty("log_likelihood").GetDouble();
            var (bg, pareto) = (new BgNbd().Fit(histories), new ParetoNbd().Fit(histories));
            TestContext.Current.TestOutputHelper?.WriteLine($"{moment}: BG/NBD {bg.Estimates.LogLikelihood:0.0000} (scipy {Best("bg_nbd"):0.0000}), Pareto/NBD {pareto.Estimates.LogLikelihood:0.0000} ({Best("pareto_nbd"):0.0000}), nobody leaves {Best("nbd"):0.0000}");
            // The likelihood is flat towards nobody leaving, so parameters differ and what it comes to does not.
            Assert.InRange(bg.Estimates.LogLikelihood, Best("bg_nbd") - 0.15, Best("bg_nbd") + 0.01);
            Assert.InRange(pareto.Estimates.LogLikelihood, Best("pareto_nbd") - 0.01, Best("pareto_nbd") + 0.01);
            // A model that lets customers leave is not better by what chance would give it for its two parameters (half of 5.99).
            Assert.InRange(Best("bg_nbd") - Best("nbd"), -0.01, 3);
            Assert.InRange(Best("pareto_nbd") - Best("nbd"), -0.01, 3);
            Assert.All(pareto.ProbabilityAlive(histories), alive => Assert.InRange(alive, 0.99, 1));
        }
    }
}
