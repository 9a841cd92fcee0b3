using System.Text.Json;
using Habitue.Live;

namespace Habitue.Tests.Live;

/// <summary>Events for tests, on one morning: <c>Happening.View("ann", 5, "MUG", 4.5)</c> is five minutes after ten.</summary>
internal static class Happening
{
    public static DateTime Ten { get; } = new(2026, 3, 2, 10, 0, 0, DateTimeKind.Utc);

    private static int number;

    public static CustomerEvent Page(string visitor, double minute, string path = "/") => Of(CallType.Page, null, visitor, minute, new { path });

    public static CustomerEvent View(string visitor, double minute, string product, double? price = null) => Track(visitor, minute, "Product Viewed", new { product_id = product, price });

    public static CustomerEvent Add(string visitor, double minute, string product, double quantity = 1, double price = 10) => Track(visitor, minute, "Product Added", new { product_id = product, quantity, price });

    public static CustomerEvent Remove(string visitor, double minute, string product, double? quantity = null) => Track(visitor, minute, "Product Removed", new { product_id = product, quantity });

    public static CustomerEvent Order(string visitor, double minute, double revenue = 20) => Track(visitor, minute, "Order Completed", new { order_id = $"o{number}", revenue });

    public static CustomerEvent Track(string visitor, double minute, string name, object? properties = null) => Of(CallType.Track, name, visitor, minute, properties);

    /// <summary>A visitor says who they are.</summary>
    public static CustomerEvent Identify(string visitor, string user, double minute, object? traits = null) => Of(CallType.Identify, null, visitor, minute, traits) with { UserId = user };

    public static CustomerEvent Alias(string previous, string user, double minute) => Of(CallType.Alias, null, null, minute, null) with { PreviousId = previous, UserId = user };

    public static CustomerEvent Of(CallType type, string? name, string? visitor, double minute, object? properties)
    {
        var at = Ten.AddMinutes(minute);
        return new CustomerEvent
        {
            Type = type,
            Name = name,
            MessageId = $"m{Interlocked.Increment(ref number)}",
            AnonymousId = visitor,
            Timestamp = at,
            ReceivedAt = at,
            Properties = JsonSerializer.SerializeToElement(properties ?? new { }),
        };
    }

    /// <summary>The same event, arriving so many minutes after ten.</summary>
    public static CustomerEvent Arriving(this CustomerEvent happened, double minute) => happened with { ReceivedAt = Ten.AddMinutes(minute) };

    /// <summary>The same event by a known user.</summary>
    public static CustomerEvent By(this CustomerEvent happened, string user) => happened with { UserId = user };
}
