using System.Text;

namespace Habitue.Simulation;

/// <summary>Writes each session of the schedule, step by step, as e-commerce events; and the orders' cancellations and refunds.</summary>
/// <param name="shop">The shop.</param>
/// <param name="log">Where the events go.</param>
/// <param name="truth">Keeps what is true about them; null where nobody asks.</param>
internal sealed class WebEvents(Shop shop, IEventLines log, Truth? truth)
{
    private static readonly string[] Payments = ["card", "paypal", "invoice", "apple_pay"];
    private readonly WebSession _session = new();
    private readonly SessionScript _script = new(shop.Basket, shop.Catalogue);

    public void Session(int index, in Visit visit)
    {
        var who = shop.Schedule.Who(visit);
        var dice = _script.Plan(index, visit, who);
        // Two of three bots say what they are; the third has to be found by what it does.
        var bot = visit.Kind == VisitKind.Bot;
        var declared = bot && visit.Who % 3 != 1;
        _session.Begin(shop.Plan, visit, who, visit.Campaign >= 0 ? shop.Campaigns[visit.Campaign] : null, declared);
        var customer = bot || visit.Kind == VisitKind.Stranger ? "" : Customer.Id(visit.Who);
        if (visit.Is(VisitMarks.SignedIn) && !visit.Is(VisitMarks.FirstSignIn)) _session.UserId = customer;
        var at = visit.At * 1000L;
        foreach (var step in _script.Steps) Write(step, at += step.Wait, index, visit, who, customer, ref dice);
        if (bot) truth?.Bot(visit.Who, _session, declared, _script.Steps.Count);
        if (truth is not null) truth.Sessions++;
    }

    public void Mail(in Visit visit, ReadOnlySpan<byte> head)
    {
        var campaign = shop.Campaigns[visit.Campaign];
        _session.BeginMail(shop.Plan, visit, campaign);
        log.Begin(_session, visit.At * 1000L, head, null, "properties"u8).Raw("\"campaign_id\":\""u8).Ascii(campaign.Id)
            .Raw("\",\"campaign_name\":\""u8).Json(campaign.Name).Byte((byte)'"');
        log.End();
    }

    /// <summary>Order Cancelled or Order Refunded, with the lines that come back.</summary>
    public void ComesBack(in Visit visit, List<BasketLine> back, in Visit order)
    {
        var whole = visit.Kind == VisitKind.WebCancel;
        _session.Begin(shop.Plan, order, shop.Schedule.Customers[visit.Who], null, false);
        _session.UserId = order.Is(VisitMarks.Unnamed) ? null : Customer.Id(visit.Who);
        var amount = back.Sum(l => (long)l.Quantity * shop.Catalogue.Products[l.Product].Price);
        var line = log.Begin(_session, visit.At * 1000L,
            whole ? "\"type\":\"track\",\"event\":\"Order Cancelled\""u8 : "\"type\":\"track\",\"event\":\"Order Refunded\""u8, "/account/orders", "properties"u8);
        line.Raw("\"order_id\":\""u8).Ascii(Shop.OrderId(order)).Raw("\",\"total\":"u8).Money(amount).Raw(",\"currency\":\"GBP\","u8);
        Products(line, back, "");
        log.End();
        truth?.Return(visit, Shop.OrderId(order), Shop.OrderId(order), order, back.Count, amount);
    }

    private void Write(in Step step, long at, int index, in Visit visit, in Customer who, string customer, ref Dice dice)
    {
        var product = step.Product >= 0 ? shop.Catalogue.Products[step.Product] : null;
        switch (step.Kind)
        {
            case StepKind.Landing:
                Landing(at, visit, ref dice);
                break;
            case StepKind.Search:
                log.Begin(_session, at, "\"type\":\"track\",\"event\":\"Products Searched\""u8, "/search", "properties"u8).Raw("\"query\":\""u8)
                    .Json((dice.Chance(.5) ? product!.CategoryName : product!.Name[(product.Name.LastIndexOf(' ') + 1)..]).ToLowerInvariant()).Byte((byte)'"');
                break;
            case StepKind.View:
                log.Begin(_session, at, "\"type\":\"track\",\"event\":\"Product Viewed\""u8, product!.Path, "properties"u8).Raw(product.Json)
                    .Raw(",\"currency\":\"GBP\""u8);
                break;
            case StepKind.Add:
                Cart("\"type\":\"track\",\"event\":\"Product Added\""u8, at, product!, step.Quantity, index);
                break;
            case StepKind.Remove:
                Cart("\"type\":\"track\",\"event\":\"Product Removed\""u8, at, product!, step.Quantity, index);
                break;
            case StepKind.Cart:
                log.Begin(_session, at, "\"type\":\"track\",\"event\":\"Cart Viewed\""u8, "/cart", "properties"u8).Raw("\"cart_id\":\"K"u8).Number(index).Byte((byte)'"');
                break;
            case StepKind.Checkout:
                log.Begin(_session, at, "\"type\":\"track\",\"event\":\"Checkout Started\""u8, "/checkout", "properties"u8).Raw("\"checkout_id\":\"K"u8).Number(index).Byte((byte)'"');
                break;
            case StepKind.Complete:
                Complete(at, index, visit, who, ref dice);
                break;
            case StepKind.Identify:
                _session.UserId = customer;
                Identify(at, visit.Who, who);
                break;
            case StepKind.Alias:
                log.Begin(_session, at, "\"type\":\"alias\""u8, "/account", "traits"u8, ("previousId", Encoding.ASCII.GetString(_session.AnonymousId)));
                break;
            default:
                log.Begin(_session, at, "\"type\":\"group\""u8, "/account", "traits"u8, ("groupId", "G" + customer[1..]))
                    .Raw("\"name\":\"Trade "u8).Ascii(customer).Raw("\",\"industry\":\"gift retail\""u8);
                break;
        }
        log.End();
    }

