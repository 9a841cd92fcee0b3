using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Preprocessing;

namespace Habitue.Tests.Learning.Preprocessing;

public sealed class EncoderTests
{
    private static readonly Frame Customers = new(
        new TextColumn("country", ["Spain", "France", null, "Spain"]),
        new NumberColumn("orders", [3, 1, double.NaN, 2]),
        new TextColumn("device", ["phone", "phone", "desk", "desk"]));

    [Fact]
    public void One_hot_makes_a_column_of_each_text_and_passes_numbers_through()
    {
        var x = new OneHotEncoder().Fit(Customers).Encode(Customers);

        Assert.Equal(["country=France", "country=Spain", "orders", "device=desk", "device=phone"], x.Columns);
        Assert.Equal([0, 1, 3, 0, 1], x.Row(0).ToArray());
        Assert.Equal([1, 0, 1, 0, 1], x.Row(1).ToArray());
        Assert.Equal([0, 0, float.NaN, 1, 0], x.Row(2).ToArray());
        Assert.Equal([0, 1, 2, 1, 0], x.Row(3).ToArray());
    }

    [Fact]
    public void Labels_are_places_among_the_sorted_texts()
    {
        var model = new OrdinalEncoder().Fit(Customers);
        var x = model.Encode(Customers);

        Assert.Equal(["country", "orders", "device"], x.Columns);
        Assert.Equal([1, 0, float.NaN, 1], x.Column("country"));
        Assert.Equal([1, 1, 0, 0], x.Column("device"));
        Assert.Equal(["France", "Spain"], model.Categories("country"));
    }

    [Fact]
    public void A_text_that_was_not_there_counts_as_missing()
    {
        var later = Later("Peru");

        Assert.Equal([0, 0, 1, 1, 0], new OneHotEncoder().Fit(Customers).Encode(later).Row(0).ToArray());
        Assert.Equal([float.NaN, 1, 0], new OrdinalEncoder().Fit(Customers).Encode(later).Row(0).ToArray());
    }

    [Fact]
    public void A_text_that_was_not_there_may_be_an_error_that_names_it()
    {
        var encoder = new OneHotEncoder { Unseen = UnseenCategory.IsError }.Fit(Customers);

        var error = Assert.Throws<BadDataException>(() => encoder.Encode(Later("Peru")));

        Assert.Equal(("country", 0), (error.Column, error.Row));
        Assert.Contains("'Peru'", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, encoder.Encode(Later("Spain"))[0, 1]);
    }

    [Fact]
    public void The_choice_about_unseen_texts_is_saved()
    {
        var saved = ModelFile.Save(new OrdinalEncoder { Unseen = UnseenCategory.IsError }.Fit(Customers));

        Assert.Throws<BadDataException>(() => ModelFile.Load<OrdinalEncoding>(new MemoryStream(saved)).Encode(Later("Peru")));
    }

    [Fact]
    public void Too_many_texts_name_column_and_limit()
    {
        var error = Assert.Throws<BadDataException>(() => new OneHotEncoder { MaxCategories = 1 }.Fit(Customers));

        Assert.Equal("country", error.Column);
        Assert.Contains("OneHotEncoder.MaxCategories", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_that_changed_its_sort_is_named()
    {
        var swapped = new Frame(new NumberColumn("country", [1]), new NumberColumn("orders", [1]), new TextColumn("device", ["desk"]));

        Assert.Equal("country", Assert.Throws<BadDataException>(() => new OneHotEncoder().Fit(Customers).Encode(swapped)).Column);
    }

    [Fact]
    public void Columns_that_would_share_a_name_are_refused()
    {
        var clash = new Frame(new TextColumn("a", ["b"]), new NumberColumn("a=b", [1]));

        var model = new OneHotEncoder().Fit(clash);

        Assert.Equal("a=b", Assert.Throws<BadDataException>(() => model.Encode(clash)).Column);
    }

    private static Frame Later(string country) => new(
        new TextColumn("device", ["desk"]), new TextColumn("country", [country]), new NumberColumn("orders", [1]));
}
