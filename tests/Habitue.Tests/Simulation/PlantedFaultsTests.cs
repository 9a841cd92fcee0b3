using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Habitue.Tests.Simulation;

/// <summary>What the truth says was made wrong is exactly what a simple reader finds wrong in the files.</summary>
public sealed class PlantedFaultsTests(SimulatedShop shop) : IClassFixture<SimulatedShop>
{
    [Fact]
    public void Repeated_broken_late_and_future_web_lines_are_counted_by_the_truth()
    {
        var lines = SimulatedShop.WebLines(shop.Folder).ToList();
        var distinct = lines.Distinct().ToList();
        Assert.Equal(shop.Fault("web", "exact_duplicate"), lines.Count - distinct.Count);

        var events = distinct.Select(SimulatedShop.Parse).OfType<JsonElement>().ToList();
        Assert.Equal(shop.Fault("web", "unparsable"), distinct.Count - events.Count);

        var messages = events.DistinctBy(e => e.GetProperty("messageId").GetString()).ToList();
        Assert.Equal(shop.Fault("web", "same_message_id"), events.Count - messages.Count);

        var contents = messages.Select(e => $"{e.GetProperty("timestamp")}{e.GetProperty("anonymousId")}{e.GetProperty("userId")}{Body(e)}").ToList();
        Assert.Equal(shop.Fault("web", "repeated_event"), contents.Count - contents.Distinct().Count());

        Assert.Equal(shop.Fault("web", "future_time"), messages.Count(e => Time(e, "timestamp").Year >= 2090));
        Assert.Equal(shop.Fault("web", "late_event"), messages.Count(e => Time(e, "receivedAt") - Time(e, "timestamp") > TimeSpan.FromHours(12)));
        Assert.All(["exact_duplicate", "unparsable", "same_message_id", "repeated_event", "future_time", "late_event"], f => Assert.True(shop.Fault("web", f) > 0, f));
    }

