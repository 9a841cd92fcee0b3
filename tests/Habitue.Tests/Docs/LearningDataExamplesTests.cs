using Habitue.Learning.Data;
using Habitue.Tests.Duck;

namespace Habitue.Tests.Docs;

/// <summary>The examples of docs/learning/data.md, run as they stand there.</summary>
public sealed class LearningDataExamplesTests : DuckTestBase
{
    [Fact]
    public void The_examples_do_what_the_page_says()
    {
        var connection = Connection;

        #region example
        var customers = new Frame(
            new TextColumn("country", ["France", "Spain", null]),
            new NumberColumn("orders", 3, 1, double.NaN),
            new BooleanColumn("member", true, null, false));
        Frame two = customers.Select("country", "orders").Take([2, 0]);

        var (spend, country) = (new NumberColumnBuilder("spend"), new TextColumnBuilder("country"));
        using var result = connection.Query("SELECT * FROM (VALUES (12.5, 'France'), (NULL, 'Spain'), (3.25, NULL)) t(spend, country)");
        foreach (var chunk in result.Chunks())
        {
            spend.Append(chunk[0].Values<short>(), chunk[0].Validity.Mask, decimals: chunk[0].Type.Scale);
            for (var row = 0; row < chunk.Count; row++)
            {
                if (chunk[1].Validity.IsValid(row)) country.AppendUtf8(chunk[1].GetUtf8(row));
                else country.AppendMissing();
            }
        }

        var read = new Frame(spend.Build(), country.Build());

        using var numbers = connection.Query("SELECT CAST(i AS INTEGER), CAST(i AS DOUBLE) / 2 FROM range(5000) t(i)");
        var (matrix, at) = (new Matrix(5000, ["i", "half"]), 0);
        foreach (var chunk in numbers.Chunks())
        {
            matrix.Fill(0, chunk[0].Values<int>(), chunk[0].Validity.Mask, at);
            matrix.Fill(1, chunk[1].Values<double>(), chunk[1].Validity.Mask, at);
            at += chunk.Count;
        }

        var labeled = LabeledFrame.OfClasses(customers, ["stayed", "left", "stayed"]);   // targets 1, 0, 1
        #endregion

        Assert.Equal([null, "France"], Enumerable.Range(0, 2).Select(row => ((TextColumn)two["country"])[row]));
        Assert.Equal([12.5, double.NaN, 3.25], ((NumberColumn)read["spend"]).Values.ToArray());
        Assert.Null(((TextColumn)read["country"])[2]);
        Assert.Equal([4999, 2499.5f], matrix.Row(4999).ToArray());
        Assert.Equal([1, 0, 1], labeled.Targets.ToArray());
        DocumentedExample.IsOnPage("data", nameof(LearningDataExamplesTests));
    }
}
