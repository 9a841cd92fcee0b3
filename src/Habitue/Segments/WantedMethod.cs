using Habitue.Insights;

namespace Habitue.Segments;

/// <summary>By which method the shop wants its customers divided, when it wants one.</summary>
internal static class WantedMethod
{
    /// <summary>The name under which a decision reaches the slice, and the word that leaves it to the data.</summary>
    public const string OptionName = "segments-by", Best = "best";

    /// <summary>The word of the method.</summary>
    public static KeptDecision Decision { get; } = new(OptionName, "segment_settings", "method", Best);
}
