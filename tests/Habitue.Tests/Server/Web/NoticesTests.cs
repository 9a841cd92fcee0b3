using Habitue.Server.Web;
using Habitue.Server.Web.Access;

namespace Habitue.Tests.Server.Web;

public sealed class NoticesTests
{
    private static readonly Person Ann = new("Ann", Role.Analyst, "");

    [Theory]
    [InlineData("/runs", "/runs?note=")]
    [InlineData("/quality?rule=a#rejected", "/quality?rule=a&note=")]
    [InlineData("/quality?note=0123456789abcdef&rule=a", "/quality?rule=a&note=")]
    [InlineData("/quality?note=0123456789abcdef#rejected", "/quality?note=")]
    public void The_newest_word_takes_the_place_of_an_older_one(string address, string begin)
    {
        var notices = new Notices();
        var told = notices.Address(address, Ann, "Done.", went: true);
        Assert.StartsWith(begin, told, StringComparison.Ordinal);
        Assert.Equal(address.Contains('#'), told.EndsWith("#rejected", StringComparison.Ordinal));
        var word = told[begin.Length..].Split('#')[0];
        Assert.Equal("Done.", notices.Of(word, Ann)?.Words);
        Assert.Null(notices.Of(word, Ann with { Name = "Ben" }));
    }
}
