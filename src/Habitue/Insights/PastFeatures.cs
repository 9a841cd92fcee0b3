using System.Globalization;
using Habitue.Duck;
using Habitue.Lake.Features;
using Habitue.Lake.Storage;

namespace Habitue.Insights;

/// <summary>
/// The features of customers as of several past moments, in a temporary table that the slices of one run share: one row
/// per customer and moment. Each moment is computed once, by the SQL that also makes <c>customer_features</c>, so a model
/// learns from exactly what it will see. Of very many customers it holds a part, the same at every moment, that does not
/// depend on what they did: more of them teach and judge no better, and would not fit into memory.
/// </summary>
internal sealed class PastFeatures(DuckConnection warehouse, DateTime asOf)
{
    public const string Table = "past_features";

    /// <summary>About so many customers at most.</summary>
    public const int MostCustomers = 50_000;

    private readonly HashSet<DateTime> there = [];
    private string? part;

    /// <summary>Sees to it that the table has the features as of these moments.</summary>
    public void Have(IEnumerable<DateTime> moments, CancellationToken cancel)
    {
        try
        {
            part ??= Part();
            foreach (var moment in moments.Where(moment => !there.Contains(moment)).Distinct().ToArray())
            {
                cancel.ThrowIfCancellationRequested();
                Functions.SetAsOf(warehouse, moment);
                warehouse.Execute($"{(there.Count == 0 ? $"CREATE OR REPLACE TEMP TABLE {Table} AS" : $"INSERT INTO {Table}")}\n{part}", cancel);
                there.Add(moment);
            }
        }
        finally
        {
            Functions.SetAsOf(warehouse, asOf);
        }
    }

    /// <summary>
    /// A table with some features of every customer as of these moments, for what counts customers and must leave none out: <see cref="Table"/> where that holds them all and others read it too, else one of its own under
    /// the given name, which the caller drops.
    /// </summary>
    /// <param name="shared">Others of the same run ask for these moments as well.</param>
    /// <param name="own">The name of such a table.</param>
    /// <param name="columns">Features beside customer and moment.</param>
    public string OfAll(string own, bool shared, IReadOnlyCollection<string> columns, IReadOnlyList<DateTime> moments, CancellationToken cancel)
    {
        if (shared && Customers() <= MostCustomers)
        {
            Have(moments, cancel);
            return Table;
        }
        var some = CustomerFeatures.Some(columns);
        try
        {
            foreach (var (i, moment) in moments.Index())
            {
                cancel.ThrowIfCancellationRequested();
                Functions.SetAsOf(warehouse, moment);
                warehouse.Execute($"{(i == 0 ? $"CREATE OR REPLACE TEMP TABLE {own} AS" : $"INSERT INTO {own}")}\n{some}", cancel);
            }
            return own;
        }
        finally
        {
            Functions.SetAsOf(warehouse, asOf);
        }
    }

    /// <summary>A moment as SQL.</summary>
    public static string Literal(DateTime moment) => string.Create(CultureInfo.InvariantCulture, $"TIMESTAMP '{moment:yyyy-MM-dd HH:mm:ss.ffffff}'");

    private long Customers() => warehouse.Scalar<long>("SELECT COUNT(*) FROM customers WHERE is_known");

    private string Part()
    {
        var customers = Customers();
        return customers <= MostCustomers ? CustomerFeatures.Model.Text
            : string.Create(CultureInfo.InvariantCulture, $"SELECT * FROM (\n{CustomerFeatures.Model.Text}\n) WHERE stable_hash(customer_id) % 1000000 < {(long)(1e6 * MostCustomers / customers)}");
    }
}
