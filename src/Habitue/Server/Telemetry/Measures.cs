using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Habitue.Server.Telemetry;

/// <summary>
/// Where the rooms measure: one meter and one source of spans for all. Instruments are named <c>habitue.part.what</c> with a unit;
/// tags hold kinds and reasons, never the id of a customer, visitor or message.
/// </summary>
internal static class Measures
{
    public const string Name = "Habitue";

    public static Meter Meter { get; } = new(Name, Host.Build.Version);

    public static ActivitySource Spans { get; } = new(Name, Host.Build.Version);
}
