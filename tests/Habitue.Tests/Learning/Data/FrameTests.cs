using Habitue.Learning;
using Habitue.Learning.Data;

namespace Habitue.Tests.Learning.Data;

public sealed class FrameTests
{
    private static readonly Frame Customers = new(
        new TextColumn("country", ["Spain", "France", null, "Spain"]),
        new NumberColumn("orders", 3, 1, double.NaN, 2),
        new BooleanColumn("member", true, null, false, true),
        new TimeColumn("last", 0, TimeColumn.NoValue, 86_400_000_000, 43_200_000_000));

    [Fact]
    public void A_text_is_kept_once()
    {
        var country = (TextColumn)Customers["country"];

        Assert.Equal(["Spain", "France"], country.Texts);
        Assert.Equal([0, 1, -1, 0], country.Codes.ToArray());
        Assert.Equal(("Spain", null), (country[3], country[2]));
    }

    [Fact]
    public void Rows_are_taken_by_number()
    {
        var taken = Customers.Take([3, 2, 3]);

        Assert.Equal("3 x 4", taken.ToString());
        Assert.Equal(["Spain", null, "Spain"], Enumerable.Range(0, 3).Select(row => ((TextColumn)taken["country"])[row]));
        Assert.Equal([2, double.NaN, 2], ((NumberColumn)taken["orders"]).Values.ToArray());
        Assert.Equal([true, false, true], Enumerable.Range(0, 3).Select(row => ((BooleanColumn)taken["member"])[row]));
        Assert.Equal([43_200_000_000, 86_400_000_000, 43_200_000_000], ((TimeColumn)taken["last"]).Values.ToArray());
    }

    [Fact]
    public void Columns_are_selected_by_name_and_shared()
    {
        var chosen = Customers.Select("member", "country");

        Assert.Equal(["member", "country"], chosen.Columns.Select(column => column.Name));
        Assert.Same(Customers["country"], chosen["country"]);
        Assert.Equal("tenure", Assert.Throws<BadDataException>(() => Customers.Select("tenure")).Column);
    }

    [Fact]
    public void Numbers_and_truth_values_become_a_matrix()
    {
        var numbers = Customers.Numbers();

        Assert.Equal(["orders", "member"], numbers.Columns);
        Assert.Equal([3, 1, 1, float.NaN, float.NaN, 0, 2, 1], numbers.Values.ToArray());
    }

    [Fact]
    public void Two_columns_of_one_name_or_of_two_lengths_are_refused()
    {
        Assert.Equal("a", Assert.Throws<BadDataException>(() => new Frame(new NumberColumn("a", 1), new TextColumn("a", ["x"]))).Column);
        Assert.Equal("b", Assert.Throws<BadDataException>(() => new Frame(new NumberColumn("a", 1), new NumberColumn("b", 1, 2))).Column);
    }

    [Fact]
    public void A_text_number_without_a_text_names_column_and_row()
    {
        var error = Assert.Throws<BadDataException>(() => new TextColumn("country", [0, 2], ["France", "Spain"]));

        Assert.Equal(("country", 1), (error.Column, error.Row));
        Assert.Contains("two numbers", Assert.Throws<BadDataException>(() => new TextColumn("country", [0], ["France", "France"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Chunks_with_a_mask_are_put_one_behind_the_other()
    {
        var spend = new NumberColumnBuilder("spend");
        spend.Append((ReadOnlySpan<short>)[150, 9999, -25], [0b101], decimals: 2);
        var first = spend.Build();
        spend.Append((ReadOnlySpan<double>)[7]);

        Assert.Equal([1.5, double.NaN, -0.25], first.Values.ToArray());
        Assert.Equal([1.5, double.NaN, -0.25, 7], spend.Build().Values.ToArray());
        Assert.Equal(4, spend.Rows);
    }

    [Fact]
    public void A_mask_reaches_over_its_words()
    {
        var (numbers, truths, times) = (new NumberColumnBuilder("n", 130), new BooleanColumnBuilder("b"), new TimeColumnBuilder("t"));
        ulong[] mask = [ulong.MaxValue, ~(1ul << 63), 0b01];
        numbers.Append<int>(new int[130], mask);
        truths.Append(new bool[130], mask);
        times.Append(new long[130], mask);
        times.AppendDays(new int[130], mask);

        Assert.Equal([127, 129], Enumerable.Range(0, 130).Where(numbers.Build().IsMissing));
        Assert.Equal([127, 129], Enumerable.Range(0, 130).Where(truths.Build().IsMissing));
        Assert.Equal([127, 129, 257, 259], Enumerable.Range(0, 260).Where(times.Build().IsMissing));
        Assert.Equal((130, 260), (truths.Rows, times.Rows));
        Assert.Throws<ArgumentException>(() => numbers.Append<int>(new int[65], [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => numbers.Append<int>([1], [], decimals: -1));
    }

    [Fact]
    public void Long_texts_and_characters_are_found_again()
    {
        var (builder, text) = (new TextColumnBuilder("x"), new string('ß', 500));
        builder.Append(text);
        builder.AppendUtf8(System.Text.Encoding.UTF8.GetBytes(text));
        builder.Append(text.AsSpan());
        builder.AppendPlaces<ushort>([1, 0, 1], ["other", text], [0b110]);

        Assert.Equal([0, 0, 0, -1, 1, 0], builder.Build().Codes.ToArray());
        Assert.Equal(6, builder.Rows);
    }

    [Fact]
    public void Targets_go_with_their_rows()
    {
        var data = LabeledFrame.OfClasses(Customers, ["stay", "leave", "stay", "stay"], [1, 2, 3, 4]);
        var taken = data.Take([3, 1]);

        Assert.Equal([1, 0, 1, 1], data.Targets.ToArray());
        Assert.Equal(["leave", "stay"], data.Classes!);
        Assert.Equal([1, 0], taken.Targets.ToArray());
        Assert.Equal([4, 2], taken.Weights.ToArray());
        Assert.Equal("Spain", ((TextColumn)taken.Rows["country"])[0]);
        Assert.Equal((2, 2.0), (taken.With(new Matrix(2, ["x"])).Rows.Rows, taken.Weight(1)));
        Assert.Throws<BadDataException>(() => new LabeledFrame(Customers, [1, 2]));
    }
}
