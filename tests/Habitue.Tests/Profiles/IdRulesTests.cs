using Habitue.Profiles;
using Habitue.Tests.Live;

namespace Habitue.Tests.Profiles;

public sealed class IdRulesTests
{
    [Theory]
    [InlineData("null")]
    [InlineData("NULL")]
    [InlineData("-1")]
    [InlineData("0")]
    [InlineData("000-000")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("anonymous")]
    [InlineData("anon")]
    [InlineData("nil")]
    [InlineData("none")]
    [InlineData("N/A")]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData(null)]
    public void Values_that_programs_write_for_nobody_are_nobody(string? id) => Assert.True(IdRules.IsNobody(id));

    [Theory]
    [InlineData("u1")]
    [InlineData("10")]
    [InlineData("0a")]
    [InlineData("ann@shop.it")]
    [InlineData("none-of-your-business")]
    [InlineData("1f0d2b6a-6d2e-4c80-9d55-0f8a4f4f7c11")]
    public void Other_values_are_somebody(string id) => Assert.True(!IdRules.IsNobody(id) && IdRules.MayTie(id));

    [Theory]
    [InlineData("test@shop.it")]
    [InlineData("qa+7@shop.it")]
    [InlineData("ann@example.com")]
    [InlineData("ann@mailinator.com")]
    [InlineData("ann@shop.test")]
    [InlineData("tester1@shop.it")]
    public void A_test_address_is_somebody_and_ties_nobody(string id) => Assert.True(!IdRules.IsNobody(id) && !IdRules.MayTie(id));

    [Fact]
    public void A_user_id_that_is_nobody_leaves_the_visitor()
    {
        Assert.Equal("a1", IdRules.Of(Happening.Page("a1", 0).By("null"), out var asUser));
        Assert.False(asUser);
        Assert.Equal("u1", IdRules.Of(Happening.Page("a1", 0).By("u1"), out asUser));
        Assert.True(asUser);
        Assert.Null(IdRules.Of(Happening.Page("0", 0).By("-1"), out _));
        Assert.Null(IdRules.Of(Happening.Page(new string('x', 257), 0), out _));
    }
}
