using Habitue.Learning.Data;
using Habitue.Live.State;

namespace Habitue.Live.Intent;

/// <summary>
/// What the session model knows of a visit: one row per moment of one. The only definition there is: visits that go on are scored by it, and earlier visits, played again from their
/// events, teach by it. What a visitor turned out to be later is no part of it.
/// </summary>
internal sealed class VisitFeatures
{
    private readonly List<string?> devices = [];
    private readonly List<double>[] numbers = [.. Numbers.Select(_ => new List<double>())];

    private static readonly (string Name, Func<Visit, double> Of)[] Numbers =
    [
        ("events", visit => visit.Events),
        ("pages", visit => visit[Activity.Page]),
        ("products", visit => visit[Activity.Product]),
        ("searches", visit => visit[Activity.Search]),
        ("cart_adds", visit => visit[Activity.Add]),
        ("cart_removes", visit => visit[Activity.Remove]),
        ("in_cart", visit => visit[Activity.Add] - visit[Activity.Remove]),
        ("checkouts", visit => visit[Activity.Checkout]),
        ("minutes", visit => (visit.Last - visit.Start) / (double)Moment.Minute),
        ("seconds_since_before", visit => visit.Before == Moment.Never ? 0 : (visit.Last - visit.Before) / (double)Moment.Second),
        ("seconds_per_event", visit => (visit.Last - visit.Start) / (double)Moment.Second / visit.Events),
        ("hour", visit => Moment.At(visit.Start).Hour),
        ("weekday", visit => ((int)Moment.At(visit.Start).DayOfWeek + 6) % 7 + 1),   // Monday is 1
    ];

    public static IReadOnlyList<string> Names { get; } = ["device", .. Numbers.Select(number => number.Name)];

    public int Rows => devices.Count;

    /// <summary>Adds a row: the visit as it stands.</summary>
    public void Add(Visit visit)
    {
        devices.Add(visit.Device);
        for (var i = 0; i < numbers.Length; i++) numbers[i].Add(Numbers[i].Of(visit));
    }

    public Frame Build() => new([new TextColumn("device", devices), .. numbers.Select((values, i) => (FrameColumn)new NumberColumn(Numbers[i].Name, [.. values]))]);
}
