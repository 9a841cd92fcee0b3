namespace Habitue.Simulation;

/// <summary>Writes what customers say: reviews and support tickets, whose sentiment and topic are planted and kept as truth.</summary>
internal sealed class Voice : IDisposable
{
    private static readonly string[] Sentiments = ["negative", "neutral", "positive"];
    private static readonly string[] Channels = ["email", "chat", "phone", "web form"];
    private readonly Shop _shop;
    private readonly FaultLedger _faults;
    private readonly Truth _truth;
    private readonly SourceFile _reviews, _tickets;
    private FaultClock _twice, _noRating, _noCategory;

    public Voice(Shop shop, FaultLedger faults, Truth truth, string folder, List<SourceFile> files)
    {
        (_shop, _faults, _truth) = (shop, faults, truth);
        _reviews = new(folder, "crm/reviews.csv", "review_id,customer_id,product_id,rating,title,body,written_at"u8);
        _tickets = new(folder, "crm/tickets.jsonl", default);
        files.AddRange([_reviews, _tickets]);
        FaultClock At(string name, int every) => new(name, every, Dice.Of(shop.Plan.Seed, Purpose.Fault, 2_000_000 + every));
        _twice = At("exact_duplicate", 127);
        _noRating = At("missing_rating", 83);
        _noCategory = At("missing_category", 19);
    }

    public void Review(int index, in Visit visit)
    {
        var who = _shop.Schedule.Who(visit);
        _shop.Basket.Fill(visit.Of, _shop.Schedule.Who(_shop.Visit(visit.Of)));
        var dice = Dice.Of(_shop.Plan.Seed, Purpose.Visit, index);
        var product = _shop.Catalogue.Products[_shop.Basket.Lines[dice.Next(_shop.Basket.Lines.Count)].Product];
        // Good products please most people; a spoiled order spoils the best product.
        var mood = product.Quality + .45 * dice.Normal() - (visit.Is(VisitMarks.Unhappy) ? 1.1 : 0);
        var sentiment = mood > .15 ? 2 : mood > -.2 ? 1 : 0;
        var matches = sentiment == 1 || !dice.Chance(.03);
        var rating = (matches ? sentiment : 2 - sentiment) switch { 2 => dice.Chance(.65) ? 5 : 4, 1 => dice.Chance(.8) ? 3 : 4, _ => dice.Chance(.5) ? 1 : 2 };
        var text = Phrases.Review(Places.Countries[who.Country].Locale[..2], sentiment, product.Name, ref dice);
        var id = $"R{visit.Number:D6}";
        var doubled = _twice.Strikes();
        var unrated = !doubled && _noRating.Strikes();
        var line = _reviews.Line.Ascii(id).Byte((byte)',').Ascii(Customer.Id(visit.Who)).Byte((byte)',').Ascii(product.Sku).Byte((byte)',');
        if (!unrated) line.Number(rating);
        line.Byte((byte)',').Csv(text.Title).Byte((byte)',').Csv(text.Body).Byte((byte)',');
        _shop.Clock.Plain(line, visit.At);
        _reviews.EndRow(doubled ? 2 : 1);
        if (doubled) _faults.Note(_reviews.Path, _twice.Name, System.Text.Encoding.ASCII.GetBytes(id));
        if (unrated) _faults.Note(_reviews.Path, _noRating.Name, System.Text.Encoding.ASCII.GetBytes(id));
        _truth.Review(id, Sentiments[sentiment], text.Topic, text.Language, matches);
    }

    public void Ticket(int index, in Visit visit)
    {
        var dice = Dice.Of(_shop.Plan.Seed, Purpose.Visit, index);
        var unhappy = visit.Is(VisitMarks.Unhappy);
        var sentiment = unhappy ? (dice.Chance(.8) ? 0 : 1) : dice.Weighted([.25, .6, .15]);
        var order = Shop.OrderId(_shop.Visit(visit.Of));
        var (topic, subject, body) = Phrases.Ticket(sentiment, order, ref dice);
        var id = $"T{visit.Number:D6}";
        var closed = visit.At + (int)(dice.Exponential(unhappy ? 60 : 22) * 3600) + 300;
        var open = closed >= _shop.Seasons.Closing;
        var line = _tickets.Line.Raw("{\"ticket_id\":\""u8).Ascii(id).Raw("\",\"customer_id\":\""u8).Ascii(Customer.Id(visit.Who)).Raw("\",\"opened_at\":\""u8);
        _shop.Clock.Iso(line, visit.At * 1000L);
        if (open) line.Raw("\",\"closed_at\":null,"u8);
        else
        {
            line.Raw("\",\"closed_at\":\""u8);
            _shop.Clock.Iso(line, closed * 1000L);
            line.Raw("\","u8);
        }
        line.Raw("\"channel\":\""u8).Ascii(dice.Pick(Channels)).Raw("\",\"category\":"u8);
        if (_noCategory.Strikes())
        {
            line.Raw("null"u8);
            _faults.Note(_tickets.Path, _noCategory.Name, System.Text.Encoding.ASCII.GetBytes(id), topic);
        }
        else line.Byte((byte)'"').Ascii(topic).Byte((byte)'"');
        line.Raw(",\"subject\":\""u8).Json(subject).Raw("\",\"body\":\""u8).Json(body).Raw("\",\"status\":\""u8).Raw(open ? "open"u8 : "closed"u8).Raw("\",\"satisfaction\":"u8);
        if (open || dice.Chance(.4)) line.Raw("null"u8);
        else line.Number(Math.Clamp(1 + 2 * sentiment + dice.Next(-1, 2), 1, 5));
        line.Raw(",\"order_id\":\""u8).Ascii(order).Raw("\"}"u8);
        _tickets.EndRow();
        _truth.Ticket(id, Sentiments[sentiment], topic);
    }

    public void Dispose()
    {
        _reviews.Dispose();
        _tickets.Dispose();
    }
}
