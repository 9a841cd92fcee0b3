using Habitue.Learning.Evaluation;

namespace Habitue.Experiments.Uplift;

/// <summary>A fifth of the customers kept apart, by what the model says of them. All amounts are outcomes per customer.</summary>
/// <param name="Fifth">1 holds those of whom most is said.</param>
/// <param name="Customers">How many of both arms; customers of one score stand in one fifth, so fifths may differ in size.</param>
/// <param name="Said">The mean uplift that the model says.</param>
/// <param name="Observed">The difference of the two arms, with 95 % limits; NaN where an arm has nobody.</param>
internal sealed record UpliftFifth(int Fifth, int Customers, double Said, Interval Observed)
{
    /// <summary>Treating these surely does harm.</summary>
    public bool IsSleepingDog => Observed.High < 0;
}

/// <summary>How a model of uplift was judged on customers kept apart. All amounts are outcomes per customer.</summary>
/// <param name="Model">The chosen way, in words.</param>
/// <param name="Learned">How many customers it learned from and was chosen by.</param>
/// <param name="Qini">Qini's coefficient with 95 % limits, by bootstrap of customers.</param>
/// <param name="Fifths">Those that hold somebody, the best first.</param>
/// <param name="OverNobody">What treating those of whom more is said than a contact costs brings over treating nobody, costs taken off.</param>
/// <param name="OverEverybody">The same over treating everybody.</param>
internal sealed record UpliftSheet(string Model, int Learned, IReadOnlyList<UpliftFifth> Fifths, Interval Qini, Interval OverNobody, Interval OverEverybody)
{
    /// <summary>On how many customers it was judged.</summary>
    public int Judged => Fifths.Sum(fifth => fifth.Customers);

    /// <summary>Whether the order in which it puts customers is surely better than chance.</summary>
    public bool IsReady => Qini.Low > 0;
}
