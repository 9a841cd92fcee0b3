namespace Habitue.Simulation;

/// <summary>Plans everything one customer does: orders, what follows from them, mails and their effect, and looking around.</summary>
internal sealed class CustomerDays(Seasons seasons, Campaign[] campaigns)
{
    private readonly List<Visit> _visits = [];
    private Customer _customer;
    private TypeTraits _traits = TypeTraits.All[0];
    private Dice _dice;
    private int _who;

    /// <summary>The customer's visits, unsorted; <see cref="Visit.Of"/> counts within this list, which the next call reuses.</summary>
    public List<Visit> Plan(int who, in Customer customer, Dice dice)
    {
        (_who, _customer, _dice, _traits) = (who, customer, dice, TypeTraits.Of(customer.Type));
        _visits.Clear();
        Orders();
        foreach (var campaign in campaigns) Mail(campaign);
        LookAround();
        return _visits;
    }

    private int End => Math.Min(_customer.Died, seasons.Closing);

    private void Orders()
    {
        var from = Math.Max(_customer.Acquired, 0);
        // Most sign up while they buy; the others look first and buy later, or never.
        if (_customer.Acquired >= 0 && _dice.Chance(.88)) Order(from / Seasons.Day * Seasons.Day, _customer.Acquired, -1);
        var count = _dice.Poisson(_customer.Rate * seasons.Busy(_customer.Season, from, End));
        for (var i = 0; i < count; i++) Order(seasons.DrawDay(_customer.Season, from, End, ref _dice), -1, -1);
    }

    /// <summary>One order on a day; at an exact moment when it is the first one or follows a mail.</summary>
    private bool Order(int day, int moment, int campaign)
    {
        var web = campaign >= 0 || _dice.Chance(_customer.WebShare);
        var at = web ? moment >= 0 ? moment : day + Seasons.WebOrderTime(ref _dice) : day + Seasons.StoreTime(ref _dice);
        at = Math.Min(Math.Max(at, _customer.Acquired), End - 1);
        var archive = at < seasons.Opening;
        var marks = VisitMarks.None;
        if (_dice.Chance(Seasons.IsSale(seasons.Date(at)) ? Math.Min(.9, 1.5 * _traits.Coupon + .1) : _traits.Coupon) || campaign >= 0) marks |= VisitMarks.Coupon;
        if (campaign >= 0) marks |= VisitMarks.Caused;
        if (_dice.Chance(archive ? .04 : web ? .06 : .08)) marks |= VisitMarks.Unnamed;
        if (archive && web) marks |= VisitMarks.Online;
        // Disappointment comes before leaving: it is what a churn model should find in tickets and reviews.
        var leaving = _customer.Died != int.MaxValue && _customer.Died - at < 45 * Seasons.Day;
        if (_dice.Chance(leaving ? .55 : .09)) marks |= VisitMarks.Unhappy;
        var order = Add(archive ? VisitKind.ArchiveOrder : web ? VisitKind.WebOrder : VisitKind.StoreOrder, at, -1, marks, campaign);
        if (order < 0) return false;
        if (!archive) ComesBack(order, web);
        Voice(order, at);
        if (web && !archive)
            for (var looks = _dice.Geometric(.9); looks > 0; looks--) Add(VisitKind.Browse, at - (int)(_dice.Between(.08, 6) * Seasons.Day));
        return true;
    }

    private void ComesBack(int order, bool web)
    {
        var at = _visits[order].At;
        var luck = _dice.Uniform();
        var cancelled = luck < .02;
        if (!cancelled && luck >= .02 + _traits.Return) return;
        var back = at + (int)(!cancelled ? _dice.Between(2, 25) * Seasons.Day : web ? _dice.Between(5, 30) * 3600 : _dice.Between(3, 40) * 60);
        // Goods come back to the till within opening hours.
        if (!web && !cancelled) back = back / Seasons.Day * Seasons.Day + Seasons.StoreTime(ref _dice);
        var kind = !web ? VisitKind.StoreReturn : cancelled ? VisitKind.WebCancel : VisitKind.WebRefund;
        var whole = cancelled || _dice.Chance(.25) ? VisitMarks.Whole : VisitMarks.None;
        if (Add(kind, back, order, whole | (_visits[order].Marks & VisitMarks.Unnamed)) >= 0) Mark(order, VisitMarks.ComesBack);
    }

