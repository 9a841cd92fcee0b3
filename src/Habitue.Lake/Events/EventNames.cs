namespace Habitue.Lake.Events;

/// <summary>
/// The event names of the e-commerce convention, and what other systems call the same thing. A name that is in
/// neither list is kept as it came.
/// </summary>
public static class EventNames
{
    public const string OrderCompleted = "Order Completed";
    public const string OrderRefunded = "Order Refunded";
    public const string OrderCancelled = "Order Cancelled";

    public static IReadOnlyList<string> Convention { get; } =
    [
        "Products Searched", "Product List Viewed", "Product List Filtered", "Promotion Viewed", "Promotion Clicked",
        "Product Clicked", "Product Viewed", "Product Added", "Product Removed", "Cart Viewed", "Checkout Started",
        "Checkout Step Viewed", "Checkout Step Completed", "Payment Info Entered", OrderCompleted, "Order Updated",
        OrderRefunded, OrderCancelled, "Coupon Entered", "Coupon Applied", "Coupon Denied", "Coupon Removed",
        "Product Added to Wishlist", "Product Removed from Wishlist", "Wishlist Product Added to Cart",
        "Product Shared", "Cart Shared", "Product Reviewed", "Experiment Viewed", "Email Delivered", "Email Opened",
        "Email Link Clicked", "Unsubscribed",
    ];

    /// <summary>Names in GA4 and in common click-stream files, in lower case.</summary>
    public static IReadOnlyDictionary<string, string> Aliases { get; } = new Dictionary<string, string>
    {
        ["purchase"] = OrderCompleted, ["transaction"] = OrderCompleted, ["order"] = OrderCompleted, ["buy"] = OrderCompleted,
        ["refund"] = OrderRefunded, ["view_item"] = "Product Viewed", ["view"] = "Product Viewed",
        ["product_view"] = "Product Viewed", ["view_item_list"] = "Product List Viewed", ["select_item"] = "Product Clicked",
        ["add_to_cart"] = "Product Added", ["addtocart"] = "Product Added", ["cart"] = "Product Added",
        ["remove_from_cart"] = "Product Removed", ["view_cart"] = "Cart Viewed", ["begin_checkout"] = "Checkout Started",
        ["add_shipping_info"] = "Checkout Step Completed", ["add_payment_info"] = "Payment Info Entered",
        ["search"] = "Products Searched", ["view_search_results"] = "Products Searched",
        ["add_to_wishlist"] = "Product Added to Wishlist", ["view_promotion"] = "Promotion Viewed",
        ["select_promotion"] = "Promotion Clicked", ["email_open"] = "Email Opened", ["email_click"] = "Email Link Clicked",
        ["email clicked"] = "Email Link Clicked", ["email_sent"] = "Email Delivered", ["email sent"] = "Email Delivered",
        ["opened"] = "Email Opened", ["clicked"] = "Email Link Clicked", ["sent"] = "Email Delivered", ["delivered"] = "Email Delivered",
    };

    public static IReadOnlyList<string> CallTypes { get; } = ["identify", "track", "page", "screen", "group", "alias"];
}
