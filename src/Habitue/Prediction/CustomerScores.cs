using Habitue.Duck;

namespace Habitue.Prediction;

/// <summary>The answers of a model for everybody as of a moment, with their reasons.</summary>
/// <param name="Explained">The customers (their places) who have contributions and reasons.</param>
/// <param name="Contributions">A row for each of these.</param>
/// <param name="Reasons">Theirs; a reason's row is the place among the explained.</param>
/// <param name="Drivers">What moves the answers most, over all of these.</param>
/// <param name="Auc">The model's on its test rows.</param>
internal sealed record CustomerScores(CustomerQuestion Question, int Version, DateTime AsOf, string[] Customers, float[] Probabilities, int[] Explained, Contributions Contributions, IReadOnlyList<Reason> Reasons, IReadOnlyList<Driver> Drivers, double Auc)
{
    /// <summary>Replaces the published tables by these answers, all or none.</summary>
    /// <param name="warehouse">Where the tables are.</param>
    /// <param name="scored">The answers.</param>
    /// <param name="table">Of the answers.</param>
    /// <param name="reasons">Of the reasons per customer.</param>
    /// <param name="drivers">Of what moves the answers of all.</param>
    public static void Publish(DuckConnection warehouse, IReadOnlyList<CustomerScores> scored, string table, string reasons, string drivers)
    {
        using var transaction = warehouse.Begin();
        warehouse.Execute($"""
            CREATE OR REPLACE TABLE {table} (customer_id VARCHAR, as_of TIMESTAMP, horizon_days INTEGER, probability DOUBLE, model VARCHAR, version INTEGER);
            CREATE OR REPLACE TABLE {reasons} (customer_id VARCHAR, horizon_days INTEGER, place INTEGER, feature VARCHAR, contribution DOUBLE, words VARCHAR);
            CREATE OR REPLACE TABLE {drivers} (horizon_days INTEGER, place INTEGER, feature VARCHAR, words VARCHAR, times DOUBLE, way VARCHAR);
            """);
        foreach (var one in scored)
        {
            var count = one.Customers.Length;
            using (var rows = warehouse.Appender(table))
                rows.Append(one.Customers, Same(one.AsOf, count), Same(one.Question.HorizonDays, count), Array.ConvertAll(one.Probabilities, p => (double)p), Same(one.Question.Name, count), Same(one.Version, count));
            using (var rows = warehouse.Appender(reasons))
                rows.Append(Of(one, reason => one.Customers[one.Explained[reason.Row]]), Same(one.Question.HorizonDays, one.Reasons.Count), Of(one, reason => reason.Place), Of(one, reason => reason.Feature), Of(one, reason => reason.Contribution), Of(one, reason => reason.Words));
            using (var rows = warehouse.Appender(drivers))
                rows.Append(Same(one.Question.HorizonDays, one.Drivers.Count), Enumerable.Range(1, one.Drivers.Count).ToArray(), All(one.Drivers, driver => driver.Feature),
                    All(one.Drivers, driver => driver.Words), All(one.Drivers, driver => driver.Times), All(one.Drivers, driver => driver.Way));
        }
        transaction.Commit();
    }

    private static T[] Same<T>(T value, int count) => [.. Enumerable.Repeat(value, count)];

    private static T[] Of<T>(CustomerScores scored, Func<Reason, T> part) => All(scored.Reasons, part);

    private static TPart[] All<T, TPart>(IReadOnlyList<T> rows, Func<T, TPart> part) => [.. rows.Select(part)];
}
