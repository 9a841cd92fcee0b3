using Habitue.Lake.Events;
using Habitue.Lake.Sources;

namespace Habitue.Lake.Mapping;

/// <summary>A layout that is recognized by the names of its columns.</summary>
/// <param name="Name">How it is called in the mapping and on the screen.</param>
/// <param name="Signature">Columns that together no other layout has.</param>
/// <param name="Columns">Source column to field; what is not named is kept in properties.</param>
public sealed record Layout(string Name, Entity Entity, SourceFormat[] Formats, string[] Signature, (string Column, string Field)[] Columns)
{
    public IReadOnlyDictionary<string, string> Constants { get; init; } = new Dictionary<string, string>();
    public bool EqualRowsAreDuplicates { get; init; } = true;
    public string? Note { get; init; }

    public bool Fits(SourceFormat format, IReadOnlyCollection<string> columns) =>
        Formats.Contains(format) && Signature.All(s => columns.Contains(s, StringComparer.OrdinalIgnoreCase));
}

/// <summary>The layouts that are known by name, in the order they are tried. A new one is one entry here.</summary>
public static class Layouts
{
    private static readonly Dictionary<string, string> Sale = new() { ["type"] = "track", ["event"] = EventNames.OrderCompleted };
    private static readonly Dictionary<string, string> WebSale = new(Sale) { ["channel"] = "web" };
    private static readonly SourceFormat[] Tables = [SourceFormat.Csv, SourceFormat.Parquet];
    private static readonly SourceFormat[] Objects = [SourceFormat.JsonLines];

