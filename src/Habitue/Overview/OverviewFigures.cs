namespace Habitue.Overview;

/// <summary>The figures of a period.</summary>
/// <param name="Customers">Known customers who had ordered by its end.</param>
/// <param name="ActiveDay">Of them, who visited or ordered on its last day, in its last 7 and in its last 30 days.</param>
internal sealed record OverviewFigures(long Customers, long ActiveDay, long ActiveWeek, long ActiveMonth, long NewCustomers, long ReturningCustomers, double Revenue, long Orders, long Visits, long Converted)
{
    public double AverageOrderValue => Orders == 0 ? double.NaN : Revenue / Orders;

    public double Conversion => Visits == 0 ? double.NaN : (double)Converted / Visits;
}

/// <summary>A day of a period.</summary>
internal sealed record OverviewDay(DateTime Day, double Revenue, long Orders, long NewCustomers, long Visits, long Converted);

/// <summary>What brought more or less than before.</summary>
internal sealed record Contributor(string Kind, string Name, string? Key, double Now, double Before);
