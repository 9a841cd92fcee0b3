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
}