    [Fact]
    public void Web_lines_lie_in_order_of_arrival_in_the_month_of_their_arrival()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(shop.Folder, "web")))
        {
            var arrivals = File.ReadLines(file).Select(SimulatedShop.Parse).OfType<JsonElement>().Select(e => e.GetProperty("receivedAt").GetString()!).ToList();
            Assert.Equal(arrivals.Order(StringComparer.Ordinal), arrivals);
            var month = Path.GetFileNameWithoutExtension(file)["events-".Length..];
            Assert.All(arrivals, a => Assert.True(a.StartsWith(month, StringComparison.Ordinal) || month == "2025-12" && a.StartsWith("2026-01-01", StringComparison.Ordinal), a));
        }
    }

    [Theory]
    [InlineData("pos/store-sales.csv", ',')]
    [InlineData("pos/store-sales-2.csv", ';')]
    public void Faulty_till_rows_are_counted_by_the_truth(string file, char separator)
    {
        var rows = SimulatedShop.Csv(shop.PathOf(file), separator, separator == ';' ? Encoding.Latin1 : Encoding.UTF8);
        var whole = rows.Select(r => string.Join('|', r.Values)).ToList();
        Assert.Equal(shop.Fault(file, "exact_duplicate"), whole.Count - whole.Distinct().Count());
        Assert.Equal(shop.Fault(file, "missing_customer"), rows.Count(r => r["CustomerId"].Length == 0));
        Assert.Equal(shop.Fault(file, "missing_description"), rows.Count(r => r["Description"].Length == 0));
        Assert.Equal(shop.Fault(file, "service_line"), rows.Count(r => !char.IsDigit(r["Sku"][0])));
        var parsed = rows.Where(r => int.TryParse(r["Quantity"], CultureInfo.InvariantCulture, out _)
            && DateTime.TryParseExact(r["SoldAt"], ["yyyy-MM-dd HH:mm:ss", "dd.MM.yyyy HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out _)).ToList();
        Assert.Equal(shop.Fault(file, "unparsable"), rows.Count - parsed.Count);
        Assert.Equal(shop.Fault(file, "negative_price"), parsed.Count(r => r["UnitPrice"].StartsWith('-')));
        Assert.Equal(shop.Fault(file, "outlier_quantity"), parsed.Count(r => int.Parse(r["Quantity"], CultureInfo.InvariantCulture) >= 400));
        Assert.True(separator == ';' || parsed.Any(r => r["ReceiptNo"].StartsWith('C')));
    }

    [Fact]
    public void The_second_till_writes_Latin_1_with_decimal_commas()
    {
        var bytes = File.ReadAllBytes(shop.PathOf("pos/store-sales-2.csv"));
        Assert.Contains(bytes, b => b >= 0x80);
        Assert.Throws<DecoderFallbackException>(() => new UTF8Encoding(false, true).GetString(bytes));
        Assert.Matches(@";\d+,\d\d;", Encoding.Latin1.GetString(bytes));
    }

    [Fact]
    public void Gaps_and_doubled_rows_in_profiles_reviews_and_tickets_are_counted_by_the_truth()
    {
        var profiles = SimulatedShop.Csv(shop.PathOf("crm/customers.csv"));
        Assert.Equal(SimulatedShop.Plan.Customers, profiles.DistinctBy(p => p["customer_id"]).Count());
        Assert.Equal(shop.Fault("crm/customers.csv", "exact_duplicate"), profiles.Count - SimulatedShop.Plan.Customers);
        foreach (var column in new[] { "gender", "birth_date", "city", "email" })
            Assert.Equal(shop.Fault("crm/customers.csv", "missing_" + column), profiles.Count(p => p[column].Length == 0));
        Assert.Equal(shop.Fault("crm/customers.csv", "outlier_birth_date"), profiles.Count(p => p["birth_date"].StartsWith("18", StringComparison.Ordinal)));
        Assert.All(profiles, p => Assert.Matches(@"^$|^[a-z.]+\d+@example\.(com|org)$", p["email"]));

        var reviews = SimulatedShop.Csv(shop.PathOf("crm/reviews.csv"));
        var truth = shop.Truth("reviews").ToDictionary(r => r["review_id"]);
        Assert.Equal(truth.Count, reviews.DistinctBy(r => r["review_id"]).Count());
        Assert.Equal(shop.Fault("crm/reviews.csv", "exact_duplicate"), reviews.Count - truth.Count);
        Assert.Equal(shop.Fault("crm/reviews.csv", "missing_rating"), reviews.Count(r => r["rating"].Length == 0));
        Assert.Contains(reviews, r => r["body"].Contains('\n'));
        Assert.Contains(reviews, r => r["title"].Contains('"'));
        foreach (var review in reviews.Where(r => r["rating"].Length > 0 && truth[r["review_id"]]["rating_matches"] == "yes"))
            Assert.Contains(review["rating"], truth[review["review_id"]]["sentiment"] switch { "positive" => "45", "neutral" => "34", _ => "12" });

        var tickets = File.ReadLines(shop.PathOf("crm/tickets.jsonl")).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal(shop.Truth("tickets").Select(t => t["ticket_id"]), tickets.Select(t => t.GetProperty("ticket_id").GetString()!));
        Assert.Equal(shop.Fault("crm/tickets.jsonl", "missing_category"), tickets.Count(t => t.GetProperty("category").ValueKind == JsonValueKind.Null));
    }

    private static string Body(JsonElement e) =>
        e.TryGetProperty("event", out var name) ? name + e.GetProperty("properties").GetRawText()
        : e.GetProperty("type") + (e.TryGetProperty("properties", out var properties) ? properties : e.GetProperty("traits")).GetRawText();

    private static DateTimeOffset Time(JsonElement e, string member) => e.GetProperty(member).GetDateTimeOffset();
}
