using System.Text;
using System.Text.Json;
using Habitue.Live;

namespace Habitue.Tests.Live;

public sealed class CustomerEventTests
{
    private static CustomerEvent Read(string json) => CustomerEvent.Read(Encoding.UTF8.GetBytes(json));

    [Fact]
    public void A_track_call_is_read_with_its_properties()
    {
        var read = Read("""
            {"type":"track","event":"add_to_cart","messageId":"m1","anonymousId":"a1","userId":"u1","timestamp":"2026-03-01T10:00:00.250+02:00",
             "receivedAt":"2026-03-01T08:00:01Z","properties":{"product_id":17,"price":"4.50","quantity":2},"context":{"userAgent":"x"},"habitue":{"bot":true,"gpc":true}}
            """);
        Assert.Equal((CallType.Track, "Product Added", "m1", "u1", "a1"), (read.Type, read.Name, read.MessageId, read.Key, read.AnonymousId));
        Assert.Equal(new DateTime(2026, 3, 1, 8, 0, 0, 250, DateTimeKind.Utc), read.Timestamp);
        Assert.Equal(("17", 4.5, 2.0, null), (read.Property("product_id"), read.Number("price"), read.Number("quantity"), read.Number("weight")));
        Assert.True(read.IsBot && read.GlobalPrivacyControl);
        Assert.Equal("x", read.Context.GetProperty("userAgent").GetString());
    }

    [Fact]
    public void An_identify_call_has_traits_and_a_page_its_name()
    {
        var identify = Read("""{"type":"identify","messageId":"m","userId":"u","timestamp":"2026-03-01T10:00:00Z","receivedAt":"2026-03-01T10:00:00Z","traits":{"email":"a@b.c"}}""");
        Assert.Equal("a@b.c", identify.Property("email"));
        var page = Read("""{"type":"page","name":"Home","messageId":"m","anonymousId":"a","timestamp":"2026-03-01T10:00:00Z","receivedAt":"2026-03-01T10:00:00Z"}""");
        Assert.Equal(("Home", "a", false), (page.Name, page.Key, page.IsBot));
    }

    [Theory]
    [InlineData("""{"messageId":"m"}""")]
    [InlineData("""{"type":"track","messageId":"m","userId":"u"}""")]
    [InlineData("""{"type":"track","userId":"u","timestamp":"2026-03-01T10:00:00Z","receivedAt":"2026-03-01T10:00:00Z"}""")]
    public void What_the_collector_did_not_complete_is_refused(string json) => Assert.Throws<JsonException>(() => Read(json));

    [Fact]
    public void Whatever_a_member_holds_it_is_read_as_a_document_reads_it()
    {
        string[] values = ["\"x\"", "\"\"", "\"a\\u00e9\\n\"", "7", "1.50", "true", "null", "{}", "{\"a\":[1,{\"b\":2}],\"bot\":true,\"gpc\":true}", "{\"a\":\"x\",\"b\":{\"a\":1},\"\\u0061\":1.50,\"bot\":\"\"}", "[{\"bot\":true}]", "\"2026-03-01T10:00:00.5+02:00\""];
        string[] members = ["userId", "anonymousId", "groupId", "previousId", "event", "name", "properties", "traits", "context", "habitue", "other", "t\\u0079pe2"];
        var random = new Random(7);
        for (int round = 0; round < 2_000; round++)
        {
            string type = random.Next(2) == 0 ? "track" : "identify";
            string json = $$"""{"type":"{{type}}","messageId":"m","timestamp":"2026-03-01T10:00:00Z","receivedAt":"2026-03-01T10:00:01Z"{{string.Concat(Enumerable.Range(0, 9).Select(_ => $",\"{members[random.Next(members.Length)]}\": {values[random.Next(values.Length)]}"))}}}""";
            JsonElement root = JsonElement.Parse(json);
            string? Text(string name) => root.TryGetProperty(name, out JsonElement value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number && value.ToString() is { Length: > 0 } text ? text : null;
            string Object(string name) => root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Object ? value.GetRawText() : "{}";
            bool Says(string name) => JsonElement.Parse(Object("habitue")).TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.True;
            CustomerEvent read = Read(json);
            Assert.Equal((Text("userId"), Text("anonymousId"), Text("groupId"), Text("previousId")), (read.UserId, read.AnonymousId, read.GroupId, read.PreviousId));
            Assert.Equal(Text(type == "track" ? "event" : "name"), read.Name);
            string own = Object(type == "track" ? "properties" : "traits");
            // Once before anything is parsed, once after.
            foreach (string name in (string[])["a", "bot", "none"])
                Assert.Equal(Member(own, name), read.Property(name));
            Assert.Equal((Object(type == "track" ? "properties" : "traits"), Object("context")), (read.Properties.GetRawText(), read.Context.GetRawText()));
            Assert.Equal((Says("bot"), Says("gpc")), (read.IsBot, read.GlobalPrivacyControl));
            foreach (string name in (string[])["a", "bot", "none"])
                Assert.Equal(Member(own, name), read.Property(name));
        }
    }

    private static string? Member(string json, string name) =>
        JsonElement.Parse(json).TryGetProperty(name, out JsonElement value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number && value.ToString() is { Length: > 0 } text ? text : null;

    [Theory]
    [InlineData("[]")]
    [InlineData("""{"type":"page","messageId":"m","userId":"u","timestamp":"2026-03-01T10:00:00Z","receivedAt":"2026-03-01T10:00:00Z"} x""")]
    [InlineData("""{"type":"page","messageId":"m","userId":"u","timestamp":"2026-03-01T10:00:00Z","receivedAt":"2026-03-01T10:00:00Z","properties":{"a":}}""")]
    public void What_is_no_JSON_object_is_refused(string json) => Assert.ThrowsAny<JsonException>(() => Read(json));
}
