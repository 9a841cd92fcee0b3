namespace Habitue.Reports.Page;

/// <summary>What one month brought.</summary>
internal sealed record MonthFigures(DateOnly Month, long Orders, double Revenue, long Customers, long NewCustomers, double Returned);
