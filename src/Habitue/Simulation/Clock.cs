using System.Text;

namespace Habitue.Simulation;

/// <summary>Writes moments of the simulated time; moments are milliseconds or seconds since the first day's midnight, in UTC.</summary>
internal sealed class Clock
{
    private const int Spare = 60;
    private readonly byte[][] _dates;

    public Clock(Seasons seasons)
    {
        _dates = [.. Enumerable.Range(0, seasons.Days + Spare).Select(d => Encoding.ASCII.GetBytes(seasons.First.AddDays(d).ToString("O")))];
    }

    public const int IsoLength = 24;

    /// <summary><c>2025-01-31T12:00:00.000Z</c></summary>
    public void Iso(Utf8Text into, long milliseconds) => Iso(into.Take(IsoLength), milliseconds);

    public void Iso(Span<byte> into, long milliseconds)
    {
        var (day, rest) = Math.DivRem(milliseconds, 86_400_000);
        var (second, fraction) = Math.DivRem((int)rest, 1000);
        "____-__-__T__:__:__.___Z"u8.CopyTo(into);
        _dates[day].CopyTo(into);
        Two(into[11..], second / 3600);
        Two(into[14..], second / 60 % 60);
        Two(into[17..], second % 60);
        into[20] = (byte)('0' + fraction / 100);
        Two(into[21..], fraction % 100);
    }

    /// <summary><c>2025-01-31 12:00:00</c></summary>
    public void Plain(Utf8Text into, int second)
    {
        var (day, rest) = Math.DivRem(second, Seasons.Day);
        into.Raw(_dates[day]).Byte((byte)' ').Two(rest / 3600).Byte((byte)':').Two(rest / 60 % 60).Byte((byte)':').Two(rest % 60);
    }

    /// <summary><c>31.01.2025 12:00</c>, as the second till writes it.</summary>
    public void Dotted(Utf8Text into, int second)
    {
        var (day, rest) = Math.DivRem(second, Seasons.Day);
        var date = _dates[day].AsSpan();
        into.Raw(date[8..10]).Byte((byte)'.').Raw(date[5..7]).Byte((byte)'.').Raw(date[..4]).Byte((byte)' ').Two(rest / 3600).Byte((byte)':').Two(rest / 60 % 60);
    }

    private static void Two(Span<byte> into, int value)
    {
        into[0] = (byte)('0' + value / 10);
        into[1] = (byte)('0' + value % 10);
    }
}
