using Habitue.Duck;

namespace Habitue.Insights;

/// <summary>A decision of the shop that holds until another is made: what an option of a slice said last, kept in the warehouse.</summary>
/// <param name="Option">The name under which it reaches a slice.</param>
/// <param name="Table">Where it is kept.</param>
/// <param name="Column">The only column of that table.</param>
/// <param name="Usual">What holds as long as nothing was decided.</param>
internal sealed record KeptDecision(string Option, string Table, string Column, string Usual)
{
    /// <summary>What holds.</summary>
    public string Of(DuckConnection warehouse) => warehouse.Has(Table) && warehouse.Rows<string>($"SELECT {Column} FROM {Table}") is [var kept] ? kept : Usual;

    /// <summary>What holds once this run has kept what it was told.</summary>
    public string Of(SliceRun run) => run.Chosen.GetValueOrDefault(Option) ?? Of(run.Warehouse);

    /// <summary>Keeps the decision, when one was made.</summary>
    public void Keep(SliceRun run)
    {
        if (run.Chosen.GetValueOrDefault(Option) is not { } decision) return;
        using var transaction = run.Warehouse.Begin();
        run.Warehouse.Execute($"CREATE OR REPLACE TABLE {Table} ({Column} VARCHAR)");
        run.Warehouse.Execute($"INSERT INTO {Table} VALUES ($1)", [decision]);
        transaction.Commit();
    }
}
