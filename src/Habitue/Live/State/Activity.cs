using Habitue.Lake.Events;

namespace Habitue.Live.State;

/// <summary>What a customer did, as far as visits, counters and conditions tell it apart.</summary>
internal enum Activity : byte
{
    /// <summary>Nothing that a visitor does: an e-mail sent, a ticket, an order's later fate.</summary>
    None,
    Page,
    Product,
    Search,
    Add,
    Remove,
    Checkout,
    Order,
    Other,
}

/// <summary>Sorts events into activities. The same rule as the warehouse's view <c>visit_events</c> and its function <c>is_visit</c>.</summary>
internal static class Activities
{
    private static readonly string[] NoVisit = ["Order ", "Email ", "SMS ", "Push ", "Campaign ", "Ticket ", "Decision "];
    private static readonly HashSet<string> NoSite = new(
        ["email", "e-mail", "mail", "newsletter", "sms", "push", "phone", "letter", "store", "pos", "in-store", "in_store", "offline", "retail", OwnEvents.Channel], StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> Tills = new(["store", "pos", "in-store", "in_store", "offline", "retail"], StringComparer.OrdinalIgnoreCase);

    /// <summary>How many there are, for arrays that are indexed by them.</summary>
    public const int Count = (int)Activity.Other + 1;

    public static Activity Of(CallType type, string? name, string? channel) => type switch
    {
        CallType.Page or CallType.Screen => Activity.Page,
        CallType.Track when name == EventNames.OrderCompleted => Activity.Order,
        CallType.Track when name is not null && IsVisit(name, channel) => name switch
        {
            "Product Viewed" => Activity.Product,
            "Products Searched" => Activity.Search,
            "Product Added" => Activity.Add,
            "Product Removed" => Activity.Remove,
            "Checkout Started" => Activity.Checkout,
            _ => Activity.Other,
        },
        _ => Activity.None,
    };

    /// <summary>It happened at a till: what is bought there belongs to no visit.</summary>
    public static bool IsInStore(string? channel) => channel is not null && Tills.Contains(channel);

    private static bool IsVisit(string name, string? channel) =>
        name != "Unsubscribed" && (channel is null || !NoSite.Contains(channel)) && !Array.Exists(NoVisit, start => name.StartsWith(start, StringComparison.Ordinal));
}
