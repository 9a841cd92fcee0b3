using System.Net;
using Habitue.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Habitue.Tests.Server;

/// <summary>A page of a shop is another site than the server: its browser asks first, and reads an answer only when it may.</summary>
public sealed class CrossOriginTests
{
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_of_another_site_may_ask_what_to_show_and_which_variant()
    {
        await using var server = await RunningServer.Start();
        var key = server.Services.GetRequiredService<AccessKeys>().First!.Write;
        foreach (var (method, address) in new[] { (HttpMethod.Post, "/v1/decide"), (HttpMethod.Get, "/v1/content/home"), (HttpMethod.Post, "/ofrep/v1/evaluate/flags"), (HttpMethod.Post, "/ofrep/v1/evaluate/flags/button") })
        {
            using var ask = new HttpRequestMessage(HttpMethod.Options, address) { Headers = { { "Origin", "https://shop.example" }, { "Access-Control-Request-Method", method.Method }, { "Access-Control-Request-Headers", "x-api-key,content-type" } } };
            using var may = await server.Client.SendAsync(ask, cancel);
            Assert.Equal((HttpStatusCode.NoContent, "*", "x-api-key,content-type"), (may.StatusCode, may.Headers.GetValues("Access-Control-Allow-Origin").Single(), may.Headers.GetValues("Access-Control-Allow-Headers").Single()));
            Assert.Contains(method.Method, may.Headers.GetValues("Access-Control-Allow-Methods").Single(), StringComparison.Ordinal);
            foreach (var presented in new[] { key, "wk_guessed" })
            {
                using var request = new HttpRequestMessage(method, address) { Headers = { { "Origin", "https://shop.example" }, { "X-API-Key", presented } } };
                if (method == HttpMethod.Post) request.Content = new StringContent("""{"context":{"targetingKey":"u1"}}""");
                using var answer = await server.Client.SendAsync(request, cancel);
                // A mistake, too, is told to the page.
                Assert.Equal(presented != key, answer.StatusCode == HttpStatusCode.Unauthorized);
                Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
                Assert.Contains("ETag", answer.Headers.GetValues("Access-Control-Expose-Headers").Single(), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task What_only_a_server_may_read_is_not_opened_to_pages()
    {
        await using var server = await RunningServer.Start();
        foreach (var address in new[] { "/v1/customers/u1", "/v1/live", "/v1/rejected" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { { "Origin", "https://shop.example" }, { "X-API-Key", server.Services.GetRequiredService<AccessKeys>().First!.Read } } };
            using var answer = await server.Client.SendAsync(request, cancel);
            Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"), address);
        }
    }
}
