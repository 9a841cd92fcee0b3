namespace Habitue.Simulation;

/// <summary>
/// Writes what is true about the shop, beside the data: who the customers are, which orders are whose, what comes back,
/// who is a robot. Tests and people compare with it what an analysis finds.
/// </summary>
internal sealed class Truth : IDisposable
{
    private readonly Shop _shop;
    private readonly SourceFile _orders, _returns, _reviews, _tickets;
    private readonly int[] _orderCount, _namedCount;
    private readonly long[] _revenue, _returned;
    private readonly byte[] _role;
    private readonly SortedDictionary<int, (string Id, bool Declared, int Sessions, int Events)> _bots = [];

    public Truth(Shop shop, string folder, List<SourceFile> files)
    {
        _shop = shop;
        _orders = new(folder, "truth/orders.csv", "order_id,customer_id,channel,ordered_at,lines,units,goods,discount,cause,named,coupon"u8);
        _returns = new(folder, "truth/returns.csv", "return_id,order_id,customer_id,kind,returned_at,lines,amount"u8);
        _reviews = new(folder, "truth/reviews.csv", "review_id,sentiment,topic,language,rating_matches"u8);
        _tickets = new(folder, "truth/tickets.csv", "ticket_id,sentiment,topic"u8);
        files.AddRange([_orders, _returns, _reviews, _tickets]);
        var customers = shop.Schedule.Customers.Count;
        (_orderCount, _namedCount, _revenue, _returned) = (new int[customers], new int[customers], new long[customers], new long[customers]);
        _role = new byte[shop.Catalogue.Products.Length];
        Rules = new RuleCount[shop.Catalogue.Rules.Length];
        for (var r = 0; r < Rules.Length; r++)
        {
            _role[shop.Catalogue.Rules[r].Antecedent] = (byte)(2 * r + 1);
            _role[shop.Catalogue.Rules[r].Consequent] = (byte)(2 * r + 2);
        }
    }

    internal record struct RuleCount(long Antecedent, long Consequent, long Both);

    public RuleCount[] Rules { get; }

    public long Sessions { get; set; }

    public long Orders { get; private set; }

    public long Revenue { get; private set; }

    public IEnumerable<(string Id, bool Declared, int Sessions, int Events)> Bots => _bots.Values;

    /// <summary>Orders placed because of each campaign, by type of customer.</summary>
    public Dictionary<(int Campaign, CustomerType Type), int> CausedOrders { get; } = [];

    public (int Orders, int Named, long Revenue, long Returned) Of(int customer) =>
        (_orderCount[customer], _namedCount[customer], _revenue[customer], _returned[customer]);

    public void Order(in Visit visit, string id, string channel, List<BasketLine> lines, in OrderSums sums, int at)
    {
        var stranger = visit.Kind == VisitKind.WalkIn;
        var named = !stranger && !visit.Is(VisitMarks.Unnamed);
        var caused = visit.Is(VisitMarks.Caused);
        var line = _orders.Line.Ascii(id).Byte((byte)',').Ascii(stranger ? "" : Customer.Id(visit.Who)).Byte((byte)',').Ascii(channel).Byte((byte)',');
        _shop.Clock.Plain(line, at);
        line.Byte((byte)',').Number(sums.Lines).Byte((byte)',').Number(sums.Units).Byte((byte)',').Money(sums.Goods).Byte((byte)',').Money(sums.Discount)
            .Byte((byte)',').Ascii(caused ? _shop.Campaigns[visit.Campaign].Id : "own").Byte((byte)',').Raw(named ? "yes,"u8 : "no,"u8).Ascii(sums.Coupon);
        _orders.EndRow();
        Orders++;
        Revenue += sums.Revenue;
        CountRules(lines);
        if (stranger) return;
        _orderCount[visit.Who]++;
        _revenue[visit.Who] += sums.Revenue;
        if (named) _namedCount[visit.Who]++;
        if (!caused) return;
        var key = (visit.Campaign, _shop.Schedule.Customers[visit.Who].Type);
        CausedOrders[key] = CausedOrders.GetValueOrDefault(key) + 1;
    }

    public void Return(in Visit visit, string id, string orderId, in Visit order, int lines, long amount)
    {
        var kind = visit.Is(VisitMarks.Whole) && visit.At - order.At < 2 * Seasons.Day ? "cancelled" : "returned";
        var line = _returns.Line.Ascii(id).Byte((byte)',').Ascii(orderId).Byte((byte)',').Ascii(Customer.Id(visit.Who)).Byte((byte)',').Ascii(kind).Byte((byte)',');
        _shop.Clock.Plain(line, visit.At);
        line.Byte((byte)',').Number(lines).Byte((byte)',').Money(amount);
        _returns.EndRow();
        _returned[visit.Who] += amount;
    }

    public void Review(string id, string sentiment, string topic, string language, bool matches)
    {
        _reviews.Line.Ascii(id).Byte((byte)',').Ascii(sentiment).Byte((byte)',').Ascii(topic).Byte((byte)',').Ascii(language).Byte((byte)',').Ascii(matches ? "yes" : "no");
        _reviews.EndRow();
    }

    public void Ticket(string id, string sentiment, string topic)
    {
        _tickets.Line.Ascii(id).Byte((byte)',').Ascii(sentiment).Byte((byte)',').Ascii(topic);
        _tickets.EndRow();
    }

    public void Bot(int number, WebSession session, bool declared, int events)
    {
        var known = _bots.GetValueOrDefault(number);
        _bots[number] = (known.Id ?? System.Text.Encoding.ASCII.GetString(session.AnonymousId), declared, known.Sessions + 1, known.Events + events);
    }

    public void Dispose()
    {
        _orders.Dispose();
        _returns.Dispose();
        _reviews.Dispose();
        _tickets.Dispose();
    }

    private void CountRules(List<BasketLine> lines)
    {
        ulong first = 0, second = 0;
        foreach (var line in lines)
        {
            var role = _role[line.Product] - 1;
            if (role < 0) continue;
            if (role % 2 == 0) first |= 1UL << (role / 2);
            else second |= 1UL << (role / 2);
        }
        if ((first | second) == 0) return;
        for (var r = 0; r < Rules.Length; r++)
        {
            var (a, c) = ((long)(first >> r & 1), (long)(second >> r & 1));
            Rules[r] = new(Rules[r].Antecedent + a, Rules[r].Consequent + c, Rules[r].Both + (a & c));
        }
    }
}
