using System.Diagnostics;
using Habitue.Duck;
using Habitue.Lake.Storage;

namespace Habitue.Lake.Features;

/// <summary>What a computation of the features gave.</summary>
public sealed record FeaturesComputed(DateTime AsOf, long Customers, TimeSpan Took, bool Unchanged);

/// <summary>
/// The features of every known customer as of a moment. The models must have been built before; they hold all of time, and the
/// features read of them only what lies before the moment.
/// </summary>
public static class CustomerFeatures
{
    /// <summary>The table of the shop's present features: one row per customer, all as of the same moment.</summary>
    public const string Table = "customer_features";

    /// <summary>The table of the features of a moment that somebody asked for.</summary>
    public const string PastTable = "customer_features_past";

    /// <summary>The definition of all features.</summary>
    public static SqlModel Model { get; } = SqlModel.Embedded(typeof(CustomerFeatures).Assembly, "Features").Single(model => model.Name == Table);

    /// <summary>The definition of some of them: a SELECT of customer, moment and these, which gives what that of all gives and costs less.</summary>
    public static string Some(IReadOnlyCollection<string> names) => SomeFeatures.Of(Model.Text, names);

    /// <summary>
    /// The start of the day after the last order, so that the last day is whole: the moment of a run whose user names none.
    /// Without orders, the day after the last event.
    /// </summary>
    public static DateTime? DefaultAsOf(DuckConnection connection) => connection.Rows<DateTime?>("""
        SELECT CAST(CAST(COALESCE(
            (SELECT MAX(last_line_at) FROM orders),
            (SELECT MAX(occurred_at) FROM events WHERE is_bot IS NOT TRUE)) AS DATE) + 1 AS TIMESTAMP)
        """)[0];

    /// <summary>Computes the features into a table, which is replaced; nothing is done when it holds them already.</summary>
    /// <param name="asOf">Only facts before this moment count.</param>
    /// <param name="table">Another table than the shop's present one: for the features of a past date, to learn from.</param>
    /// <param name="versions">Shared by the steps of a run, so that the loaded tables are looked at once; null makes one.</param>
    public static FeaturesComputed Compute(DuckConnection connection, DateTime asOf, string table = Table, Versions? versions = null, CancellationToken cancel = default)
    {
        long started = Stopwatch.GetTimestamp();
        versions ??= new Versions(connection);
        string version = Versions.OfModel(Model.Text + Functions.Version + asOf.ToString("O"), Model.Inputs.Select(input => versions.Built(input) ?? versions.OfLoaded(input)));
        bool unchanged = versions.Built(table) == version;
        Functions.SetAsOf(connection, asOf);
        if (!unchanged)
        {
            try
            {
                using DuckTransaction transaction = connection.Begin();
                connection.Execute($"CREATE OR REPLACE TABLE {table} AS\n{Model.Text}", cancel);
                versions.SetBuilt(table, version);
                versions.Keep();
                transaction.Commit();
            }
            catch
            {
                versions.Forget();
                throw;
            }
        }
        return new FeaturesComputed(asOf, connection.Scalar<long>($"SELECT COUNT(*) FROM {table}"), Stopwatch.GetElapsedTime(started), unchanged);
    }
}