    public static IReadOnlyList<Layout> All { get; } =
    [
        new("Online Retail", Entity.Events, Tables,
            ["InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country"],
            [("InvoiceNo", "order_id"), ("StockCode", "product_id"), ("Description", "product_name"), ("Quantity", "quantity"),
             ("InvoiceDate", "occurred_at"), ("UnitPrice", "unit_price"), ("CustomerID", "customer_id"), ("Country", "country")])
        { Constants = new Dictionary<string, string>(Sale) { ["currency"] = "GBP" } },

        new("CDNOW", Entity.Events, [SourceFormat.Csv], ["master_id", "sample_id", "date", "cds", "dollar_value"],
            [("master_id", "customer_id"), ("date", "occurred_at"), ("cds", "quantity"), ("dollar_value", "amount")])
        { Constants = new Dictionary<string, string>(Sale) { ["currency"] = "USD" }, EqualRowsAreDuplicates = false },

        new("CDNOW", Entity.Events, [SourceFormat.Csv], ["master_id", "date", "cds", "dollar_value"],
            [("master_id", "customer_id"), ("date", "occurred_at"), ("cds", "quantity"), ("dollar_value", "amount")])
        { Constants = new Dictionary<string, string>(Sale) { ["currency"] = "USD" }, EqualRowsAreDuplicates = false },

        new("Shopify orders export", Entity.Events, Tables,
            ["Name", "Email", "Financial Status", "Created at", "Lineitem quantity", "Lineitem name", "Lineitem price"],
            [("Name", "order_id"), ("Email", SourceMapping.CustomerEmail), ("Created at", "occurred_at"), ("Cancelled at", "order_status"), ("Financial Status", "order_status"),
             ("Lineitem quantity", "quantity"), ("Lineitem name", "product_name"), ("Lineitem price", "unit_price"),
             ("Lineitem sku", "product_id"), ("Lineitem name", "product_id"), ("Lineitem discount", "discount"),
             ("Currency", "currency"), ("Discount Code", "coupon"), ("Payment Method", "payment_method"),
             ("Shipping Country", "country"), ("Billing Country", "country"), ("Shipping Province", "region"), ("Source", "channel")])
        { Constants = Sale, Note = "an order's customer is the e-mail address, as a pseudonym" },

        new("WooCommerce orders export", Entity.Events, Tables,
            ["Order Number", "Order Status", "Order Date", "Item Name", "Item Cost"],
            [("Order Number", "order_id"), ("Order Status", "order_status"), ("Order Date", "occurred_at"), ("Email (Billing)", SourceMapping.CustomerEmail),
             ("SKU", "product_id"), ("Item Name", "product_id"), ("Item Name", "product_name"), ("Quantity (- Refund)", "quantity"),
             ("Quantity", "quantity"), ("Item Cost", "unit_price"), ("Coupon Code", "coupon"), ("Discount Amount", "discount"),
             ("Payment Method Title", "payment_method"), ("Country Code (Billing)", "country"), ("State Code (Billing)", "region")])
        { Constants = WebSale, Note = "an order's customer is the e-mail address, as a pseudonym" },

        new("Campaign log", Entity.Events, Tables, ["campaign_id", "customer_id", "assigned_at", "sent_at"],
            [("customer_id", "customer_id"), ("assigned_at", "occurred_at"), ("campaign", "campaign"), ("campaign_id", "campaign"), ("coupon", "coupon")])
        {
            Constants = new Dictionary<string, string> { ["type"] = "track", ["event"] = "Campaign Assigned", ["channel"] = "email" },
            Note = "a customer who was assigned and never sent anything is the control group; variant and times are kept in properties",
        },

        new("GA4 events", Entity.Events, Objects, ["event_name", "event_timestamp", "user_pseudo_id"],
            [("event_name", "event"), ("event_timestamp", "occurred_at"), ("user_id", "customer_id"), ("user_pseudo_id", "anonymous_id"),
             ("ecommerce.transaction_id", "order_id"), ("items[].item_id", "product_id"), ("items[].item_name", "product_name"),
             ("items[].item_category", "category"), ("items[].price", "unit_price"), ("items[].quantity", "quantity"),
             ("items[].coupon", "coupon"), ("ecommerce.purchase_revenue", "amount"), ("device.category", "device"),
             ("geo.country", "country"), ("geo.region", "region"), ("platform", "channel"), ("traffic_source.name", "campaign"),
             ("event_params{page_location}", "page"), ("event_params{ga_session_id}", "session_id"),
             ("event_params{search_term}", "search"), ("event_params{transaction_id}", "order_id"),
             ("event_params{currency}", "currency"), ("event_params{engagement_time_msec}", "properties")])
        { Constants = new Dictionary<string, string> { ["type"] = "track" } },

        new("Segment events", Entity.Events, Objects, ["type", "messageId"],
            [("messageId", "message_id"), ("type", "type"), ("event", "event"), ("name", "event"), ("timestamp", "occurred_at"),
             ("originalTimestamp", "occurred_at"), ("receivedAt", "received_at"), ("userId", "customer_id"), ("anonymousId", "anonymous_id"),
             ("context.sessionId", "session_id"), ("properties.session_id", "session_id"),
             ("properties.products[].product_id", "product_id"), ("properties.products[].sku", "product_id"),
             ("properties.products[].name", "product_name"), ("properties.products[].category", "category"),
             ("properties.products[].price", "unit_price"), ("properties.products[].quantity", "quantity"),
             ("properties.products[].coupon", "coupon"), ("properties.products[].discount", "discount"),
             ("properties.order_id", "order_id"), ("properties.product_id", "product_id"), ("properties.sku", "product_id"),
             ("properties.name", "product_name"), ("properties.category", "category"), ("properties.price", "unit_price"),
             ("properties.quantity", "quantity"), ("properties.revenue", "amount"), ("properties.total", "amount"), ("properties.value", "amount"),
             ("properties.discount", "discount"), ("properties.currency", "currency"), ("properties.payment_method", "payment_method"),
             ("properties.coupon", "coupon"), ("properties.query", "search"), ("properties.path", "page"), ("context.page.path", "page"),
             ("properties.url", "page"), ("channel", "channel"), ("context.channel", "channel"), ("context.device.type", "device"),
             ("context.campaign.name", "campaign"), ("properties.campaign_id", "campaign"), ("context.userAgent", "user_agent"),
             ("context.location.country", "country"), ("context.traits.country", "country"), ("traits.country", "country"),
             ("context.location.region", "region"), ("properties.duration_seconds", "duration_seconds")]),
    ];

    /// <summary>Column names for tables that come without a header and are known by their shape.</summary>
    public static IReadOnlyList<string>? HeaderFor(CsvDialect dialect, IReadOnlyList<string[]> records)
    {
        if (dialect.HasHeader || dialect.Delimiter != ' ' || records.Count == 0)
            return null;
        bool Cdnow(string[] r, int date) => r[date].Length == 8 && r[date].StartsWith("199", StringComparison.Ordinal);
        return dialect.Columns.Count switch
        {
            5 when records.All(r => r.Length == 5 && Cdnow(r, 2)) => ["master_id", "sample_id", "date", "cds", "dollar_value"],
            4 when records.All(r => r.Length == 4 && Cdnow(r, 1)) => ["master_id", "date", "cds", "dollar_value"],
            _ => null,
        };
    }
}
