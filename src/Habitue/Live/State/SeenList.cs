namespace Habitue.Live.State;

/// <summary>A page or product that was looked at.</summary>
/// <param name="What">The product's id or the page's path.</param>
/// <param name="At">When last.</param>
/// <param name="Price">The price that was shown then; NaN when none was.</param>
/// <param name="Times">How often, as far as it is remembered.</param>
internal readonly record struct Seen(string What, long At, double Price, int Times);

/// <summary>What was looked at last, each once, the newest last. Bounded; it shrinks when the customer goes to rest.</summary>
internal sealed class SeenList(int most)
{
    private readonly List<Seen> seen = [];

    public IReadOnlyList<Seen> All => seen;

    public void Add(string what, long at, double price, int times = 1)
    {
        var (price0, times0) = (double.NaN, 0);
        for (var i = seen.Count - 1; i >= 0; i--)
        {
            if (seen[i].What != what) continue;
            (price0, times0) = (seen[i].Price, seen[i].Times);
            if (seen[i].At > at) (at, price) = (seen[i].At, price0);
            seen.RemoveAt(i);
            break;
        }
        var place = seen.Count;
        while (place > 0 && seen[place - 1].At > at) place--;
        seen.Insert(place, new Seen(what, at, double.IsNaN(price) ? price0 : price, times0 + times));
        if (seen.Count > most) seen.RemoveAt(0);
    }

    /// <summary>Keeps the newest.</summary>
    public void Shrink(int to)
    {
        if (seen.Count > to) seen.RemoveRange(0, seen.Count - to);
        seen.TrimExcess();
    }

    public SeenList With(SeenList other)
    {
        var all = new SeenList(most);
        foreach (var one in seen.Concat(other.seen).OrderBy(one => one.At)) all.Add(one.What, one.At, one.Price, one.Times);
        return all;
    }

    public void Write(ByteSink to)
    {
        to.Number(seen.Count);
        var before = 0L;
        foreach (var one in seen)
        {
            to.Text(one.What);
            if (before == 0) to.Time(one.At);
            else to.Number(one.At - before);
            before = one.At;
            // Prices have two decimals nearly always: then they take two or three bytes.
            var cents = Math.Round(one.Price * 100);
            var isShort = cents / 100 == one.Price && Math.Abs(cents) < 1e12;
            to.Number(double.IsNaN(one.Price) ? 0 : isShort ? 2 : 1);
            if (isShort) to.Number((long)cents);
            else if (!double.IsNaN(one.Price)) to.Double(one.Price);
            to.Number(one.Times);
        }
    }

    public static SeenList Read(ref ByteSource from, int most)
    {
        var list = new SeenList(most);
        var count = from.Count();
        var before = 0L;
        for (var i = 0; i < count; i++)
        {
            var what = from.Text()!;
            before = before == 0 ? from.Time() : before + from.Number();
            var price = from.Number() switch { 0 => double.NaN, 1 => from.Double(), _ => from.Number() / 100.0 };
            list.seen.Add(new Seen(what, before, price, from.Count()));
        }
        return list;
    }
}