    private void Voice(int order, int at)
    {
        var unhappy = _visits[order].Marks & VisitMarks.Unhappy;
        if (_dice.Chance(unhappy != 0 ? .26 : .15)) Add(VisitKind.Review, at + (int)(_dice.Between(3, 20) * Seasons.Day), order, unhappy);
        if (_dice.Chance(unhappy != 0 ? .32 : .04)) Add(VisitKind.Ticket, at + (int)(_dice.Between(.4, 8) * Seasons.Day), order, unhappy);
    }

    private void Mail(Campaign campaign)
    {
        var (sent, alive) = (campaign.SentAt, _customer.AliveAt(campaign.SentAt));
        if (!_customer.MarketingConsent || _customer.Acquired >= sent || !alive && _who % 2 == 0) return; // half of the lost unsubscribe
        var control = _dice.Chance(Campaign.ControlShare);
        var mail = Add(VisitKind.Mail, sent, -1, control ? VisitMarks.Control : VisitMarks.None, campaign.Index);
        var caused = !control && alive && _dice.Chance(_traits.Response * campaign.Strength);
        var opened = caused || _dice.Chance(_traits.Opens * (alive ? 1 : .15));
        var clicked = caused || _dice.Chance(.22);
        if (control || !opened) return;
        var at = sent + 60 + (int)(Math.Min(_dice.Exponential(9), 100) * 3600);
        var opening = Add(VisitKind.MailOpened, at, mail, VisitMarks.None, campaign.Index);
        if (opening < 0 || !clicked) return;
        at += _dice.Next(15, 240);
        if (Add(VisitKind.MailClicked, at, opening, VisitMarks.None, campaign.Index) < 0) return;
        if (!caused || at >= End || !Order(at, at + 3, campaign.Index)) Add(VisitKind.Browse, at + 2, -1, VisitMarks.None, campaign.Index);
    }

    private void LookAround()
    {
        var from = Math.Max(_customer.Acquired, seasons.Opening);
        var perDay = Math.Min(40, 3 + 365 * _customer.Rate) * (.15 + .85 * _customer.WebShare) / 365;
        for (var count = _dice.Poisson(perDay * seasons.Busy(Season.Steady, from, End)); count > 0; count--)
        {
            var at = seasons.DrawDay(Season.Steady, from, End, ref _dice) + Seasons.BrowseTime(ref _dice);
            // Interest fades before a customer is gone.
            if (_customer.Died != int.MaxValue && _customer.Died - at < 40 * Seasons.Day && _dice.Chance(.6)) continue;
            Add(VisitKind.Browse, Math.Max(at, from));
        }
        if (_customer.Acquired < seasons.Opening) return;
        // Anonymous first looks of those who sign up later.
        for (var count = _dice.Geometric(1.2 * _customer.WebShare); count > 0; count--)
            Add(VisitKind.Browse, _customer.Acquired - (int)(_dice.Between(.05, 14) * Seasons.Day));
    }

    private int Add(VisitKind kind, int at, int of = -1, VisitMarks marks = VisitMarks.None, int campaign = -1)
    {
        if (at >= seasons.Closing || at < (kind == VisitKind.ArchiveOrder ? 0 : seasons.Opening)) return -1;
        _visits.Add(new Visit { At = at, Who = _who, Of = of, Kind = kind, Marks = marks, Campaign = (short)campaign });
        return _visits.Count - 1;
    }

    private void Mark(int visit, VisitMarks mark)
    {
        var marked = _visits[visit];
        marked.Marks |= mark;
        _visits[visit] = marked;
    }
}
