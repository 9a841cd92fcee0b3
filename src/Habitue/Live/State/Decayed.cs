namespace Habitue.Live.State;

/// <summary>What the decayed counters count.</summary>
internal enum Counted : byte
{
    Events,
    Pages,
    Products,
    Adds,
    Orders,

    /// <summary>The money of orders.</summary>
    Revenue,
}

/// <summary>
/// Counters that forget: what was counted weighs half as much after each half-life, so a counter is the sum over its events of
/// <c>weight * 2^(-age / half-life)</c> (forward decay as in Cormode, Shkapenyuk, Srivastava and Xu, ICDE 2009, with the exponential function). A late event weighs what it
/// would weigh had it come in time.
/// </summary>
internal sealed class Decayed
{
    public static IReadOnlyList<TimeSpan> HalfLives { get; } = [TimeSpan.FromHours(1), TimeSpan.FromDays(1), TimeSpan.FromDays(7), TimeSpan.FromDays(30)];

    private static readonly double[] Lives = [.. HalfLives.Select(life => life.TotalMilliseconds)];
    private static readonly int Kinds = Enum.GetValues<Counted>().Length;

    private readonly double[] sums = new double[Kinds * Lives.Length];
    private long at = Moment.Never;

    /// <summary>What a counter comes to at a moment.</summary>
    /// <param name="what">What it counts.</param>
    /// <param name="life">Which of <see cref="HalfLives"/>.</param>
    /// <param name="now">The moment.</param>
    public double this[Counted what, int life, long now] => at == Moment.Never ? 0 : sums[((int)what * Lives.Length) + life] * double.Exp2(-(now - at) / Lives[life]);

    /// <summary>When a counter will have fallen to a value; now or earlier when it is there already, never when it never will.</summary>
    public long FallsTo(Counted what, int life, double value)
    {
        var sum = at == Moment.Never ? 0 : sums[((int)what * Lives.Length) + life];
        if (sum <= 0) return at == Moment.Never ? Moment.Never : at;
        if (value <= 0) return Moment.End;
        return at + (long)Math.Ceiling(Lives[life] * Math.Log2(sum / value));
    }

    public void Add(long when, Counted what, double weight)
    {
        MoveTo(when);
        var those = sums.AsSpan((int)what * Lives.Length, Lives.Length);
        if (when == at)
            for (var life = 0; life < those.Length; life++) those[life] += weight;
        else   // it came late
            for (var life = 0; life < those.Length; life++) those[life] += weight * double.Exp2(-(at - when) / Lives[life]);
    }

    public Decayed With(Decayed other)
    {
        if (other.at == Moment.Never) return Copy();
        if (at == Moment.Never) return other.Copy();
        var (first, second) = at >= other.at ? (this, other) : (other, this);
        var all = first.Copy();
        for (var i = 0; i < sums.Length; i++) all.sums[i] += second.sums[i] * double.Exp2(-(first.at - second.at) / Lives[i % Lives.Length]);
        return all;
    }

    public Decayed Copy()
    {
        var copy = new Decayed { at = at };
        sums.CopyTo(copy.sums, 0);
        return copy;
    }

    public void Write(ByteSink to)
    {
        to.Time(at);
        var there = 0;
        for (var kind = 0; kind < Kinds; kind++)
            if (sums.AsSpan(kind * Lives.Length, Lives.Length).ContainsAnyExcept(0)) there |= 1 << kind;
        to.Number(there);
        for (var i = 0; i < sums.Length; i++)
            if ((there >> (i / Lives.Length) & 1) == 1) to.Double(sums[i]);
    }

    public static Decayed Read(ref ByteSource from)
    {
        var read = new Decayed { at = from.Time() };
        var there = from.Count();
        for (var i = 0; i < read.sums.Length; i++)
            if ((there >> (i / Lives.Length) & 1) == 1) read.sums[i] = from.Double();
        return read;
    }

    private void MoveTo(long when)
    {
        if (at == Moment.Never) at = when;
        if (when <= at) return;
        for (var life = 0; life < Lives.Length; life++)
        {
            var left = double.Exp2(-(when - at) / Lives[life]);
            for (var kind = 0; kind < Kinds; kind++) sums[(kind * Lives.Length) + life] *= left;
        }
        at = when;
    }
}
