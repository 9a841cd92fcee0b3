using Habitue.Live;

namespace Habitue.Collector;

/// <summary>How the events of an address come.</summary>
/// <param name="Type">What the address says that they are; null when each says it.</param>
internal sealed record CallForm(CallType? Type)
{
    public static CallForm Batch { get; } = new((CallType?)null);
    public static CallForm Cloud { get; } = new((CallType?)null) { IsCloudEvents = true };

    /// <summary>Times are not corrected by the client's clock, and nobody is a machine for being fast.</summary>
    public bool IsHistory { get; init; }
    public bool IsPixel { get; init; }
    public bool IsCloudEvents { get; init; }
    public bool IsBatch => Type is null;
}
