namespace Habitue.Simulation;

/// <summary>What stays the same in all events of one session: who, on which device, from where, with which consent.</summary>
internal sealed class WebSession
{
    private static readonly string[] Networks = ["192.0.2.", "198.51.100.", "203.0.113."];
    private readonly Utf8Text _context = new();
    private readonly byte[] _anonymousId = new byte[36];

    public ReadOnlySpan<byte> AnonymousId => _anonymousId;

    /// <summary>The customer's id once known, else null.</summary>
    public string? UserId { get; set; }

    public bool App { get; private set; }

    public bool Bot { get; private set; }

    public string Device { get; private set; } = "";

    /// <summary>The context's members up to the page, with their last comma.</summary>
    public ReadOnlySpan<byte> Context => _context.Span;

    /// <summary>The two words of the anonymous id of a device; a household's device has one id for both customers.</summary>
    public static (ulong High, ulong Low) IdOf(ulong seed, VisitKind kind, int who, byte device)
    {
        var owner = DeviceDiary.Slot(device) == DeviceDiary.HouseholdSlot ? -1L - who / 2 : who;
        var key = kind switch { VisitKind.Stranger => 1L << 60, VisitKind.Bot => 2L << 60, _ => 0 } + owner * 256 + device;
        return (Dice.Hash(seed, Purpose.Device, key), Dice.Hash(seed, Purpose.Device, ~key));
    }

    /// <summary>The type of a customer's device.</summary>
    public static string DeviceOf(ulong seed, VisitKind kind, int who, int slot) => Devices.TypeOf(Machine(seed, kind, who, slot), slot);

    public void Begin(ShopPlan plan, in Visit visit, in Customer who, Campaign? campaign, bool declaredBot)
    {
        var slot = DeviceDiary.Slot(visit.Device);
        var (high, low) = IdOf(plan.Seed, visit.Kind, visit.Who, visit.Device);
        Utf8Text.WriteId(_anonymousId, high, low);
        var machine = Machine(plan.Seed, visit.Kind, visit.Who, slot);
        Bot = visit.Kind == VisitKind.Bot;
        UserId = null;
        App = who.HasApp && slot == 1;
        Device = App ? "mobile" : Devices.TypeOf(machine, slot);
        var country = Places.Countries[who.Country];
        _context.Clear().Raw("\"ip\":\""u8);
        _context.Ascii(Networks[machine % 3]).Number(1 + (long)(machine >> 8 & 0xFFFF) % 254).Raw("\",\"locale\":\""u8).Ascii(country.Locale)
            .Raw("\",\"timezone\":\""u8).Ascii(country.TimeZone).Raw("\",\"device\":{\"type\":\""u8).Ascii(Device).Raw("\"},"u8);
        if (App) _context.Raw("\"app\":{\"name\":\"Tilly & Thistle\",\"version\":\"4.2.0\"},"u8);
        _context.Raw("\"userAgent\":\""u8).Ascii(Devices.UserAgent(declaredBot ? "bot" : Device, machine))
            .Raw("\",\"consent\":{\"categoryPreferences\":{\"Analytics\":"u8).Raw(Bool(who.AnalyticsConsent || Bot))
            .Raw(",\"Advertising\":"u8).Raw(Bool(who.AdvertisingConsent)).Raw("}},"u8);
        if (campaign is not null)
            _context.Raw("\"campaign\":{\"name\":\""u8).Json(campaign.Name).Raw("\",\"source\":\"newsletter\",\"medium\":\"email\",\"content\":\""u8)
                .Ascii(campaign.Id).Raw("\"},"u8);
        else if (visit.Kind != VisitKind.Bot && machine / 7 % 9 == 0)
            _context.Raw("\"campaign\":{\"name\":\"brand-search\",\"source\":\"search\",\"medium\":\"cpc\"},"u8);
    }

    /// <summary>A context without a device: events that the mail system reports.</summary>
    public void BeginMail(ShopPlan plan, in Visit visit, Campaign campaign)
    {
        // The mail system knows the customer, not the browser; the first device's id is what it had at sign-up.
        var (high, low) = IdOf(plan.Seed, VisitKind.Browse, visit.Who, 0);
        Utf8Text.WriteId(_anonymousId, high, low);
        (UserId, App, Bot, Device) = (Customer.Id(visit.Who), false, false, "");
        _context.Clear().Raw("\"campaign\":{\"name\":\""u8).Json(campaign.Name).Raw("\",\"source\":\"newsletter\",\"medium\":\"email\",\"content\":\""u8)
            .Ascii(campaign.Id).Raw("\"},"u8);
    }

    // The kind of device belongs to the slot: a lost cookie changes the id, not the machine.
    private static ulong Machine(ulong seed, VisitKind kind, int who, int slot) =>
        Dice.Hash(seed, Purpose.Device, kind switch { VisitKind.Stranger => 3L << 58, VisitKind.Bot => 5L << 58, _ => 7L << 58 } + who * 4L + slot);

    private static ReadOnlySpan<byte> Bool(bool value) => value ? "true"u8 : "false"u8;
}
