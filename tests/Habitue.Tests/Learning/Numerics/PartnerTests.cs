using Habitue.Learning.Numerics;

namespace Habitue.Tests.Learning.Numerics;

public sealed class PartnerTests
{
    [Fact]
    public void What_fails_on_the_second_thread_fails_on_the_first()
    {
        using var partner = new Partner(() => throw new ArithmeticException("on purpose"));

        var error = Assert.Throws<InvalidOperationException>(() => partner.Together(() => { }));
        Assert.IsType<ArithmeticException>(error.InnerException);
    }

    [Fact]
    public void Both_pieces_are_done_each_time_whoever_does_them()
    {
        var (mine, others) = (0, 0);
        using var partner = new Partner(() => others++);

        for (var time = 1; time <= 10_000; time++)
        {
            partner.Together(() => mine++);
            Assert.Equal((time, time), (mine, others));
        }
    }
}
