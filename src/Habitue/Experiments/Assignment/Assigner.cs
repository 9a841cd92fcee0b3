using System.Text.Json;
using Habitue.Experiments.Definitions;

namespace Habitue.Experiments.Assignment;

/// <summary>What a site is told: the variant, its value, and why.</summary>
/// <param name="Variant">The variant's name; null when the customer does not take part and gets the control's value.</param>
internal sealed record Assigned(Experiment Experiment, string? Variant, JsonElement Value, AllocationReason Reason, string? Customer);

/// <summary>
/// Gives customers their variants by what is kept of them and by the draw. Draws are the same everywhere; what is written down is only who took part,
/// so that they keep it.
/// </summary>
/// <param name="kept">Who has what.</param>
/// <param name="stops">Which tests were stopped although their file lets them run.</param>
/// <param name="clock">What time it is.</param>
/// <param name="profiles">The first id of the profile that an id belongs to, for ids that the log has joined; null where there are no profiles.</param>
internal sealed class Assigner(AssignmentStore kept, ExperimentStops stops, TimeProvider clock, Func<string, string>? profiles = null)
{
    /// <summary>The ids of a visitor and of a user in the attributes; when both are there, they are one customer.</summary>
    public const string VisitorId = "anonymousId", UserId = "userId";

    /// <param name="set">The definitions.</param>
    /// <param name="experiment">One of them.</param>
    /// <param name="attributes">What is known of the customer.</param>
    public Assigned Of(ExperimentSet set, Experiment experiment, JsonElement attributes)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var division = experiment.Division with { Active = experiment.RunsAt(now) && stops.Reason(experiment.Key) is null };
        var id = division.IdIn(attributes);
        var customer = id is null ? null : Customer(id, attributes);
        if (customer is not null && customer != id) attributes = With(attributes, division.Unit, customer);
        var before = customer is null || !division.Active ? null : kept.Variant(experiment.Key, customer);
        var drawn = division.Of(attributes, new Targeting(set.Groups), set.Holdout, before is null ? null : Place(experiment, before));
        if (!drawn.Takes) return new Assigned(experiment, null, experiment.Variants[0].Value, drawn.Reason, customer);
        var variant = experiment.Variants[drawn.Variant];
        if (drawn.Drawn && kept.Keep(experiment.Key, customer!, variant.Name, now) is var counts && counts != variant.Name)
            variant = experiment.Variants[Place(experiment, counts) ?? drawn.Variant];
        return new Assigned(experiment, variant.Name, variant.Value, drawn.Reason, customer);
    }

    /// <summary>The id under which the customer took part first.</summary>
    private string Customer(string id, JsonElement attributes)
    {
        if (Text(attributes, VisitorId) is { } visitor && Text(attributes, UserId) is { } user && visitor != user) kept.Join(visitor, user);
        return profiles?.Invoke(id) is { } first && first != id ? kept.Join(first, id) : kept.FirstId(id);
    }

    private static int? Place(Experiment experiment, string variant)
    {
        for (var place = 0; place < experiment.Variants.Count; place++)
            if (experiment.Variants[place].Name == variant) return place;
        return null;   // the file no longer has it: the customer is drawn anew
    }

    private static string? Text(JsonElement attributes, string name) =>
        attributes.ValueKind == JsonValueKind.Object && attributes.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    private static JsonElement With(JsonElement attributes, string unit, string id)
    {
        using var written = new MemoryStream();
        using (var json = new Utf8JsonWriter(written))
        {
            json.WriteStartObject();
            foreach (var one in attributes.EnumerateObject())
                if (one.Name != unit) one.WriteTo(json);
            json.WriteString(unit, id);
            json.WriteEndObject();
        }

        return JsonElement.Parse(written.ToArray());
    }
}
