using System.Globalization;
using Habitue.Duck;
using Habitue.Lake.Features;
using Habitue.Lake.Storage;

namespace Habitue.Insights;

/// <summary>
/// The features of all customers as of several past moments, in a temporary table that the slices of one run share: one row
/// per customer and moment. Each moment is computed once, by the SQL that also makes <c>customer_features</c>, so a model
/// learns from exactly what it will see.
/// </summary>
internal sealed class PastFeatures(DuckConnection warehouse, DateTime asOf)
{
    public const string Table = "past_features";

    private readonly HashSet<DateTime> there = [];

    /// <summary>Sees to it that the table has the features as of these moments.</summary>
    public void Have(IEnumerable<DateTime> moments, CancellationToken cancel)
    {
        try
        {
            foreach (var moment in moments.Where(moment => !there.Contains(moment)).Distinct().ToArray())
            {
                cancel.ThrowIfCancellationRequested();
                Functions.SetAsOf(warehouse, moment);
                warehouse.Execute($"{(there.Count == 0 ? $"CREATE OR REPLACE TEMP TABLE {Table} AS" : $"INSERT INTO {Table}")}\n{CustomerFeatures.Model.Text}", cancel);
                there.Add(moment);
            }
        }
        finally
        {
            Functions.SetAsOf(warehouse, asOf);
        }
    }

    /// <summary>A moment as SQL.</summary>
    public static string Literal(DateTime moment) => string.Create(CultureInfo.InvariantCulture, $"TIMESTAMP '{moment:yyyy-MM-dd HH:mm:ss.ffffff}'");
}
