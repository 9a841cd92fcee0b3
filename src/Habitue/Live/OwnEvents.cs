using System.Text.Json;
using Habitue.Live.Segments;
using Habitue.Live.State;

namespace Habitue.Live;

/// <summary>Events that the server itself writes into the log. They are no sign of life of a customer.</summary>
internal static class OwnEvents
{
    /// <summary>The channel of events that no customer caused: the warehouse takes them for no visit.</summary>
    public const string Channel = "habitue";

    private static readonly string[] OfDecisions = ["Decision Made", "Decision Rewarded"], OfPrices = ["Product Price Changed", "Price Changed", "Product Updated"], OfStock = ["Stock Changed", "Product Stock Updated"];

    /// <summary>Nothing that changes a customer's state: a decision, or news of a product.</summary>
    public static bool IsOfNoCustomer(CustomerEvent happened) =>
        happened.Type == CallType.Track && happened.Name is { } name && (OfDecisions.Contains(name) || OfPrices.Contains(name) || OfStock.Contains(name));

    /// <summary>The new price that an event tells; null when it tells none.</summary>
    public static Shards.PriceChange? Price(CustomerEvent happened) =>
        happened.Type == CallType.Track && happened.Name is { } name && OfPrices.Contains(name) && EventWords.Product(happened) is { } product && EventWords.Price(happened) is >= 0 and var price
            ? new Shards.PriceChange(product, price) : null;

    /// <summary>Which trigger an event is; null when it is none of ours.</summary>
    public static TriggerMark? Trigger(CustomerEvent happened) =>
        happened.Property("habitue_segment") is { } segment && happened.Property("habitue_person") is { } person && happened.Property("channel") == Channel && happened.Number("habitue_at") is { } at
            ? new TriggerMark(segment, person, happened.Property("habitue_entered") == "1", (long)at) : null;

    /// <summary>A trigger as an event of the convention, as the log holds it.</summary>
    public static byte[] Json(Transition transition, DateTime receivedAt)
    {
        using var buffer = new MemoryStream(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("type", "track");
            json.WriteString("event", transition.Event);
            json.WriteString("messageId", transition.MessageId);
            if (transition.UserId is { } user) json.WriteString("userId", user);
            if (transition.AnonymousId is { } visitor) json.WriteString("anonymousId", visitor);
            json.WriteString("timestamp", Moment.At(transition.At));
            json.WriteString("receivedAt", receivedAt);
            json.WriteStartObject("properties");
            json.WriteString("channel", Channel);
            json.WriteString("habitue_segment", transition.Segment);
            json.WriteString("habitue_person", transition.Person);
            json.WriteString("habitue_entered", transition.Entered ? "1" : "0");
            json.WriteNumber("habitue_at", transition.At);
            var facts = transition.Facts;
            if (facts.CartProducts.Count > 0)
            {
                json.WriteNumber("cart_value", facts.CartValue);
                json.WriteStartArray("cart_products");
                foreach (var product in facts.CartProducts) json.WriteStringValue(product);
                json.WriteEndArray();
            }
            if (facts.Product is { } dropped)
            {
                json.WriteString("product_id", dropped);
                json.WriteNumber("price_before", facts.PriceBefore ?? 0);
                json.WriteNumber("price", facts.PriceNow ?? 0);
            }
            if (facts.CustomerSegment is { } segment) json.WriteString("segment", segment);
            if (facts.RiskClass is { } risk) json.WriteString("risk", risk);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return buffer.ToArray();
    }
}

/// <summary>Which entry or leaving a trigger event is of.</summary>
internal readonly record struct TriggerMark(string Segment, string Person, bool Entered, long At);
