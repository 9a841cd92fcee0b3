using System.Globalization;
using Habitue.Lake.Features;
using Habitue.Tests.Storage;

namespace Habitue.Tests.Features;

/// <summary>No row at or after the date can change a feature, whatever it says: random rows of every kind are added after it.</summary>
public sealed class NoFutureTests
{
    private static readonly DateTime Start = new(2023, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime AsOf = Start.AddDays(20);
    private static readonly string[] Events =
        ["Product Viewed", "Product Added", "Checkout Started", "Products Searched", "Email Delivered", "Email Opened", "Email Link Clicked", "Order Refunded", "Order Cancelled",
        "Unsubscribed", "Campaign Assigned", "Campaign Assigned"];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Later_rows_change_nothing(int seed)
    {
        var random = new Random(seed);
        using var shop = new SmallShop();
        // Reviews of the month before teach what the words mean.
        shop.Run($"INSERT INTO reviews (rating, written_at, body) SELECT 1 + hash(i + {seed}) % 5, TIMESTAMP '2022-12-07', '{Word(random)} {Word(random)} ' || substr('abcde', CAST(1 + hash(i * 7) % 5 AS INTEGER), 1) FROM range(200) r(i)");
        Fill(shop, random, "e", 160, () => Start.AddMinutes(random.Next(20 * 24 * 60)));
        // Some just before the date, so that sessions and orders go on across it.
        Fill(shop, random, "n", 40, () => AsOf.AddMinutes(-1 - random.Next(60)));
        IReadOnlyList<string> before = Features(shop);
        Assert.NotEmpty(before);
        Assert.NotEqual(["0"], shop.Lines("SELECT COUNT(sentiment) FROM customer_features"));

        Fill(shop, random, "l", 40, () => AsOf.AddMinutes(random.Next(60)));
        Fill(shop, random, "z", 80, () => AsOf.AddMinutes(random.Next(10 * 24 * 60)));
        Assert.Equal(before, Features(shop));
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 25)];

    private static IReadOnlyList<string> Features(SmallShop shop)
    {
        shop.Build();
        CustomerFeatures.Compute(shop.Warehouse, AsOf);
        return shop.Lines("SELECT * FROM customer_features ORDER BY customer_id");
    }

    private static void Fill(SmallShop shop, Random random, string prefix, int rows, Func<DateTime> when)
    {
        shop.Add([.. Enumerable.Range(0, rows).Select(i => Event(random, $"{prefix}{i:D3}", Text(when())))]);
        for (int i = 0; i < rows / 20; i++)
        {
            string customer = Customer(random), at = Text(when()), later = Text(when());
            shop.Run($"INSERT INTO reviews (review_id, customer_id, rating, written_at, body) VALUES ('{prefix}{i}', '{customer}', {random.Next(1, 6)}, TIMESTAMP '{at}', '{Word(random)} {Word(random)}')");
            shop.Run($"INSERT INTO profiles (customer_id, signed_up_at, age) VALUES ('{customer}', TIMESTAMP '{at}', {random.Next(18, 80)})");
            shop.Run($"INSERT INTO tickets (ticket_id, customer_id, opened_at, closed_at, satisfaction, subject) VALUES ('{prefix}{i}', '{customer}', TIMESTAMP '{at}', GREATEST(TIMESTAMP '{at}', TIMESTAMP '{later}'), {random.Next(1, 6)}, '{Word(random)}')");
            shop.Run($"INSERT INTO catalogue (product_id, product_name, category, price) VALUES ('{prefix}{i}', 'New', 'k1', 5)");
        }
    }

    private static Row Event(Random random, string id, string at)
    {
        string customer = Customer(random);
        Row row = new()
        {
            Id = id,
            At = at,
            Customer = customer,
            Known = customer[0] != '~',
            Bot = random.Next(20) == 0,
            Session = Maybe(random, $"s{random.Next(6)}"),
            Order = Maybe(random, $"o{random.Next(25)}"),
            Product = Maybe(random, random.Next(8) == 0 ? "POST" : $"p{random.Next(5)}"),
            Name = Maybe(random, random.Next(6) == 0 ? "Postage" : $"Product {random.Next(5)}"),
            Category = Maybe(random, $"k{random.Next(3)}"),
            Channel = Maybe(random, random.Next(2) == 0 ? "store" : "web"),
            Device = Maybe(random, random.Next(2) == 0 ? "mobile" : "desktop"),
            Coupon = random.Next(9) == 0 ? "TEN" : null,
            Discount = random.Next(9) == 0 ? random.Next(1, 5) : null,
            Seconds = Maybe(random, "") is null ? null : random.Next(100),
            Properties = Maybe(random, $"{{\"sent_at\":\"{Text(Start.AddMinutes(random.Next(30 * 24 * 60)))}\"}}"),
        };
        return random.Next(11) switch
        {
            < 4 => row with { Event = "Order Completed", Quantity = random.Next(1, 9), Price = random.Next(1, 40) / 4m },
            4 => row with { Event = "Order Completed", Quantity = -random.Next(1, 5), Price = random.Next(0, 40) / 4m, Cancelled = random.Next(2) == 0 },
            5 => row with { Type = "page", Event = Maybe(random, "Home") },
            6 => row with { Event = Events[random.Next(7, 9)], Quantity = random.Next(3) == 0 ? null : random.Next(1, 5), Amount = random.Next(3) == 0 ? null : random.Next(1, 60) },
            7 => row with { Event = Events[random.Next(9, 12)] },
            _ => row with { Event = Events[random.Next(7)] },
        };
    }

    private static string Customer(Random random) => random.Next(6) switch { 0 => "~a", 1 => "~b", var n => $"c{n}" };

    private static char Word(Random random) => "abcde"[random.Next(5)];

    private static string? Maybe(Random random, string value) => random.Next(5) == 0 ? null : value;

    private static string Text(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
