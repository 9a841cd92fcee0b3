using System.Text;
using Habitue.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Habitue.Tests.Server;

/// <summary>What is the sender's fault, and what is ours.</summary>
public sealed class TroublesTests
{
    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task A_form_is_blamed_only_while_it_is_read(bool isRead, bool isBlamed)
    {
        using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        var call = new DefaultHttpContext { RequestServices = services };
        (call.Request.ContentType, call.Request.Body, call.Response.Body) = ("application/x-www-form-urlencoded", new MemoryStream(Encoding.ASCII.GetBytes("name=ann")), new MemoryStream());
        if (isRead) await call.Request.ReadFormAsync(TestContext.Current.CancellationToken);

        Assert.Equal(isBlamed, await new Troubles(NullLogger<Troubles>.Instance).TryHandleAsync(call, new IOException("The file is in use."), TestContext.Current.CancellationToken));
        Assert.Equal(isBlamed ? 400 : 200, call.Response.StatusCode);
    }
}
