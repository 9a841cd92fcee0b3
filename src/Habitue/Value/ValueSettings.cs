using Habitue.Duck;

namespace Habitue.Value;

/// <summary>What a shop decides: how much of the revenue it keeps, and how much less money is worth that comes a year later. Kept in the warehouse.</summary>
/// <param name="Margin">The share of the revenue that stays; 1 means that values are revenue.</param>
/// <param name="Discount">Per year; 0.1 means that what comes in a year counts a tenth less, about.</param>
/// <param name="SeriesLagDays">How long after its date a value of the external series is known.</param>
internal sealed record ValueSettings(double Margin, double Discount, int SeriesLagDays)
{
    private const string Table = "value_settings";

    public static ValueSettings Usual { get; } = new(1, 0, 0);

    public static ValueSettings Read(DuckConnection warehouse) =>
        warehouse.Has(Table) && warehouse.Rows<ValueSettings>($"SELECT margin, discount, series_lag_days FROM {Table}") is [var kept] ? kept : Usual;

    public void Write(DuckConnection warehouse)
    {
        using var transaction = warehouse.Begin();
        warehouse.Execute($"CREATE OR REPLACE TABLE {Table} (margin DOUBLE, discount DOUBLE, series_lag_days INTEGER)");
        warehouse.Execute($"INSERT INTO {Table} VALUES ($1, $2, $3)", [Margin, Discount, SeriesLagDays]);
        transaction.Commit();
    }
}
