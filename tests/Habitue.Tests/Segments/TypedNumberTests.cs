using Habitue.Reports.Page;
using Habitue.Segments;

namespace Habitue.Tests.Segments;

public sealed class TypedNumberTests
{
    [Theory]
    [InlineData("en-GB", "1,234.5", "1234.5")]
    [InlineData("en-GB", "0.3", "0.3")]
    [InlineData("en-GB", "30%", "30%")]
    [InlineData("en-GB", "1234567", "1234567")]
    [InlineData("en-GB", "−5", "-5")]
    [InlineData("en-IN", "12,34,567.5", "1234567.5")]
    [InlineData("de", "1.234,5", "1234.5")]
    [InlineData("de", "0,3", "0.3")]
    [InlineData("de", "12.345", "12345")]
    [InlineData("fr", "1 234,5", "1234.5")]
    [InlineData("fr", "1\u202F234", "1234")]
    [InlineData("fr", "1\u00A0234", "1234")]
    public void A_number_is_read_as_its_place_writes_it(string place, string typed, string rule) => Assert.Equal(rule, TypedNumber.Read(typed, Locales.ByTag[place].Number));

    /// <summary>A point as in the rules is no thousands' mark unless three digits follow; a comma that parts neither is left, and the rule says so.</summary>
    [Theory]
    [InlineData("de", "0.3", "0.3")]
    [InlineData("de", "0.300", "0.300")]
    [InlineData("de", "12.5", "12.5")]
    [InlineData("en-GB", "0,3", "0,3")]
    [InlineData("en-GB", "1,23", "1,23")]
    [InlineData("en-GB", "many", "many")]
    public void What_is_no_number_there_is_not_made_another_one(string place, string typed, string kept) => Assert.Equal(kept, TypedNumber.Read(typed, Locales.ByTag[place].Number));
}
