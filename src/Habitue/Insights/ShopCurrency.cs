using Habitue.Duck;

namespace Habitue.Insights;

/// <summary>The currency in which most orders were paid, and what stands before amounts in it: in the report and in the sentences that slices publish.</summary>
internal static class ShopCurrency
{
    /// <summary>Its code, such as GBP; null when the data name none.</summary>
    public static string? Code(DuckConnection warehouse) =>
        !warehouse.Has("events") ? null
        : warehouse.Rows<string>("SELECT currency FROM events WHERE currency IS NOT NULL AND order_id IS NOT NULL GROUP BY currency ORDER BY COUNT(*) DESC, currency LIMIT 1") is [var code] ? code : null;

    /// <summary>A sign where one is common, else the code and a space that does not break; nothing when there is no code.</summary>
    public static string Sign(string? code) => code switch
    {
        null or "" => "",
        "GBP" => "£",
        "EUR" => "€",
        "USD" => "$",
        "INR" => "₹",
        "JPY" => "¥",
        _ => code + "\u00A0",
    };
}
