using Habitue.Behaviour;

namespace Habitue.Tests.Behaviour;

public sealed class LastingTests
{
    [Theory]
    [InlineData(0.4, "under 1 s")]
    [InlineData(45.2, "45 s")]
    [InlineData(200, "3 min 20 s")]
    [InlineData(7500, "2 h 5 min")]
    [InlineData(302400, "3.5 days")]
    public void A_time_is_said_as_people_say_it(double seconds, string words) => Assert.Equal(words, Lasting.Text(seconds));

    [Fact]
    public void What_is_not_known_is_a_dash() => Assert.Equal("–", Lasting.Text(null));
}
