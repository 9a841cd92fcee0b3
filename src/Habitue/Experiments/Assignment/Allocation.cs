using System.Text.Json;

namespace Habitue.Experiments.Assignment;

/// <summary>Why a customer got what they got, in the words of OpenFeature.</summary>
internal enum AllocationReason
{
    /// <summary>Drawn by the hash of the id.</summary>
    Split,

    /// <summary>Somebody said which variant, for this customer or for all.</summary>
    Forced,

    /// <summary>The customer had this variant before and keeps it.</summary>
    Sticky,

    /// <summary>The experiment does not run, or not yet, or no longer.</summary>
    Disabled,

    /// <summary>There is no id to draw by.</summary>
    NoId,

    /// <summary>The customer does not meet the condition.</summary>
    NotTargeted,

    /// <summary>Another experiment has this customer, or the share of customers who take part does not hold them.</summary>
    Excluded,

    /// <summary>The customer belongs to those whom no experiment touches.</summary>
    Holdout,
}

/// <summary>What a customer gets of an experiment.</summary>
/// <param name="Variant">The number of the variant; the first, which is the control, for everybody who does not take part.</param>
/// <param name="Takes">Whether the customer takes part, so that what they do counts.</param>
/// <param name="Drawn">Whether the hash decided.</param>
/// <param name="Reason">Why.</param>
internal readonly record struct Allocation(int Variant, bool Takes, bool Drawn, AllocationReason Reason)
{
    public static Allocation Not(AllocationReason reason) => new(0, false, false, reason);
}

/// <summary>How an experiment divides customers: all that the draw depends on, in GrowthBook's terms.</summary>
internal sealed record Division
{
    public required string Key { get; init; }

    public required int Variants { get; init; }

    /// <summary>What is drawn for; the key unless told otherwise.</summary>
    public string? Seed { get; init; }

    public int HashVersion { get; init; } = 2;

    /// <summary>The attribute that holds the id.</summary>
    public string Unit { get; init; } = "id";

    /// <summary>The weight of each variant; null for equal ones.</summary>
    public IReadOnlyList<double>? Weights { get; init; }

    public double Coverage { get; init; } = 1;

    /// <summary>Ranges said outright, in place of weights and coverage.</summary>
    public IReadOnlyList<BucketRange>? Ranges { get; init; }

    public Exclusion? Exclusion { get; init; }

    /// <summary>Who may take part; undefined for everybody.</summary>
    public JsonElement Condition { get; init; }

    public bool Active { get; init; } = true;

    /// <summary>Everybody who is drawn gets this variant, such as the winner after the end.</summary>
    public int? Force { get; init; }

    /// <summary>Who gets which variant whatever the hash says.</summary>
    public IReadOnlyDictionary<string, int> ForcedFor { get; init; } = new Dictionary<string, int>();

    /// <summary>
    /// Draws for a customer. The order of the questions is GrowthBook's: named customers, running, id, exclusion, condition, the draw, and last what is
    /// forced on all who were drawn.
    /// </summary>
    /// <param name="attributes">What is known of the customer, the id among it.</param>
    /// <param name="targeting">Judges the condition.</param>
    /// <param name="holdout">Whom no experiment touches.</param>
    /// <param name="kept">The variant that the customer had before, or null.</param>
    public Allocation Of(JsonElement attributes, Targeting targeting, Holdout holdout, int? kept = null)
    {
        if (Variants < 2) return Allocation.Not(AllocationReason.Disabled);
        var id = IdIn(attributes);
        if (id is not null && ForcedFor.TryGetValue(id, out var named)) return new Allocation(named, true, false, AllocationReason.Forced);
        if (!Active) return Allocation.Not(AllocationReason.Disabled);
        if (id is null) return Allocation.Not(AllocationReason.NoId);
        if (holdout.Holds(id)) return Allocation.Not(AllocationReason.Holdout);
        if (kept is { } before && before < Variants && Force is null) return new Allocation(before, true, false, AllocationReason.Sticky);
        if (Exclusion is not null && !Exclusion.Holds(id)) return Allocation.Not(AllocationReason.Excluded);
        if (Condition.ValueKind == JsonValueKind.Object && !targeting.Meets(attributes, Condition)) return Allocation.Not(AllocationReason.NotTargeted);
        if (BucketHash.Of(Seed ?? Key, id, HashVersion) is not { } place) return Allocation.Not(AllocationReason.Excluded);
        var chosen = Buckets.Choose(place, Ranges ?? Buckets.Ranges(Variants, Coverage, Weights));
        if (chosen < 0) return Allocation.Not(AllocationReason.Excluded);
        if (Force is { } forced) return forced >= 0 && forced < Variants ? new Allocation(forced, true, false, AllocationReason.Forced) : Allocation.Not(AllocationReason.Disabled);
        return new Allocation(chosen, true, true, AllocationReason.Split);
    }

    /// <summary>The id by which this experiment draws; numbers as they are written; null when there is none.</summary>
    public string? IdIn(JsonElement attributes)
    {
        if (attributes.ValueKind != JsonValueKind.Object || !attributes.TryGetProperty(Unit, out var value)) return null;
        var id = value.ValueKind switch { JsonValueKind.String => value.GetString(), JsonValueKind.Number => value.GetRawText(), _ => null };
        return string.IsNullOrEmpty(id) ? null : id;
    }
}
