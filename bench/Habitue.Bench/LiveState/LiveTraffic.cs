using System.Globalization;
using System.Text;
using Habitue.Lake.Log;

namespace Habitue.Bench.LiveState;

/// <summary>Records as the collector writes them into the log, made up in memory: customers who look around, fill carts and order.</summary>
internal sealed class LiveTraffic(int customers, DateTime start)
{
    private readonly Random random = new(17);
    private long number;

    /// <summary>The id of a customer: as long as the ids that browsers make up.</summary>
    public static string Id(int customer) => string.Create(CultureInfo.InvariantCulture, $"{customer:x8}-5f1c-4c7e-9b1d-3f6a2e{customer:x6}");

    /// <summary>The next record, by a customer drawn at random.</summary>
    public LogRecord Next(DateTime at) => Of(random.Next(customers), at);

    public LogRecord Of(int customer, DateTime at)
    {
        var (product, kind) = (random.Next(5_000), random.Next(20));
        var (type, properties) = kind switch
        {
            < 9 => ("page", $$"""{"path":"/products/{{product}}","title":"Product {{product}}","url":"https://shop.example/products/{{product}}"}"""),
            < 15 => ("Product Viewed", $$"""{"product_id":"P{{product:00000}}","name":"Product {{product}}","price":{{product % 90}}.5,"category":"Home"}"""),
            < 16 => ("Products Searched", """{"query":"blue mug"}"""),
            < 18 => ("Product Added", $$"""{"product_id":"P{{product:00000}}","quantity":1,"price":{{product % 90}}.5}"""),
            18 => ("Checkout Started", """{"value":20}"""),
            _ => ("Order Completed", $$"""{"order_id":"o{{number}}","revenue":{{product % 90}}.5,"products":[{"product_id":"P{{product:00000}}","quantity":1,"price":{{product % 90}}.5}]}"""),
        };
        var time = at.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        var json = $$$"""{"type":"{{{(type == "page" ? "page" : "track")}}}",{{{(type == "page" ? "" : $"\"event\":\"{type}\",")}}}"messageId":"m{{{number}}}","anonymousId":"{{{Id(customer)}}}","timestamp":"{{{time}}}","receivedAt":"{{{time}}}","properties":{{{properties}}},"context":{"locale":"en-GB","userAgent":"Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36","page":{"path":"/p/{{{product}}}"},"device":{"type":"desktop"} } }""";
        return new LogRecord(0, number++, Encoding.UTF8.GetBytes(json));
    }

    public LogRecord[] Batch(int size, Func<int, DateTime> at) => [.. Enumerable.Range(0, size).Select(i => Next(at(i)))];

    public DateTime Start => start;
}
