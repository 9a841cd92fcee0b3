using System.Text.Json;
using Habitue.Experiments.Assignment;

namespace Habitue.Experiments.Serving;

/// <summary>Tells decisions of the policy "experiment" which variant a customer is in. What a decision shows is an exposure.</summary>
internal sealed class ExperimentsForDecisions(LiveDefinitions definitions, Assigner assigner, ExposureBook book, TimeProvider clock)
{
    /// <summary>
    /// The variant's name; the control's for whoever does not take part; null when there is no such experiment. While the warehouse takes no exposures for long, further ones are left out of what is judged,
    /// whatever the variant is; the decisions themselves keep it.
    /// </summary>
    public string? Variation(string experiment, string customer)
    {
        var set = definitions.Current;
        if (!set.Experiments.TryGetValue(experiment, out var found)) return null;
        var assigned = assigner.Of(set, found, JsonElement.Parse($"{{\"id\":\"{JsonEncodedText.Encode(customer)}\"}}"));
        if (assigned is { Variant: { } variant, Customer: { } id } && assigned.Reason is AllocationReason.Split or AllocationReason.Sticky)
            book.TryAdd(new Exposure(experiment, id, variant, clock.GetUtcNow().UtcDateTime));
        return assigned.Variant ?? found.Variants[0].Name;
    }
}
