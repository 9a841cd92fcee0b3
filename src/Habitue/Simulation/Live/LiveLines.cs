using System.Buffers.Text;
using System.Text;

namespace Habitue.Simulation.Live;

/// <summary>Takes the events of one session and hands each over with the time after the session's begin at which it is due.</summary>
internal sealed class LiveLines(Action<long, LiveEvent> take) : IEventLines
{
    private readonly Utf8Text _line = new();
    private Dice _dice;
    private int _idAt, _timeAt;
    private long _at, _from;
    private bool _order;

    /// <summary>What follows belongs to another session.</summary>
    /// <param name="from">The session's begin on the clock of its events, in milliseconds.</param>
    /// <param name="dice">Where the names of its messages come from.</param>
    public void Begin(long from, Dice dice) => (_from, _dice) = (from, dice);

    public Utf8Text Begin(WebSession session, long at, ReadOnlySpan<byte> head, string? path, ReadOnlySpan<byte> body, (string Name, string Value)? member = null)
    {
        _at = at - _from;
        _order = head.IndexOf("Order Completed"u8) >= 0;
        _line.Clear().Byte((byte)'{').Raw(head);
        if (member is var (name, value)) _line.Raw(",\""u8).Ascii(name).Raw("\":\""u8).Ascii(value).Byte((byte)'"');
        _line.Raw(",\"messageId\":\""u8);
        _idAt = _line.Length;
        _line.Id(_dice.Bits(), _dice.Bits());
        if (session.UserId is { } user) _line.Raw("\",\"userId\":\""u8).Ascii(user);
        _line.Raw("\",\"anonymousId\":\""u8).Raw(session.AnonymousId).Raw("\",\"channel\":\""u8).Raw(session.App ? "app"u8 : "web"u8).Raw("\",\"timestamp\":\""u8);
        _timeAt = _line.Length;
        _line.Take(Clock.IsoLength).Fill((byte)' ');
        _line.Raw("\",\"context\":{"u8).Raw(session.Context).Raw("\"page\":{"u8);
        if (path is not null) _line.Raw("\"path\":\""u8).Ascii(path).Byte((byte)'"');
        return _line.Raw("}},\""u8).Raw(body).Raw("\":{"u8);
    }

    public void End()
    {
        _line.Raw("}}"u8);
        take(_at, new LiveEvent(_line.ToArray(), _timeAt, Encoding.ASCII.GetString(_line.Part(_idAt, 36)), _order ? Total() : 0));
    }

    /// <summary>The total that the line of an order tells, in cents.</summary>
    private long Total()
    {
        var at = _line.Span.IndexOf("\"total\":"u8) + 8;
        return Utf8Parser.TryParse(_line.Span[at..], out decimal total, out _) ? (long)(total * 100) : throw new InvalidOperationException("an order without a total");
    }
}
