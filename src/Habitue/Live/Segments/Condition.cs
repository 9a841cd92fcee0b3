using Habitue.Live.State;

namespace Habitue.Live.Segments;

/// <summary>
/// Something that holds of a person at a moment, or does not. It also says when time alone can change the answer, so nobody has to ask again before.
/// </summary>
internal abstract class Condition
{
    /// <param name="of">The person and the moment.</param>
    /// <param name="until">The first later moment at which the answer may be another although nothing happens; never when there is none.</param>
    public abstract bool Holds(Situation of, out long until);
}

/// <summary>An activity happened at least or at most so many times within the time that lies behind.</summary>
internal sealed class WindowCondition(Activity what, int? least, int? most, long within) : Condition
{
    public override bool Holds(Situation of, out long until)
    {
        var recent = of.State.Recent;
        var (count, from) = (recent.After(what, of.Now - within), Moment.Never);
        // The window is left by the oldest in it: only then can the count fall.
        if (count > 0) from = recent.Latest(what, count) + within;
        until = from;
        return (least is null || count >= least) && (most is null || count <= most);
    }
}

/// <summary>No order for so long; who never ordered counts from when they were first seen.</summary>
internal sealed class NoOrderCondition(long since) : Condition
{
    public override bool Holds(Situation of, out long until)
    {
        var last = of.State.Purchases.LastAt;
        if (of.Published?.LastOrderAt is { } before) last = Math.Max(last, Moment.Of(before));
        var from = (last == Moment.Never ? of.State.FirstSeen : last) + since;
        until = of.Now >= from ? Moment.Never : from;
        return of.Now >= from;
    }
}

/// <summary>Something lies in the cart, and nobody touched it for so long.</summary>
internal sealed class CartUntouchedCondition(long since) : Condition
{
    public override bool Holds(Situation of, out long until)
    {
        until = Moment.Never;
        if (of.State.Cart.IsEmpty) return false;
        var from = of.State.Cart.ChangedAt + since;
        if (of.Now >= from) return true;
        until = from;
        return false;
    }
}

/// <summary>A visit goes on, or none does.</summary>
internal sealed class VisitingCondition(bool wanted) : Condition
{
    public override bool Holds(Situation of, out long until)
    {
        until = of.Visit is { } visit ? visit.Last + Visit.Silence : Moment.Never;
        return of.Visit is not null == wanted;
    }
}

/// <summary>Came back after staying away for so long, and is here now. Who was never here before does not come back; what the warehouse knows of orders counts as having been here.</summary>
internal sealed class AwayCondition(long least) : Condition
{
    public override bool Holds(Situation of, out long until)
    {
        until = of.Visit is { } visit ? visit.Last + Visit.Silence : Moment.Never;
        if (of.Visit is not { } now) return false;
        var away = of.State.Visits.AwayBefore;
        if (of.Published?.LastOrderAt is { } before && Moment.Of(before) < now.Start) away = Math.Min(away ?? long.MaxValue, now.Start - Moment.Of(before));
        return away >= least;
    }
}

/// <summary>A number that changes with events only, or when a run publishes new scores.</summary>
internal sealed class NumberCondition(Func<Situation, double?> number, double? least, double? most) : Condition
{
    public override bool Holds(Situation of, out long until)
    {
        until = Moment.Never;
        return number(of) is { } value && !(value < least) && !(value > most);
    }
}

/// <summary>A word is one of some.</summary>
internal sealed class WordCondition(Func<Situation, string?> word, IReadOnlyList<string> wanted) : Condition
{
    public override bool Holds(Situation of, out long until)
    {
        until = Moment.Never;
        return word(of) is { } value && wanted.Contains(value, StringComparer.OrdinalIgnoreCase);
    }
}

/// <summary>A decayed counter is at least so high: it falls by itself, at a moment that is known.</summary>
internal sealed class InterestCondition(Counted what, int life, double least) : Condition
{
    public override bool Holds(Situation of, out long until)
    {
        until = Moment.Never;
        if (of.State.Counters[what, life, of.Now] < least) return false;
        until = Math.Max(of.State.Counters.FallsTo(what, life, least) + 1, of.Now + 1);
        return true;
    }
}

/// <summary>A product that was looked at within some time costs less now, by at least a share.</summary>
internal sealed class PriceDropCondition(double least, long within) : Condition
{
    public override bool Holds(Situation of, out long until)
    {
        until = Moment.Never;
        var drop = of.State.Drop;
        if (drop.Product is null || drop.Share < least || of.Now >= drop.At + within) return false;
        until = drop.At + within;
        return true;
    }
}
