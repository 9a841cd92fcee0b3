namespace Habitue.Simulation;

/// <summary>Gives each visit of the schedule, in order of time, to the writer of its kind.</summary>
internal sealed class ShopWriter : IDisposable
{
    private readonly Shop _shop;
    private readonly string _folder;
    private readonly List<SourceFile> _files = [];
    private readonly FaultLedger _faults;
    private readonly Truth _truth;
    private readonly WebLog _log;
    private readonly WebEvents _web;
    private readonly TillLog _till;
    private readonly Voice _voice;
    private readonly MailLog _mails;
    private readonly ArchiveFile? _archive;

    public ShopWriter(Shop shop, int[] byTime, string folder)
    {
        (_shop, _folder) = (shop, folder);
        _faults = new(folder, _files);
        _truth = new(shop, folder, _files);
        _log = new(shop.Plan, shop.Seasons, shop.Clock, _faults, folder, _files);
        _web = new(shop, _log, _truth);
        _till = new(shop, _faults, _truth, folder, _files);
        _voice = new(shop, _faults, _truth, folder, _files);
        _mails = new(shop, byTime, folder, _files);
        _archive = shop.Plan.HistoryDays > 0 ? new(shop, _truth, folder) : null;
    }

    public void Write(int index)
    {
        ref readonly var visit = ref _shop.Visit(index);
        switch (visit.Kind)
        {
            case VisitKind.Browse or VisitKind.WebOrder or VisitKind.Stranger or VisitKind.Bot:
                _web.Session(index, visit);
                break;
            case VisitKind.StoreOrder or VisitKind.WalkIn:
                _till.Sale(index, visit);
                break;
            case VisitKind.ArchiveOrder:
                _archive!.Order(index, visit);
                break;
            case VisitKind.WebCancel or VisitKind.WebRefund:
                _web.ComesBack(visit, _shop.Returned(index, visit), _shop.Visit(visit.Of));
                break;
            case VisitKind.StoreReturn:
                _till.Return(visit, _shop.Returned(index, visit), _shop.Visit(visit.Of));
                break;
            case VisitKind.Mail:
                _mails.Write(index, visit);
                break;
            case VisitKind.MailOpened:
                _web.Mail(visit, "\"type\":\"track\",\"event\":\"Email Opened\""u8);
                break;
            case VisitKind.MailClicked:
                _web.Mail(visit, "\"type\":\"track\",\"event\":\"Email Link Clicked\""u8);
                break;
            case VisitKind.Review:
                _voice.Review(index, visit);
                break;
            default:
                _voice.Ticket(index, visit);
                break;
        }
    }

    public void EndDay(int day) => _log.Flush(day, day == _shop.Seasons.Days - 1);

    /// <summary>Writes the files that are not in order of time, and the truth.</summary>
    public ShopSummary Finish()
    {
        var crm = CrmFile.Write(_shop, _folder, _faults);
        var catalogue = CatalogueFile.Write(_shop, _folder, _faults).ToList();
        var archive = _archive?.Save();
        _faults.WriteCounts(_folder, _files);
        List<ShopFile> files =
        [
            .. _files.Where(f => !f.Path.StartsWith("truth/", StringComparison.Ordinal)).Select(f => new ShopFile(f.Path, f.Rows, f.Bytes)),
            crm, .. catalogue, .. archive is null ? (ShopFile[])[] : [archive],
        ];
        files.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        // A sheet's rows are a catalogue, not events.
        var events = files.Where(f => f.Path != CatalogueFile.Sheet).Sum(f => f.Rows);
        var summary = new ShopSummary(_shop.Schedule.Customers.Count, _shop.Catalogue.Products.Length, _truth.Orders, _truth.Revenue / 100m, _truth.Sessions,
            events, _shop.Seasons.First, _shop.Seasons.First.AddDays(_shop.Seasons.Days - 1), files);
        TruthFiles.Write(_shop, _truth, _mails, summary, _folder);
        return summary;
    }

    public void Dispose()
    {
        _log.Dispose();
        _till.Dispose();
        _voice.Dispose();
        _mails.Dispose();
        _truth.Dispose();
        _faults.Dispose();
        _archive?.Dispose();
    }
}
