namespace Habitue.Live.State;

/// <summary>The state as bytes: how it rests in memory and how it lies in a snapshot. The same state is always the same bytes.</summary>
internal sealed partial class CustomerState
{
    /// <summary>Raised when the layout changes; a snapshot of another layout is not read.</summary>
    public const int Layout = 1;

    public void Write(ByteSink to)
    {
        to.Byte(IsUser ? (byte)1 : (byte)0);
        to.Time(FirstSeen);
        to.Time(LastSeen);
        to.Number(Events);
        Visits.Write(to);
        Pages.Write(to);
        Products.Write(to);
        Cart.Write(to);
        Counters.Write(to);
        Recent.Write(to);
        Traits.Write(to);
        Consents.Write(to);
        Purchases.Write(to);
        Drop.Write(to);
    }

    public static CustomerState Read(ref ByteSource from)
    {
        var isUser = from.Byte() == 1;
        var (firstSeen, lastSeen, events) = (from.Time(), from.Time(), from.Number());
        return new CustomerState
        {
            IsUser = isUser,
            FirstSeen = firstSeen,
            LastSeen = lastSeen,
            Events = events,
            Visits = VisitList.Read(ref from),
            Pages = SeenList.Read(ref from, MostPages),
            Products = SeenList.Read(ref from, MostProducts),
            Cart = Cart.Read(ref from),
            Counters = Decayed.Read(ref from),
            Recent = RecentTimes.Read(ref from),
            Traits = Traits.Read(ref from),
            Consents = Consents.Read(ref from),
            Purchases = Purchases.Read(ref from),
            Drop = PriceDrop.Read(ref from),
        };
    }

    public byte[] ToBytes(ByteSink scratch)
    {
        scratch.Clear();
        Write(scratch);
        return scratch.Written.ToArray();
    }

    public static CustomerState Of(ReadOnlySpan<byte> bytes)
    {
        var source = new ByteSource(bytes);
        return Read(ref source);
    }
}
