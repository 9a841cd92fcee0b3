using Habitue.Lake.Loading;

namespace Habitue.Tests.Loading;

public sealed class RehearsalTests
{
    /// <summary>Refused, the rows would go another way than those of files, and nothing would be rehearsed.</summary>
    [Fact]
    public void The_made_up_orders_go_the_way_of_files() => Assert.Equal(2, Rehearsal.Run());
}
