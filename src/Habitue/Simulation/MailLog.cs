namespace Habitue.Simulation;

/// <summary>Writes the mail system's log: one row per customer and campaign, also for the control group, who got nothing.</summary>
internal sealed class MailLog : IDisposable
{
    private readonly Shop _shop;
    private readonly SourceFile _file;
    private readonly int[] _opened, _clicked;

    public MailLog(Shop shop, int[] byTime, string folder, List<SourceFile> files)
    {
        _shop = shop;
        _file = new(folder, "campaigns/emails.csv", "campaign_id,campaign,customer_id,variant,coupon,assigned_at,sent_at,opened_at,clicked_at"u8);
        files.Add(_file);
        // A mail's row tells what happened to it later; the schedule knows that, found by the mail's place in it.
        _opened = new int[shop.Schedule.Visits.Count];
        _clicked = new int[shop.Schedule.Visits.Count];
        foreach (var index in byTime)
        {
            ref readonly var visit = ref shop.Visit(index);
            if (visit.Kind == VisitKind.MailOpened) _opened[visit.Of] = visit.At;
            if (visit.Kind == VisitKind.MailClicked) _clicked[shop.Visit(visit.Of).Of] = visit.At;
        }
    }

    /// <summary>Who got a mail, who of them still was a customer, and who was held back, by campaign and type.</summary>
    public Dictionary<(int Campaign, CustomerType Type), (int Treated, int Alive, int Control)> Addressed { get; } = [];

    public void Write(int index, in Visit visit)
    {
        var campaign = _shop.Campaigns[visit.Campaign];
        var control = visit.Is(VisitMarks.Control);
        var line = _file.Line.Ascii(campaign.Id).Byte((byte)',').Csv(campaign.Name).Byte((byte)',').Ascii(Customer.Id(visit.Who)).Byte((byte)',')
            .Ascii(control ? "control" : "treatment").Byte((byte)',').Ascii(campaign.Coupon).Byte((byte)',');
        _shop.Clock.Plain(line, visit.At);
        Moment(line, control ? 0 : visit.At);
        Moment(line, _opened[index]);
        Moment(line, _clicked[index]);
        _file.EndRow();
        var customer = _shop.Schedule.Customers[visit.Who];
        var key = (visit.Campaign, customer.Type);
        var (treated, alive, held) = Addressed.GetValueOrDefault(key);
        Addressed[key] = control ? (treated, alive, held + 1) : (treated + 1, alive + (customer.AliveAt(visit.At) ? 1 : 0), held);
    }

    public void Dispose() => _file.Dispose();

    private void Moment(Utf8Text line, int at)
    {
        line.Byte((byte)',');
        if (at > 0) _shop.Clock.Plain(line, at);
    }
}