    private void Landing(long at, in Visit visit, ref Dice dice)
    {
        var (name, path) = visit.Campaign >= 0 ? ("Campaign", "/offers") : dice.Next(4) switch
        {
            0 => ("Category", "/c/" + shop.Catalogue.Products[dice.Next(shop.Catalogue.Products.Length)].CategoryName.ToLowerInvariant()),
            1 => ("New In", "/new"),
            _ => ("Home", "/"),
        };
        var line = log.Begin(_session, at, _session.App ? "\"type\":\"screen\""u8 : "\"type\":\"page\""u8,
            path, "properties"u8, ("name", name));
        line.Raw("\"name\":\""u8).Ascii(name).Raw("\",\"path\":\""u8).Ascii(path).Raw("\",\"referrer\":\""u8)
            .Ascii(visit.Campaign >= 0 ? "" : dice.Next(3) switch { 0 => "https://search.example/", 1 => "https://social.example/", _ => "" }).Byte((byte)'"');
    }

    private void Cart(ReadOnlySpan<byte> head, long at, Product product, int quantity, int index) =>
        log.Begin(_session, at, head, product.Path, "properties"u8).Raw("\"cart_id\":\"K"u8).Number(index).Raw("\","u8).Raw(product.Json)
            .Raw(",\"quantity\":"u8).Number(quantity).Raw(",\"currency\":\"GBP\""u8);

    private void Complete(long at, int index, in Visit visit, in Customer who, ref Dice dice)
    {
        var lines = shop.Basket.Lines;
        var sums = OrderSums.Of(lines, shop.Catalogue, visit, shop.Seasons.Date(visit.At), shop.Campaigns);
        var id = Shop.OrderId(visit);
        var line = log.Begin(_session, at, "\"type\":\"track\",\"event\":\"Order Completed\""u8, "/checkout/done", "properties"u8);
        line.Raw("\"order_id\":\""u8).Ascii(id).Raw("\",\"checkout_id\":\"K"u8).Number(index).Raw("\",\"affiliation\":\"Web\",\"subtotal\":"u8).Money(sums.Goods)
            .Raw(",\"discount\":"u8).Money(sums.Discount).Raw(",\"revenue\":"u8).Money(sums.Revenue).Raw(",\"shipping\":"u8).Money(sums.Shipping)
            .Raw(",\"tax\":"u8).Money(sums.Tax).Raw(",\"total\":"u8).Money(sums.Total).Raw(",\"currency\":\"GBP\",\"payment_method\":\""u8)
            .Ascii(who.Trade ? "invoice" : dice.Pick(Payments)).Raw("\",\"country\":\""u8).Ascii(Places.Countries[who.Country].Name).Raw("\","u8);
        if (sums.Coupon.Length > 0) line.Raw("\"coupon\":\""u8).Ascii(sums.Coupon).Raw("\","u8);
        Products(line, lines, sums.Coupon);
        truth?.Order(visit, id, "web", lines, sums, (int)(at / 1000));
    }

    private void Products(Utf8Text line, List<BasketLine> lines, string coupon)
    {
        line.Raw("\"products\":["u8);
        for (var i = 0; i < lines.Count; i++)
        {
            line.Raw(i == 0 ? "{"u8 : ",{"u8).Raw(shop.Catalogue.Products[lines[i].Product].Json).Raw(",\"quantity\":"u8).Number(lines[i].Quantity)
                .Raw(",\"position\":"u8).Number(i + 1);
            if (coupon.Length > 0) line.Raw(",\"coupon\":\""u8).Ascii(coupon).Byte((byte)'"');
            line.Byte((byte)'}');
        }
        line.Byte((byte)']');
    }

    private void Identify(long at, int index, in Customer who)
    {
        var profile = Profile.Draw(shop.Plan.Seed, index, who);
        log.Begin(_session, at, "\"type\":\"identify\""u8, "/account", "traits"u8).Raw("\"email\":\""u8).Json(profile.Email).Raw("\",\"name\":\""u8)
            .Json(profile.Name).Raw("\",\"address\":{\"city\":\""u8).Json(profile.City).Raw("\",\"country\":\""u8)
            .Ascii(Places.Countries[who.Country].Name).Raw("\"},\"loyalty_tier\":\""u8).Ascii(profile.Tier).Byte((byte)'"');
    }
}
