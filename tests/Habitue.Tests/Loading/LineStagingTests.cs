using System.Text;
using Habitue.Duck;
using Habitue.Lake.Loading;
using Habitue.Lake.Loading.Lines;
using Habitue.Lake.Log;
using Habitue.Tests.Live;

namespace Habitue.Tests.Loading;

/// <summary>
/// Events of the log go straight into a table where that is certain to give what reading them as lines of a file gives. Here both
/// are done with the same events, and every column of every row is compared.
/// </summary>
public sealed class LineStagingTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("habitue-lines-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private const string Head = """ "timestamp":"2026-11-20T10:11:12.345Z","receivedAt":"2026-11-20T10:11:13.000Z","habitue":{"source":"first"} """;

    /// <summary>Events that SDKs send, and events as nobody should write them.</summary>
    private static readonly string[] Odd =
    [
        Track(""" "userId":"u1","properties":{"order_id":"o1","total":12.5,"currency":"EUR","discount":1,"products":[{"product_id":"p1","price":2.5,"quantity":2,"name":"A b"},{"sku":"p2","price":10,"quantity":1,"coupon":"X"}]} """, "Order Completed"),
        Track(""" "userId":"u1","properties":{"order_id":"o2","revenue":"12.50","products":[]} """, "purchase"),
        Track(""" "userId":"u1","properties":{"order_id":"o3","value":0.30000000000000004,"products":[{"product_id":7},null]} """, "Order Completed"),
        Track(""" "userId":"u1","properties":{"order_id":"o4","products":[1,"two",{"product_id":"p","quantity":3}]} """, "Order Completed"),
        Track(""" "userId":"u1","properties":{"products":{"product_id":"p"}} """, "Product Added"),
        Track(""" "userId":"u1","properties":{"product_id":"p","price":-3,"quantity":1} """, "Order Completed"),
        Track(""" "userId":"u1","properties":{"product_id":"p","price":3,"quantity":0} """, "Order Completed"),
        Track(""" "userId":"u1","properties":{"product_id":"p","price":99999999999999,"quantity":7,"value":8} """, "More money than there is"),
        Track(""" "userId":"u1","properties":{"product_id":"p","price":"three","quantity":"1e1"} """, "Product Viewed"),
        Track(""" "userId":"u1","properties":{"product_id":"p","price":1.23456,"quantity":1.50} """, "Product Viewed"),
        Track(""" "userId":"u1","properties":{"product_id":"p","price":19.990,"quantity":-0,"a":1e3,"b":-0.0,"c":0.00,"d":0.000001,"e":0.0000001,"f":1E+2,"g":5.0,"h":100.00} """, "Product Viewed"),
        Track(""" "userId":"u1","properties":{"a":12345678901234567890,"b":123456789012345678901234567890,"c":1234567890123456.5,"d":0.1234567890123456789,"e":-5,"f":999999999999999999} """, "Numbers"),
        Track(""" "userId":12,"properties":{"product_id":34,"price":" 5 ","quantity":"","name":" padded ","category":"  "} """, "Product Viewed"),
        Track(""" "userId":"u1","properties":{"product_id":"\u00a0p\u00a0","name":" \u00a0x ","category":"caf\u00e9","currency":"\ud83d\ude00"} """, "Product Viewed"),
        Track(""" "userId":"u1","properties":{"name":"\tx\u00a0","category":"\u0001y"} """, "Product Viewed"),
        Track(""" "userId":"u1","properties":{"name":"line\nbreak \"quoted\" back\\slash \/ tab\t","category":"é ü 漢字 😀","x":"\u0041\u001f\u007f\u2028"} """, "Product Viewed"),
        Track(""" "userId":"u1","properties":{"name":"half \ud800 pair"} """, "Product Viewed"),
        Track(""" "userId":"u1","properties":{"name":"zero \u0000 in it"} """, "Product Viewed"),
        Track(""" "userId":"u1","properties":{"product_id":"first","product_id":"second","x":1,"x":2} """, "Product Viewed"),
        Track(""" "userId":"u1","userId":"u2" """, "Twice"),
        Track(""" "user\u0049d":"u3","anonymousId":"a" """, "Escaped key"),
        Track(""" "userId":"u1","properties":{"pr\u006fduct_id":"p"} """, "Escaped key"),
        Track(""" "userId":"u1","extra":{"kept":true} """, "Unknown key"),
        Track(""" "userId":null,"anonymousId":"a1","properties":null,"context":null,"traits":null,"integrations":{"All":false} """, "Nulls"),
        Track(""" "userId":true,"anonymousId":"a1","channel":false,"properties":{"name":{"a":1},"category":["x"],"currency":true} """, "Kinds"),
        Track(""" "userId":"u1","properties":"text","context":[1,2,{"a":[]}],"integrations":7 """, "Kinds"),
        Track(""" "userId":"u1" , "properties" : { "product_id" : "p" , "list" : [ 1 , [ ] , { } ] } """, "Blanks"),
        Track(""" "anonymousId":"a1","context":{"page":{"path":"/p","title":"T"},"userAgent":"bot","sessionId":"s","campaign":{"name":"c"},"device":{"type":"mobile"},"location":{"country":"DE","region":"BE"},"traits":{"country":"AT"}} """, "add_to_cart"),
        Track(""" "anonymousId":"a1","groupId":"g","previousId":"p","name":"other name" """, "clic\u212Aed"),
        Track(""" "anonymousId":"a1" """, "ADD_TO_CART"), Track(""" "anonymousId":"a1" """, " Product Viewed "), Track(""" "anonymousId":"a1" """, "İade edildi"),
        """{"type":"identify","messageId":"i1","userId":"u1","anonymousId":"a1",""" + Head + ""","traits":{"email":"a@b.c","country":"FR","nested":{"deep":[1,2.50]}}}""",
        """{"type":"page","messageId":"p1","anonymousId":"a2","name":"Home",""" + Head + ""","properties":{"path":"/","url":"https://x/?a=1","duration_seconds":3.25}}""",
        """{"type":"page","messageId":"p2","anonymousId":"a2","timestamp":"2026-11-20T12:11:12.345+02:00","receivedAt":"2026-11-20T10:11:13Z"}""",
        """{"type":"page","messageId":"p3","anonymousId":"a2","timestamp":"yesterday","receivedAt":"2026-11-20T10:11:13Z"}""",
        """{"type":"page","messageId":"p4","anonymousId":"a2","originalTimestamp":"2026-11-20T10:11:12.345Z"}""",
        """{"type":"page","messageId":"p5","anonymousId":"a2"}""",
        """{"type":"page","messageId":"p6","anonymousId":"a2","timestamp":"1969-11-20T10:11:12.345Z"}""",
        """{"type":"page","messageId":"p7","anonymousId":"a2","timestamp":"2036-02-30T10:11:12.345Z"}""",
        """{"type":"page","messageId":"p8","anonymousId":"a2","timestamp":"2046-02-28T10:11:12.345Z"}""",
        """{"type":"page","messageId":"p1","anonymousId":"a2","name":"Home",""" + Head + ""","properties":{"path":"/again"}}""",
        """{"type":"page","messageId":"other id","anonymousId":"a2","name":"Home",""" + Head + ""","properties":{"path":"/","url":"https://x/?a=1","duration_seconds":3.25}}""",
        """{"type":"page","messageId":"","anonymousId":"a2",""" + Head + "}", "{}", "[1]", "no JSON", """{"type":"page",}""", """{"type":"page"} {"type":"page"}""", """{"type":"page","messageId":"NaN","properties":{"x":NaN}}""",
        """   {"type":"page","messageId":"behind blanks","anonymousId":"a2"}""",
        """{"type":"page","messageId":"deep","anonymousId":"a2",""" + Head + ""","properties":{"x":""" + new string('[', 70) + new string(']', 70) + "}}",
    ];

    private static int number;

    private static string Track(string rest, string name) => $$"""{"type":"track","event":"{{name}}","messageId":"m{{number++}}",{{Head}},{{rest}}}""";

    [Fact]
    public void Odd_events_give_the_same_rows_as_lines_of_a_file() => Same(Odd);

    [Fact]
    public void Events_of_any_kind_give_the_same_rows_as_lines_of_a_file() => Same([.. Enumerable.Range(0, 1_500).Select(i => Any(new Random(i)))]);

    [Fact]
    public void Events_as_SDKs_send_them_need_no_database_to_be_read()
    {
        string typical = Track(""" "anonymousId":"a1","channel":"web","properties":{"product_id":"p1","name":"Caf\u00e9 \"x\"","price":12.99,"quantity":1,"products":[{"product_id":"p","price":0.30000000000000004}]},"context":{"page":{"path":"/"},"ip":"::1"} """, "Product Viewed");
        Same([typical, typical.Replace("\"messageId\":\"m", "\"messageId\":\"n")]);
        var reader = new LineReader(LineShape.Of(LiveMapping.Of(Path.Combine(folder, "collector.json")))!);
        Assert.True(reader.Read(Encoding.UTF8.GetBytes(typical)));
        Assert.False(reader.Read(Encoding.UTF8.GetBytes(typical.Replace("\"price\":12.99", "\"price\":1299e-2"))));
    }

    private void Same(string[] events)
    {
        LogRecord[] records = [.. events.Select((e, i) => new LogRecord(0, i, Encoding.UTF8.GetBytes(e)))];
        string[] straight = Load("straight", records, asFiles: false), files = Load("files", records, asFiles: true);
        Assert.True(straight.Length > 1);
        Assert.Equal(files, straight);
    }

    /// <summary>Everything that the warehouse holds afterwards, a text for each row.</summary>
    private string[] Load(string name, LogRecord[] records, bool asFiles)
    {
        string home = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
        using DuckDatabase database = DuckDatabase.Open(Path.Combine(home, "warehouse.duckdb"));
        using DuckConnection warehouse = database.Connect();
        var clock = new ManualClock(new DateTime(2026, 11, 21, 0, 0, 0, DateTimeKind.Utc));
        var load = new LiveLoad(warehouse, new LoadSettings { MappingsFolder = Path.Combine(home, "mappings"), SpoolFolder = Path.Combine(home, "spool"), Clock = clock }, asFiles);
        // A second batch meets what the first one left.
        load.Write("log", records[..(records.Length / 2)], TestContext.Current.CancellationToken);
        load.Write("log", records[(records.Length / 2)..], TestContext.Current.CancellationToken);
        string[] queries =
        [
            "SELECT * FROM events ORDER BY source_row", "SELECT * FROM quarantine ORDER BY source_row, rule, message_id", "SELECT * FROM loads", "SELECT * FROM sources",
            "SELECT * FROM live_positions", "SELECT * FROM identity_pending ORDER BY anonymous_id", "SELECT * FROM event_constants ORDER BY name", "SELECT * FROM profiles",
        ];
        return [.. queries.SelectMany(query => warehouse.Rows<string>($"SELECT CAST(row AS VARCHAR) FROM ({query}) AS row"))];
    }

    /// <summary>An event whose members are drawn: known keys and others, with values of every kind.</summary>
    private static string Any(Random random)
    {
        string[] keys = ["product_id", "sku", "name", "category", "price", "quantity", "revenue", "total", "value", "discount", "currency", "coupon", "query", "path", "url", "campaign_id", "session_id", "order_id", "duration_seconds", "own", "traits"];
        string[] texts = ["\"p1\"", "\"Thing 7\"", "\" x\"", "\"\"", "\"12.5\"", "\"caf\\u00e9\"", "\"a\\\"b\"", "\"漢\"", "\"x\\/y\"", "\"EUR\"", "\"1e2\"", "\"-4\"", "\" 8\"", "\"007\"", "\"+1\"", "\".5\""];
        string[] numbers = ["0", "1", "-1", "2.5", "19.90", "1e2", "0.1", "100000", "12.345678", "99999999999999", "3.0", "0.05", "-0.5", "1234567890.12345"];
        string Value(int depth) => random.Next(10) switch
        {
            < 4 => texts[random.Next(texts.Length)],
            < 7 => numbers[random.Next(numbers.Length)],
            7 => ((string[])["true", "false", "null"])[random.Next(3)],
            8 when depth < 3 => Object(depth + 1),
            9 when depth < 3 => $"[{string.Join(random.Next(2) == 0 ? "," : " , ", Enumerable.Range(0, random.Next(3)).Select(_ => Value(depth + 1)))}]",
            _ => "\"plain\"",
        };
        string Object(int depth) => $"{{{string.Join(random.Next(3) == 0 ? ", " : ",", Enumerable.Range(0, random.Next(1, 6)).Select(_ => $"\"{keys[random.Next(keys.Length)]}\":{(random.Next(20) == 0 ? " " : "")}{Value(depth)}"))}}}";
        string products = random.Next(3) == 0 ? $",\"products\":[{string.Join(",", Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(12) == 0 ? Value(2) : Object(2)))}]" : "";
        string properties = $"{{\"n\":{random.Next(5)},{Object(1)[1..^1]}{products}}}";
        string context = random.Next(3) == 0 ? $",\"context\":{{\"page\":{Object(2)},\"device\":{{\"type\":{Value(2)}}},\"campaign\":{Value(1)},\"channel\":{Value(2)},\"userAgent\":{Value(3)}}}" : "";
        string ids = random.Next(3) switch { 0 => $"\"userId\":{Value(3)},", 1 => $"\"anonymousId\":\"a{random.Next(20)}\",", _ => $"\"userId\":\"u{random.Next(9)}\",\"anonymousId\":\"a{random.Next(20)}\"," };
        string[] names = ["Order Completed", "Product Viewed", "purchase", "View_Item", "Eigener Name", "Order Refunded"];
        string other = random.Next(8) == 0 ? $",\"{keys[random.Next(keys.Length)]}\":{Value(1)}" : "";
        return $$"""{"type":"track","event":"{{names[random.Next(names.Length)]}}","messageId":"r{{random.Next(1_000_000)}}","timestamp":"2026-11-{{random.Next(1, 23):00}}T10:{{random.Next(60):00}}:12.{{random.Next(1000):000}}Z","receivedAt":"2026-11-20T10:11:13.000Z",{{ids}}"properties":{{properties}}{{context}}{{other}}}""";
    }
}
