using Habitue.Duck;

namespace Habitue.Prediction;

/// <summary>The answers of a model for everybody as of a moment, with their reasons.</summary>
/// <param name="Explained">The customers (their places) who have contributions and reasons.</param>
/// <param name="Contributions">A row for each of these.</param>
/// <param name="Reasons">Theirs; a reason's row is the place among the explained.</param>
/// <param name="Auc">The model's on its test rows.</param>
internal sealed record CustomerScores(CustomerQuestion Question, int Version, DateTime AsOf, string[] Customers, float[] Probabilities, int[] Explained, Contributions Contributions, IReadOnlyList<Reason> Reasons, double Auc)
{
    /// <summary>Replaces the published tables by these answers, both or none.</summary>
    public static void Publish(DuckConnection warehouse, IReadOnlyList<CustomerScores> scored, string table, string reasons)
    {
        using var transaction = warehouse.Begin();
        warehouse.Execute($"""
            CREATE OR REPLACE TABLE {table} (customer_id VARCHAR, as_of TIMESTAMP, horizon_days INTEGER, probability DOUBLE, model VARCHAR, version INTEGER);
            CREATE OR REPLACE TABLE {reasons} (customer_id VARCHAR, horizon_days INTEGER, place INTEGER, feature VARCHAR, contribution DOUBLE, words VARCHAR);
            """);
        foreach (var one in scored)
        {
            var count = one.Customers.Length;
            using (var rows = warehouse.Appender(table))
                rows.Append(one.Customers, Same(one.AsOf, count), Same(one.Question.HorizonDays, count), Array.ConvertAll(one.Probabilities, p => (double)p), Same(one.Question.Name, count), Same(one.Version, count));
            using (var rows = warehouse.Appender(reasons))
                rows.Append(Of(one, reason => one.Customers[one.Explained[reason.Row]]), Same(one.Question.HorizonDays, one.Reasons.Count), Of(one, reason => reason.Place), Of(one, reason => reason.Feature), Of(one, reason => reason.Contribution), Of(one, reason => reason.Words));
        }
        transaction.Commit();
    }

    private static T[] Same<T>(T value, int count) => [.. Enumerable.Repeat(value, count)];

    private static T[] Of<T>(CustomerScores scored, Func<Reason, T> part) => [.. scored.Reasons.Select(part)];
}
