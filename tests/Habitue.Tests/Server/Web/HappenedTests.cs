using Habitue.Server.Web.Happening;
using Habitue.Tests.Live;

namespace Habitue.Tests.Server.Web;

public sealed class HappenedTests
{
    [Fact]
    public void The_list_tells_what_visitors_do_in_words_and_not_what_the_server_decides()
    {
        Assert.Equal("looks at MUG", Happened.WordsOf(Happening.View("ann", 1, "MUG")));
        Assert.Equal("ordered for 20.00", Happened.WordsOf(Happening.Order("ann", 2)));
        Assert.Equal("Video Played", Happened.WordsOf(Happening.Track("ann", 3, "Video Played")));
        Assert.Null(Happened.WordsOf(Happening.Track("ann", 4, "Decision Made")));
        Assert.Null(Happened.WordsOf(Happening.Track("ann", 5, "Decision Rewarded")));
        Assert.Null(Happened.WordsOf(Happening.View("bot", 6, "MUG") with { IsBot = true }));
    }
}
