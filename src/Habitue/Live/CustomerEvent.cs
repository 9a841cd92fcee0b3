using System.Text.Json;
using Habitue.Lake.Log;

namespace Habitue.Live;

/// <summary>
/// One event as every consumer of the log sees it. The log holds the convention's JSON, completed by the collector: corrected
/// <c>timestamp</c>, <c>receivedAt</c>, a <c>messageId</c>, and under <c>habitue</c> what the collector found out (bot, gpc).
/// </summary>
public sealed record CustomerEvent
{
    private readonly LazyJson properties = LazyJson.Nothing, context = LazyJson.Nothing;

    public required CallType Type { get; init; }

    /// <summary>Names the event; the same name is the same event.</summary>
    public required string MessageId { get; init; }
    public string? AnonymousId { get; init; }
    public string? UserId { get; init; }

    /// <summary>The id that an alias call gives up.</summary>
    public string? PreviousId { get; init; }
    public string? GroupId { get; init; }

    /// <summary>What happened, in the convention's words; for page and screen calls the page's name.</summary>
    public string? Name { get; init; }

    /// <summary>When it happened, UTC, by the collector's clock.</summary>
    public required DateTime Timestamp { get; init; }
    public required DateTime ReceivedAt { get; init; }

    /// <summary>The properties of track, page and screen, the traits of identify and group; an empty object when there are none.</summary>
    public JsonElement Properties { get => properties.Element; init => properties = new LazyJson(value); }
    public JsonElement Context { get => context.Element; init => context = new LazyJson(value); }

    internal LazyJson LazyProperties { init => properties = value; }
    internal LazyJson LazyContext { init => context = value; }

    /// <summary>The collector took the sender for a machine.</summary>
    public bool IsBot { get; init; }

    /// <summary>The browser asked not to have its data sold or shared (<c>Sec-GPC: 1</c>).</summary>
    public bool GlobalPrivacyControl { get; init; }

    /// <summary>Whose event it is: the user when known, else the visitor.</summary>
    public string Key => UserId ?? AnonymousId!;

    /// <summary>The event with its properties in memory of their own, for whoever keeps it for long; its context is left behind.</summary>
    internal CustomerEvent OnItsOwn() => this with { LazyProperties = properties.OnItsOwn(), LazyContext = LazyJson.Nothing };

    /// <summary>Reads an event as the log holds it.</summary>
    /// <exception cref="JsonException">It is not the collector's JSON.</exception>
    public static CustomerEvent Read(ReadOnlyMemory<byte> json) => CustomerEventReader.Read(json);

    /// <summary>Reads a record of the log; what follows the log closely shares the event, so that it is parsed once for all.</summary>
    /// <exception cref="JsonException">It is not the collector's JSON.</exception>
    public static CustomerEvent Read(LogRecord record) => record.Read(CustomerEventReader.Read);

    /// <summary>A text of the properties; numbers as they are written; null when it is missing or empty.</summary>
    public string? Property(string name) => properties.Text(name);

    /// <summary>A text of the context; numbers as they are written; null when it is missing or empty.</summary>
    public string? ContextText(string name) => context.Text(name);

    /// <summary>An object in the context.</summary>
    public bool InContext(string name, out JsonElement value) => context.TryGet(name, out value) && value.ValueKind == JsonValueKind.Object;

    /// <summary>Whether the properties have a member, whatever it holds.</summary>
    public bool Has(string name) => properties.TryGet(name, out _);

    /// <summary>A list in the properties.</summary>
    public bool Lists(string name, out JsonElement value) => properties.TryGet(name, out value) && value.ValueKind == JsonValueKind.Array;

    /// <summary>A number of the properties, also when it came as text; null when it is missing or none.</summary>
    public double? Number(string name) =>
        double.TryParse(Property(name), System.Globalization.CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : null;
}
