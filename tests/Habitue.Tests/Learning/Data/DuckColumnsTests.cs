using Habitue.Learning.Data;
using Habitue.Tests.Duck;

namespace Habitue.Tests.Learning.Data;

/// <summary>The chunks of a DuckDB result fill a matrix and a frame from spans; expected values are counted by hand or by DuckDB.</summary>
public sealed class DuckColumnsTests : DuckTestBase
{
    private const int Many = 300_000;

    [Fact]
    public void Every_sort_of_column_arrives_with_its_missing_values()
    {
        using var result = Connection.Query("""
            SELECT * REPLACE (CAST(col6 AS ENUM ('silver', 'gold')) AS col6) FROM (VALUES
                (1, CAST(12.34 AS DECIMAL(9, 2)), 'France', true, TIMESTAMP '1970-01-02 00:00:00', DATE '1970-01-03', 'gold'),
                (NULL, NULL, NULL, NULL, NULL, NULL, NULL),
                (-3, -0.05, 'Größe', false, TIMESTAMP 'infinity', DATE '1969-12-31', 'silver'),
                (4, 0.00, 'France', NULL, TIMESTAMP '2026-01-01 12:00:00', DATE 'infinity', 'gold'))
            """);
        var (orders, spend, country) = (new NumberColumnBuilder("orders"), new NumberColumnBuilder("spend"), new TextColumnBuilder("country"));
        var (member, last, birth, level) = (new BooleanColumnBuilder("member"), new TimeColumnBuilder("last"), new TimeColumnBuilder("birth"), new TextColumnBuilder("level"));
        foreach (var chunk in result.Chunks())
        {
            orders.Append(chunk[0].Values<int>(), chunk[0].Validity.Mask);
            spend.Append(chunk[1].Values<int>(), chunk[1].Validity.Mask, decimals: chunk[1].Type.Scale);
            for (var row = 0; row < chunk.Count; row++)
                if (chunk[2].Validity.IsValid(row)) country.AppendUtf8(chunk[2].GetUtf8(row));
                else country.AppendMissing();
            member.Append(chunk[3].Values<bool>(), chunk[3].Validity.Mask);
            last.Append(chunk[4].Values<long>(), chunk[4].Validity.Mask);
            birth.AppendDays(chunk[5].Values<int>(), chunk[5].Validity.Mask);
            level.AppendPlaces(chunk[6].Values<byte>(), chunk[6].Type.Labels, chunk[6].Validity.Mask);
        }

        var frame = new Frame(orders.Build(), spend.Build(), country.Build(), member.Build(), last.Build(), birth.Build(), level.Build());

        Assert.Equal("4 x 7", frame.ToString());
        Assert.Equal([1, double.NaN, -3, 4], ((NumberColumn)frame["orders"]).Values.ToArray());
        Assert.Equal([12.34, double.NaN, -0.05, 0], ((NumberColumn)frame["spend"]).Values.ToArray());
        Assert.Equal(["France", null, "Größe", "France"], Texts(frame["country"]));
        Assert.Equal(["gold", null, "silver", "gold"], Texts(frame["level"]));
        Assert.Equal([true, null, false, null], Enumerable.Range(0, 4).Select(row => ((BooleanColumn)frame["member"])[row]));
        Assert.Equal([0, double.NaN, double.NaN, -20453.5], ((TimeColumn)frame["last"]).DaysBefore(new DateTime(1970, 1, 2, 0, 0, 0, DateTimeKind.Utc)).Values.ToArray());
        Assert.Equal([-2, double.NaN, 1, double.NaN], ((TimeColumn)frame["birth"]).DaysBefore(DateTime.UnixEpoch).Values.ToArray());
        Assert.Equal([1, 1, 1, 2, 2, 2, 1], frame.Columns.Select(column => column.Missing));
    }

    [Fact]
    public void A_result_of_many_chunks_fills_a_matrix_without_an_object_per_value()
    {
        using var result = Connection.Query($"SELECT i, CASE WHEN i % 7 = 0 THEN NULL ELSE CAST(i / 4 AS DOUBLE) END FROM range({Many}) t(i) ORDER BY i");
        var matrix = new Matrix(Many, ["i", "quarter"]);
        var (at, before) = (0, GC.GetAllocatedBytesForCurrentThread());
        foreach (var chunk in result.Chunks())
        {
            matrix.Fill(0, chunk[0].Values<long>(), chunk[0].Validity.Mask, at);
            matrix.Fill(1, chunk[1].Values<double>(), chunk[1].Validity.Mask, at);
            at += chunk.Count;
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Many); // a boxed value alone takes 24 bytes
        Assert.Equal(Many, at);
        Assert.Equal([299_998f, 74_999.5f], matrix.Row(Many - 2).ToArray());
        Assert.Equal([299_999f, float.NaN], matrix.Row(Many - 1).ToArray());
        Assert.Equal((Many + 6) / 7, matrix.Column("quarter").Count(float.IsNaN));
        Assert.True(float.IsNaN(matrix[7, 1]) && !float.IsNaN(matrix[8, 1]));
    }

    [Fact]
    public void A_result_of_many_chunks_fills_a_frame_without_an_object_per_value()
    {
        using var result = Connection.Query($"SELECT i, CASE WHEN i % 1000 = 0 THEN NULL ELSE 'country ' || (i % 40) END, i % 3 = 0 FROM range({Many}) t(i) ORDER BY i");
        var (number, text, truth) = (new NumberColumnBuilder("i", Many), new TextColumnBuilder("country", Many), new BooleanColumnBuilder("third", Many));
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var chunk in result.Chunks())
        {
            number.Append(chunk[0].Values<long>(), chunk[0].Validity.Mask);
            truth.Append(chunk[2].Values<bool>(), chunk[2].Validity.Mask);
            var vector = chunk[1];
            for (var row = 0; row < chunk.Count; row++)
                if (vector.Validity.IsValid(row)) text.AppendUtf8(vector.GetUtf8(row));
                else text.AppendMissing();
        }

        var frame = new Frame(number.Build(), text.Build(), truth.Build());

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Many);
        var countries = (TextColumn)frame["country"];
        Assert.Equal((Many, 40, 300), (frame.Rows, countries.Texts.Count, countries.Missing));
        Assert.Equal("country 39", countries[Many - 1]);
        Assert.Equal(100_000, frame.Numbers().Column("third").Count(value => value == 1));
    }

    private static IEnumerable<string?> Texts(FrameColumn column) => Enumerable.Range(0, column.Rows).Select(row => ((TextColumn)column)[row]);
}
