using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Habitue.Live;

namespace Habitue.Decisions.Log;

/// <summary>
/// Decisions and what came of them as events of the convention: <c>Decision Made</c> with everything that it takes to judge it later, and
/// <c>Decision Rewarded</c> with what it brought. Their message ids follow from the decision's id, so that each counts once.
/// </summary>
internal static class DecisionJson
{
    public const string Made = "Decision Made", Rewarded = "Decision Rewarded";

    public static byte[] Of(Decision decision, string? userId, string? anonymousId)
    {
        using var buffer = new MemoryStream(1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            Begin(json, Made, decision.Id, userId, anonymousId, decision.At);
            json.WriteString("decision_id", decision.Id);
            json.WriteString("request_id", decision.RequestId);
            json.WriteString("placement", decision.Placement);
            json.WriteString("policy", decision.Policy);
            Text(json, "model", decision.Model);
            Text(json, "model_version", decision.ModelVersion);
            json.WriteNumber("propensity", decision.Propensity);
            Text(json, "fallback", decision.FallbackReason);
            Text(json, "variation", decision.Variation);
            json.WriteString("catalogue", decision.Catalogue);
            json.WriteBoolean("products", decision.OfProducts);
            json.WriteStartArray("actions");
            foreach (var action in decision.Actions) json.WriteStringValue(action.Id);
            json.WriteEndArray();
            if (decision.Actions is [var first, ..]) json.WriteString("reason", first.Reason);
            if (decision.Actions.Length > 1)
            {
                json.WriteStartArray("more_reasons");   // of the second place and on
                foreach (var action in decision.Actions.AsSpan()[1..]) json.WriteStringValue(action.Reason);
                json.WriteEndArray();
            }
            if (decision.Actions.Any(action => double.IsFinite(action.Score))) Numbers(json, "scores", [.. decision.Actions.Select(action => action.Score)]);
            if (decision.LeftOut.Count > 0)
            {
                json.WriteStartObject("left_out");
                foreach (var (why, count) in decision.LeftOut) json.WriteNumber(why, count);
                json.WriteEndObject();
            }
            json.WriteStartArray("eligible");
            foreach (var id in decision.Eligible) json.WriteStringValue(id);
            json.WriteEndArray();
            Numbers(json, "chances", decision.Chances);
            Numbers(json, "values", decision.Values);
            Numbers(json, "context", decision.Context);
            End(json);
        }
        return buffer.ToArray();
    }

    /// <summary>A decision from what the warehouse keeps of it.</summary>
    public static byte[] Of(string id, string customer, DateTime at, string details)
    {
        using var buffer = new MemoryStream(details.Length + 256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            BeginEvent(json, Made, id, customer, null, at);
            json.WritePropertyName("properties");
            json.WriteRawValue(details);
            json.WriteEndObject();
        }
        return buffer.ToArray();
    }

    public static byte[] Reward(string decision, double reward, string? userId, string? anonymousId, DateTime at)
    {
        using var buffer = new MemoryStream(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            Begin(json, Rewarded, RewardId(decision), userId, anonymousId, at);
            json.WriteString("decision_id", decision);
            json.WriteNumber("reward", reward);
            End(json);
        }
        return buffer.ToArray();
    }

    /// <summary>The message id of what a decision brought.</summary>
    public static string RewardId(string decision) => "reward:" + decision;

    /// <summary>A decision as it was logged; null when the event holds none.</summary>
    public static Decision? Read(CustomerEvent happened)
    {
        if (happened.Property("decision_id") is not { } id || happened.Property("placement") is not { } placement) return null;
        var (reasons, scores) = (Texts(happened, "more_reasons").Prepend(happened.Property("reason") ?? "").ToArray(), Numbers(happened, "scores"));
        return new Decision
        {
            Id = id,
            RequestId = happened.Property("request_id") ?? id,
            Customer = happened.Key,
            Placement = placement,
            At = happened.Timestamp,
            Actions = [.. Texts(happened, "actions").Select((action, place) => new ShownAction(action, place < reasons.Length ? reasons[place] : "", place < scores.Length ? scores[place] : double.NaN))],
            OfProducts = happened.Properties.TryGetProperty("products", out var products) && products.ValueKind == JsonValueKind.True,
            Policy = happened.Property("policy") ?? "unknown",
            Model = happened.Property("model"),
            ModelVersion = happened.Property("model_version"),
            Propensity = happened.Number("propensity") is > 0 and <= 1 and var chance ? chance : 1,
            FallbackReason = happened.Property("fallback"),
            Variation = happened.Property("variation"),
            Catalogue = happened.Property("catalogue") ?? "unknown",
            Eligible = [.. Texts(happened, "eligible")],
            Chances = Numbers(happened, "chances"),
            Values = Numbers(happened, "values"),
            Context = Numbers(happened, "context"),
            LeftOut = LeftOut(happened),
        };
    }

    /// <summary>A decision as the warehouse keeps it; null when the details hold none.</summary>
    /// <exception cref="JsonException">The details are no JSON.</exception>
    public static Decision? Read(string customer, DateTime at, string details) => Read(new CustomerEvent
    {
        Type = CallType.Track,
        Name = Made,
        MessageId = "",
        UserId = customer,
        Timestamp = at,
        ReceivedAt = at,
        Properties = JsonElement.Parse(details),
    });

    private static void Begin(Utf8JsonWriter json, string name, string messageId, string? userId, string? anonymousId, DateTime at)
    {
        BeginEvent(json, name, messageId, userId, anonymousId, at);
        json.WriteStartObject("properties");
        json.WriteString("channel", OwnEvents.Channel); // no customer caused it, so the warehouse takes it for no visit
    }

    private static void BeginEvent(Utf8JsonWriter json, string name, string messageId, string? userId, string? anonymousId, DateTime at)
    {
        var time = at.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        json.WriteStartObject();
        json.WriteString("type", "track");
        json.WriteString("event", name);
        json.WriteString("messageId", messageId);
        Text(json, "userId", userId);
        Text(json, "anonymousId", anonymousId);
        json.WriteString("timestamp", time);
        json.WriteString("receivedAt", time);
    }

    private static void End(Utf8JsonWriter json)
    {
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null) json.WriteString(name, text);
    }

    private static void Numbers(Utf8JsonWriter json, string name, ImmutableArray<double> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
            if (double.IsFinite(number)) json.WriteNumberValue(number);
            else json.WriteNullValue();
        json.WriteEndArray();
    }

    private static ImmutableSortedDictionary<string, int> LeftOut(CustomerEvent happened)
    {
        if (!happened.Properties.TryGetProperty("left_out", out var counts) || counts.ValueKind != JsonValueKind.Object) return ImmutableSortedDictionary<string, int>.Empty;
        var left = ImmutableSortedDictionary.CreateBuilder<string, int>();
        foreach (var one in counts.EnumerateObject())
            if (one.Value.ValueKind == JsonValueKind.Number && one.Value.TryGetInt32(out var count)) left[one.Name] = count;
        return left.ToImmutable();
    }

    private static IEnumerable<string> Texts(CustomerEvent happened, string name) =>
        happened.Properties.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString()!) : [];

    private static ImmutableArray<double> Numbers(CustomerEvent happened, string name) =>
        happened.Properties.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(one => one.ValueKind == JsonValueKind.Number ? one.GetDouble() : double.NaN)] : [];
}
