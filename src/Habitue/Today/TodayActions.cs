namespace Habitue.Today;

/// <summary>What others may read of this slice.</summary>
internal static class TodayActions
{
    /// <summary>One row per customer to act on, the one with the most money first.</summary>
    public const string Table = "actions_today";

    /// <summary>So many customers of each action: a list that is longer is not done today.</summary>
    public const int MostOfAction = 50;
}

/// <summary>A customer to act on.</summary>
/// <param name="HorizonDays">Within how many days the money is expected.</param>
/// <param name="Money">Probability times what is at stake.</param>
/// <param name="MoneyLow">The same when what is at stake is low for this customer: one in ten is lower.</param>
internal sealed record TodayAction(int Place, string CustomerId, string Action, string Why, int HorizonDays, double Money, double MoneyLow, double MoneyHigh, string? ProductId, string? ProductName);
