namespace Habitue.Live.State;

/// <summary>A product that lies in a cart.</summary>
/// <param name="Price">Of one piece; NaN when nobody said.</param>
/// <param name="At">When it was last added or taken out.</param>
internal readonly record struct CartLine(string Product, double Quantity, double Price, long At);

/// <summary>
/// What lies in the cart of one id. Adding and removing change it, an order empties it of all that lay in it by then, an event that lists the cart replaces it.
/// What was removed without lying here is remembered: it may lie in the cart of another id of the same person.
/// </summary>
internal sealed class Cart
{
    /// <summary>More different products than this are no shopping; the oldest go.</summary>
    public const int MostLines = 100;

    private readonly List<CartLine> lines = [];
    private readonly List<CartLine> owed = [];

    /// <summary>The oldest in front.</summary>
    public IReadOnlyList<CartLine> Lines => lines;

    public bool IsEmpty => lines.Count == 0;

    /// <summary>Up to when everything is settled: the last order, or the last event that listed the cart.</summary>
    public long SettledAt { get; private set; } = Moment.Never;

    /// <summary>When something last changed.</summary>
    public long ChangedAt { get; private set; } = Moment.Never;

    public double Value
    {
        get
        {
            var sum = 0.0;
            foreach (var line in lines) sum += double.IsNaN(line.Price) ? 0 : line.Price * line.Quantity;
            return sum;
        }
    }

    public void Add(string product, double quantity, double price, long at)
    {
        if (at <= SettledAt) return;
        ChangedAt = Math.Max(ChangedAt, at);
        var place = Find(lines, product);
        var line = place < 0 ? new CartLine(product, 0, double.NaN, at) : lines[place];
        line = line with { Quantity = line.Quantity + quantity, Price = double.IsNaN(price) ? line.Price : price, At = Math.Max(line.At, at) };
        if (place >= 0) lines[place] = line;
        else Put(lines, line);
    }

    /// <param name="quantity">How many; infinity for all of it.</param>
    public void Remove(string product, double quantity, long at)
    {
        if (at <= SettledAt) return;
        ChangedAt = Math.Max(ChangedAt, at);
        var place = Find(lines, product);
        var there = place < 0 ? 0 : lines[place].Quantity;
        if (there > quantity) lines[place] = lines[place] with { Quantity = there - quantity, At = Math.Max(lines[place].At, at) };
        else if (place >= 0) lines.RemoveAt(place);
        else Put(owed, new CartLine(product, quantity, double.NaN, at));
    }

    /// <summary>An order, or a list of all that lies in the cart: what was before is settled.</summary>
    public void Settle(long at)
    {
        if (at <= SettledAt) return;
        SettledAt = at;
        ChangedAt = Math.Max(ChangedAt, at);
        lines.RemoveAll(line => line.At <= at);
        owed.RemoveAll(line => line.At <= at);
    }

    /// <summary>What an event lists lies in the cart since its time.</summary>
    public void Replace(IReadOnlyList<CartLine> listed, long at)
    {
        if (at <= SettledAt) return;
        // The list says what lies there, not that it was touched: a line that is unchanged keeps its time.
        var before = lines.ToArray();
        var changed = ChangedAt;
        Settle(at);
        foreach (var line in listed)
        {
            var known = Array.Find(before, one => one.Product == line.Product);
            var same = known.Product is not null && known.Quantity == line.Quantity;
            var place = Find(lines, line.Product);
            if (place < 0) Put(lines, line with { At = same ? known.At : at, Price = double.IsNaN(line.Price) && known.Product is not null ? known.Price : line.Price });
        }
        if (lines.Count == before.Length && before.All(one => lines.Contains(one))) ChangedAt = changed;
    }

    /// <summary>This cart and that of another id as one.</summary>
    public Cart With(Cart other)
    {
        var all = new Cart { SettledAt = Math.Max(SettledAt, other.SettledAt), ChangedAt = Math.Max(ChangedAt, other.ChangedAt) };
        // Each cart is settled by its own orders and lists already; those of the other settle what lay here before them.
        foreach (var line in lines.Where(line => line.At > other.SettledAt).Concat(other.lines.Where(line => line.At > SettledAt)).OrderBy(line => line.At)) all.Lay(line);
        foreach (var (debts, creditor) in new[] { (owed, other), (other.owed, this) })
            foreach (var debt in debts)
            {
                var place = Find(all.lines, debt.Product);
                var theirs = Find(creditor.lines, debt.Product);
                if (place < 0 || theirs < 0 || creditor.lines[theirs].At > debt.At) all.owed.Add(debt);
                else if (all.lines[place].Quantity > debt.Quantity) all.lines[place] = all.lines[place] with { Quantity = all.lines[place].Quantity - debt.Quantity };
                else all.lines.RemoveAt(place);
            }
        return all;
    }

    public void Write(ByteSink to)
    {
        to.Time(SettledAt);
        to.Time(ChangedAt);
        foreach (var list in (List<CartLine>[])[lines, owed])
        {
            to.Number(list.Count);
            foreach (var line in list)
            {
                to.Text(line.Product);
                to.Double(line.Quantity);
                to.Double(line.Price);
                to.Time(line.At);
            }
        }
    }

    public static Cart Read(ref ByteSource from)
    {
        var cart = new Cart { SettledAt = from.Time(), ChangedAt = from.Time() };
        foreach (var list in (List<CartLine>[])[cart.lines, cart.owed])
        {
            var count = from.Count();
            for (var i = 0; i < count; i++) list.Add(new CartLine(from.Text()!, from.Double(), from.Double(), from.Time()));
        }
        return cart;
    }

    private void Lay(CartLine line)
    {
        var place = Find(lines, line.Product);
        if (place < 0) lines.Add(line);
        else lines[place] = line with { Quantity = lines[place].Quantity + line.Quantity, Price = double.IsNaN(line.Price) ? lines[place].Price : line.Price };
    }

    private static void Put(List<CartLine> list, CartLine line)
    {
        if (list.Count == MostLines) list.RemoveAt(0);
        list.Add(line);
    }

    private static int Find(List<CartLine> list, string product)
    {
        for (var i = list.Count - 1; i >= 0; i--)
            if (list[i].Product == product) return i;
        return -1;
    }
}
