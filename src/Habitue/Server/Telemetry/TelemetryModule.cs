using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Habitue.Server.Telemetry;

/// <summary>
/// What the server measures, for Prometheus at <c>/metrics</c>; with an address of a collector of OpenTelemetry (the setting, or the
/// standard variable OTEL_EXPORTER_OTLP_ENDPOINT) it also sends measures and spans there.
/// </summary>
internal sealed class TelemetryModule : LiveModule
{
    private static readonly string[] Meters = [Measures.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"];

    public override void Services(IServiceCollection services, ServerSettings settings)
    {
        var text = new PrometheusText();
        services.AddSingleton(text);
        services.AddSingleton(_ => MetersOf(settings, text));
        if (settings.Otlp is { } otlp) services.AddSingleton(_ => SpansOf(otlp));
    }

    public override void Endpoints(WebApplication app)
    {
        // Made here, and not when first asked for: what happens before would not be counted.
        app.Services.GetRequiredService<MeterProvider>();
        app.Services.GetService<TracerProvider>();
        if (app.Services.GetService<TracerProvider>() is not null) app.Use(NameSpan);
        app.MapGet("/metrics", (PrometheusText text) => Results.Text(text.Now(), PrometheusText.ContentType))
            .WithTags("Operation").WithSummary("What the server measures, in Prometheus' text format.").ExcludeFromDescription();
    }

    /// <summary>A span is named by its route: the whole address would name customers.</summary>
    private static async Task NameSpan(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (Activity.Current is not { } span) return;
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "unknown address";
        span.DisplayName = $"{context.Request.Method} {route}";
        span.SetTag("http.request.method", context.Request.Method).SetTag("http.route", route).SetTag("http.response.status_code", context.Response.StatusCode);
    }

    private static MeterProvider MetersOf(ServerSettings settings, PrometheusText text)
    {
        var builder = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(Resource()).AddMeter(Meters).AddReader(new BaseExportingMetricReader(text));
        if (settings.Otlp is { } otlp) builder.AddOtlpExporter(options => To(options, otlp, "v1/metrics"));
        return builder.Build();
    }

    private static TracerProvider SpansOf(Uri otlp) => Sdk.CreateTracerProviderBuilder().SetResourceBuilder(Resource())
        .AddSource(Measures.Name, "Microsoft.AspNetCore").AddOtlpExporter(options => To(options, otlp, "v1/traces")).Build();

    private static ResourceBuilder Resource() => ResourceBuilder.CreateEmpty().AddService("habitue", serviceVersion: Host.Build.Version);

    private static void To(OtlpExporterOptions options, Uri otlp, string path) =>
        (options.Protocol, options.Endpoint) = (OtlpExportProtocol.HttpProtobuf, new Uri(otlp.AbsoluteUri.TrimEnd('/') + "/" + path));
}
