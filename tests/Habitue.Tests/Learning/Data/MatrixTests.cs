using Habitue.Learning;
using Habitue.Learning.Data;

namespace Habitue.Tests.Learning.Data;

public sealed class MatrixTests
{
    private static readonly Matrix Rfm = Matrix.OfColumns(("recency", [1, 2]), ("frequency", [3, 4]), ("monetary", [5, 6]));

    [Fact]
    public void Columns_become_rows()
    {
        Assert.Equal((2, "2 x 3"), (Rfm.Rows, Rfm.ToString()));
        Assert.Equal([1, 3, 5], Rfm.Row(0).ToArray());
        Assert.Equal([1, 3, 5, 2, 4, 6], Rfm.Values.ToArray());
        Assert.Equal([3, 4], Rfm.Column("frequency"));
    }

    [Fact]
    public void A_column_may_come_in_parts()
    {
        var x = new Matrix(5, ["a", "b"]);
        x.Fill(1, (ReadOnlySpan<double>)[1, 2, 3]);
        x.Fill(1, (ReadOnlySpan<float>)[4, 5], fromRow: 3);

        Assert.Equal([1, 2, 3, 4, 5], x.Column("b"));
        Assert.Equal([0, 0, 0, 0, 0], x.Column("a"));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Fill(0, new double[3], fromRow: 3));
    }

    [Fact]
    public void Columns_are_selected_by_name_in_the_order_asked_for()
    {
        var chosen = Rfm.Select("monetary", "recency");

        Assert.Equal(["monetary", "recency"], chosen.Columns);
        Assert.Equal([5, 1, 6, 2], chosen.Values.ToArray());
    }

    [Fact]
    public void Rows_are_taken_by_number() => Assert.Equal([2, 4, 6, 1, 3, 5], Rfm.Take([1, 0]).Values.ToArray());

    [Fact]
    public void A_column_that_is_not_there_is_named_with_those_that_are()
    {
        var error = Assert.Throws<BadDataException>(() => Rfm.Select("recency", "tenure"));

        Assert.Equal("tenure", error.Column);
        Assert.Contains("recency, frequency, monetary", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_columns_of_one_name_are_refused() =>
        Assert.Equal("a", Assert.Throws<BadDataException>(() => new Matrix(1, ["a", "b", "a"])).Column);

    [Fact]
    public void Columns_and_rows_of_unequal_length_are_refused()
    {
        Assert.Equal("b", Assert.Throws<BadDataException>(() => Matrix.OfColumns(("a", [1, 2]), ("b", [1]))).Column);
        Assert.Throws<BadDataException>(() => Matrix.OfRows(["a", "b"], [1, 2], [3]));
        Assert.Equal("b", Assert.Throws<BadDataException>(() => new Frame(new TextColumn("a", ["x"]), new TextColumn("b", []))).Column);
    }

    [Fact]
    public void More_values_than_an_array_holds_are_refused_before_memory_is_taken() =>
        Assert.Contains("holds at most", Assert.Throws<BadDataException>(() => new Matrix(int.MaxValue, ["a", "b"])).Message, StringComparison.Ordinal);
}
