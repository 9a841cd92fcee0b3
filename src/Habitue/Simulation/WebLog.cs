namespace Habitue.Simulation;

/// <summary>
/// Writes events in Segment's form to one file per month of arrival, and makes a few of them faulty: repeated lines,
/// the same message twice, the same click twice, late ones, ones from a clock in the future, broken ones.
/// </summary>
internal sealed class WebLog : IEventLines, IDisposable
{
    private const int LateDays = 5;
    private readonly Seasons _seasons;
    private readonly Clock _clock;
    private readonly FaultLedger _faults;
    private readonly string _folder;
    private readonly List<SourceFile> _files;
    private readonly LineBuffer _buffer = new();
    private readonly Utf8Text _line = new();
    private Dice _dice;
    private FaultClock _exact, _sameId, _twice, _late, _future, _broken;
    private SourceFile? _month;
    private long _at, _arrival;
    private int _idAt, _timeAt, _sentAt, _receivedAt;
    private bool _order;

    public WebLog(ShopPlan plan, Seasons seasons, Clock clock, FaultLedger faults, string folder, List<SourceFile> files)
    {
        (_seasons, _clock, _faults, _folder, _files) = (seasons, clock, faults, folder, files);
        _dice = Dice.Of(plan.Seed, Purpose.Fault, 0);
        FaultClock At(string name, int every) => new(name, every, Dice.Of(plan.Seed, Purpose.Fault, every));
        _exact = At("exact_duplicate", 211);
        _sameId = At("same_message_id", 331);
        _twice = At("repeated_event", 503);
        _late = At("late_event", 251);
        _future = At("future_time", 2503);
        _broken = At("unparsable", 3001);
    }

    public Utf8Text Begin(WebSession session, long at, ReadOnlySpan<byte> head, string? path,
        ReadOnlySpan<byte> body, (string Name, string Value)? member = null)
    {
        _at = at;
        var sent = at + _dice.Next(40, 900);
        _arrival = sent + _dice.Next(15, 400);
        _order = head.IndexOf("Order "u8) >= 0;
        _line.Clear().Byte((byte)'{').Raw(head);
        if (member is var (name, value)) _line.Raw(",\""u8).Ascii(name).Raw("\":\""u8).Ascii(value).Byte((byte)'"');
        _line.Raw(",\"messageId\":\""u8);
        _idAt = _line.Length;
        _line.Id(_dice.Bits(), _dice.Bits());
        if (session.UserId is null) _line.Raw("\",\"userId\":null"u8);
        else _line.Raw("\",\"userId\":\""u8).Ascii(session.UserId).Byte((byte)'"');
        _line.Raw(",\"anonymousId\":\""u8).Raw(session.AnonymousId).Raw("\",\"channel\":\""u8)
            .Raw(session.App ? "app"u8 : session.Device.Length == 0 ? "email"u8 : "web"u8).Raw("\",\"timestamp\":\""u8);
        _timeAt = _line.Length;
        _clock.Iso(_line, at);
        _line.Raw("\",\"sentAt\":\""u8);
        _sentAt = _line.Length;
        _clock.Iso(_line, sent);
        _line.Raw("\",\"receivedAt\":\""u8);
        _receivedAt = _line.Length;
        _clock.Iso(_line, _arrival);
        _line.Raw("\",\"context\":{"u8).Raw(session.Context).Raw("\"page\":{"u8);
        if (path is not null) _line.Raw("\"path\":\""u8).Ascii(path).Byte((byte)'"');
        return _line.Raw("}},\""u8).Raw(body).Raw("\":{"u8);
    }

    /// <summary>Ends the event and gives it to the file of its day, once or, when a fault strikes, otherwise.</summary>
    public void End()
    {
        _line.Raw("}}\n"u8);
        if (!_order && _late.Strikes()) { Late(); return; }
        if (!_order && _future.Strikes()) { Future(); return; }
        _buffer.Add(_arrival, _line.Span);
        if (_exact.Strikes()) Repeat(_exact.Name, 0);
        else if (_sameId.Strikes()) Resend();
        else if (!_order && _twice.Strikes()) ClickTwice();
        else if (_broken.Strikes()) Break();
    }

    /// <summary>Writes what arrives before this day's end; <paramref name="last"/> also what came later.</summary>
    public void Flush(int day, bool last)
    {
        if (day * Seasons.Day < _seasons.Opening) return;
        var path = $"web/events-{_seasons.First.AddDays(day):yyyy-MM}.jsonl";
        if (_month?.Path != path)
        {
            _month?.Dispose();
            _month = new SourceFile(_folder, path, default);
            _files.Add(_month);
        }
        _buffer.Flush(last ? long.MaxValue : (day + 1) * 86_400_000L, _month);
    }

    public void Dispose() => _month?.Dispose();

    private ReadOnlySpan<byte> MessageId => _line.Part(_idAt, 36);

    private void Repeat(string fault, int later)
    {
        _buffer.Add(_arrival + later, _line.Span);
        _faults.Note("web", fault, MessageId);
    }

    /// <summary>A retry of the library: the same message, sent and received again a little later.</summary>
    private void Resend()
    {
        var wait = _dice.Next(1_000, 90_000);
        Put(_sentAt, _arrival + wait - 30);
        Put(_receivedAt, _arrival + wait);
        Repeat(_sameId.Name, wait);
    }

    /// <summary>A double click: another message of the same content at the same time.</summary>
    private void ClickTwice()
    {
        Utf8Text.WriteId(_line.Part(_idAt, 36), _dice.Bits(), _dice.Bits());
        Repeat(_twice.Name, 0);
    }

    /// <summary>An event that a phone kept for days before it had a connection.</summary>
    private void Late()
    {
        var arrival = _arrival + _dice.Next(20 * 3_600, LateDays * Seasons.Day) * 1000L;
        // What would arrive after the last day is sent in time instead.
        if (arrival < _seasons.Closing * 1000L)
        {
            _arrival = arrival;
            Put(_sentAt, arrival - 120);
            Put(_receivedAt, arrival);
            _faults.Note("web", _late.Name, MessageId);
        }
        _buffer.Add(_arrival, _line.Span);
    }

    /// <summary>A wrong clock, in a leap year so that every day of the year exists in it.</summary>
    private void Future()
    {
        "2096"u8.CopyTo(_line.Part(_timeAt, 4));
        _buffer.Add(_arrival, _line.Span);
        _faults.Note("web", _future.Name, MessageId);
    }

    /// <summary>A line cut off while it was written; the event itself is there once more, whole.</summary>
    private void Break()
    {
        var length = _line.Length * 2 / 3;
        _line.Part(length, 1)[0] = (byte)'\n';
        _buffer.Add(_arrival, _line.Span[..(length + 1)]);
        _faults.Note("web", _broken.Name, MessageId);
    }

    private void Put(int at, long time) => _clock.Iso(_line.Part(at, Clock.IsoLength), time);
}
