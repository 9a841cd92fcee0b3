using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Habitue.Server;
using Habitue.Server.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Habitue.Tests.Server;

public sealed class TelemetryTests
{
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("http.server.request.duration", "s", "http_server_request_duration_seconds")]
    [InlineData("habitue.log.bytes", "By", "habitue_log_bytes")]
    [InlineData("habitue.collector.events", "{event}", "habitue_collector_events")]
    public void An_instrument_is_named_as_Prometheus_names_things(string name, string unit, string expected) => Assert.Equal(expected, PrometheusText.NameOf(name, unit));

    [Fact]
    public async Task Requests_are_counted_by_route_and_status_in_the_text_format()
    {
        await using var server = await RunningServer.Start([new HealthModule(), new TelemetryModule()]);
        for (var i = 0; i < 3; i++) await server.Client.GetStringAsync("/health/live", cancel);
        using var answer = await server.Client.GetAsync("/metrics", cancel);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        string[] lines = (await answer.Content.ReadAsStringAsync(cancel)).Split('\n');

        Assert.Contains("# TYPE http_server_request_duration_seconds histogram", lines);
        string[] live = [.. lines.Where(line => line.StartsWith("http_server_request_duration_seconds", StringComparison.Ordinal) && line.Contains("http_route=\"/health/live\"", StringComparison.Ordinal))];
        Assert.Contains(live, line => line.StartsWith("http_server_request_duration_seconds_count{", StringComparison.Ordinal) && line.EndsWith("} 3", StringComparison.Ordinal));
        var buckets = live.Where(line => line.Contains("_bucket{", StringComparison.Ordinal)).Select(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(buckets.Order(), buckets);
        Assert.Equal(3, buckets[^1]);
        Assert.Contains("le=\"+Inf\"", live.Last(line => line.Contains("_bucket{", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Measures_and_spans_go_to_a_collector_of_OpenTelemetry_that_is_named()
    {
        var receiver = new Receiver();
        await using var collector = await RunningServer.Start([receiver]);
        await using (var server = await RunningServer.Start(with: settings => settings with { Otlp = collector.Client.BaseAddress }))
        {
            await server.Client.GetStringAsync("/health/live", cancel);
            using (await server.Client.GetAsync("/v1/customers/ann.person?userId=ann.person", cancel)) { }
            server.Services.GetRequiredService<MeterProvider>().ForceFlush();   // false: what Prometheus pulls cannot be pushed
            Assert.True(server.Services.GetRequiredService<TracerProvider>().ForceFlush());
        }
        // Protocol buffers hold texts as they are, so the names can be looked for.
        Assert.Contains("http.server.request.duration", receiver.Got("/v1/metrics"), StringComparison.Ordinal);
        Assert.Contains("GET /health/live", receiver.Got("/v1/traces"), StringComparison.Ordinal);
        Assert.Contains("habitue", receiver.Got("/v1/traces"), StringComparison.Ordinal);
        // Whose address was asked is said nowhere.
        Assert.DoesNotContain("ann.person", receiver.Got("/v1/traces") + receiver.Got("/v1/metrics"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_rooms_measure_appears_with_total_and_escaped_labels()
    {
        using var meter = new System.Diagnostics.Metrics.Meter(Measures.Name);
        await using var server = await RunningServer.Start([new TelemetryModule()]);
        var counter = meter.CreateCounter<long>("habitue.test.things", "{thing}", "Things, of a \"kind\"");
        counter.Add(2, new KeyValuePair<string, object?>("kind.of", "a \"b\"\\c"));
        counter.Add(3, new KeyValuePair<string, object?>("kind.of", "a \"b\"\\c"));
        var text = await server.Client.GetStringAsync("/metrics", cancel);
        Assert.Contains("# HELP habitue_test_things_total Things, of a \"kind\"\n# TYPE habitue_test_things_total counter\nhabitue_test_things_total{kind_of=\"a \\\"b\\\"\\\\c\"} 5\n", text, StringComparison.Ordinal);
    }

    /// <summary>Stands for a collector of OpenTelemetry.</summary>
    private sealed class Receiver : LiveModule
    {
        private readonly ConcurrentDictionary<string, string> got = new();

        public string Got(string path) => got.GetValueOrDefault(path, "");

        public override void Endpoints(WebApplication app) => app.MapPost("/v1/{kind}", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
            got.AddOrUpdate(request.Path, Encoding.Latin1.GetString(body.ToArray()), (_, before) => before + Encoding.Latin1.GetString(body.ToArray()));
            return Results.Bytes([], "application/x-protobuf");
        });
    }
}
