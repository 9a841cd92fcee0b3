namespace Habitue.Live.State;

/// <summary>A product that somebody looked at costs less than it did then.</summary>
/// <param name="Product">Which.</param>
/// <param name="From">What it cost when it was looked at.</param>
/// <param name="To">What it costs now.</param>
/// <param name="At">Since when.</param>
internal readonly record struct PriceDrop(string? Product, double From, double To, long At)
{
    public static PriceDrop None { get; } = new(null, 0, 0, Moment.Never);

    /// <summary>By which share: 0.1 is ten per cent.</summary>
    public double Share => From > 0 ? (From - To) / From : 0;

    public void Write(ByteSink to)
    {
        to.Text(Product);
        if (Product is null) return;
        to.Double(From);
        to.Double(To);
        to.Time(At);
    }

    public static PriceDrop Read(ref ByteSource from) => from.Text() is { } product ? new PriceDrop(product, from.Double(), from.Double(), from.Time()) : None;
}
