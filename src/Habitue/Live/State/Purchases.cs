namespace Habitue.Live.State;

/// <summary>The orders of a customer since the log began: how many, for how much, and the last one.</summary>
internal readonly record struct Purchases(int Orders, double Revenue, long LastAt, double LastAmount)
{
    public static Purchases None { get; } = new(0, 0, Moment.Never, 0);

    public Purchases Add(long at, double amount) => new(Orders + 1, Revenue + amount, Math.Max(LastAt, at), at >= LastAt ? amount : LastAmount);

    public Purchases With(Purchases other) => new(Orders + other.Orders, Revenue + other.Revenue, Math.Max(LastAt, other.LastAt), LastAt >= other.LastAt ? LastAmount : other.LastAmount);

    public void Write(ByteSink to)
    {
        to.Number(Orders);
        if (Orders == 0) return;
        to.Double(Revenue);
        to.Time(LastAt);
        to.Double(LastAmount);
    }

    public static Purchases Read(ref ByteSource from)
    {
        var orders = from.Count();
        return orders == 0 ? None : new Purchases(orders, from.Double(), from.Time(), from.Double());
    }
}
