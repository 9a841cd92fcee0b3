using Habitue.Server;

namespace Habitue.Tests.Server;

/// <summary>Ids in addresses: what was sent is what is meant.</summary>
public sealed class RouteSlashesTests
{
    [Theory]
    [InlineData("a%2Fb", "/v1/customers/a%2Fb/live?x=a%252Fb", "a/b")]
    [InlineData("a%2fb", "/v1/customers/a%2fb", "a/b")]
    [InlineData("a%2Fb", "/v1/customers/a%252Fb/live", "a%2Fb")]
    [InlineData("ä %2F%2F", "/v1/customers/%C3%A4%20%2F%252F", "ä /%2F")]
    [InlineData("a%2Fb", "http://host/v1/customers/a%2Fb", "a/b")]
    public void A_part_of_an_address_stands_for_what_was_sent(string routed, string target, string meant) => Assert.Equal(meant, RouteSlashes.Meant(routed, target));
}
