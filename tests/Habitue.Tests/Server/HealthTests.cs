using System.Net;
using System.Text.Json;
using Habitue.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Habitue.Tests.Server;

public sealed class HealthTests
{
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_runs_is_live_and_ready()
    {
        await using var server = await RunningServer.Start([new HealthModule()]);
        Assert.Equal("""{"status":"live"}""", await server.Client.GetStringAsync("/health/live", cancel));
        Assert.Equal("""{"status":"ready","dependencies":{"warehouse":"ready"}}""", await server.Client.GetStringAsync("/health/ready", cancel));
    }

    [Fact]
    public async Task A_dependency_in_trouble_is_named_with_its_sentence()
    {
        await using var server = await RunningServer.Start([new HealthModule(), new Broken()]);
        using var answer = await server.Client.GetAsync("/health/ready", cancel);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancel));
        Assert.Equal("the disk is full", body.RootElement.GetProperty("dependencies").GetProperty("log").GetString());
        Assert.Equal("ready", body.RootElement.GetProperty("dependencies").GetProperty("warehouse").GetString());
    }

    [Fact]
    public async Task An_address_that_is_not_there_is_answered_by_problem_json()
    {
        await using var server = await RunningServer.Start([new HealthModule()]);
        using var answer = await server.Client.GetAsync("/nowhere", cancel);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    private sealed class Broken : LiveModule
    {
        public override void Services(IServiceCollection services, ServerSettings settings) =>
            services.AddSingleton(new Dependency("log", _ => ValueTask.FromResult<string?>("the disk is full")));
    }
}
