using Habitue.Duck;

namespace Habitue.Prediction;

/// <summary>
/// What each model said of whom it was judged by, in one table that an audit reads: one row per model, version and subject. Answers
/// there come from models that had not seen the subject, as in all their figures.
/// </summary>
internal static class Judgements
{
    public const string Table = "model_judgements";

    /// <summary>Keeps the answers of a version; those of other versions of the same model are dropped.</summary>
    /// <param name="subjects">Customers, or numbers of rows.</param>
    /// <param name="saidYes">Whether what was said counts as a yes.</param>
    /// <param name="asOf">The moment from which the answers looked ahead; null when rows have none.</param>
    public static void Keep(DuckConnection warehouse, string model, int version, DateTime? asOf, string[] subjects, double[] happened, float[] said, bool[] saidYes)
    {
        using var transaction = warehouse.Begin();
        warehouse.Execute($"CREATE TABLE IF NOT EXISTS {Table} (model VARCHAR, version INTEGER, subject VARCHAR, probability DOUBLE, said_yes BOOLEAN, happened BOOLEAN, as_of TIMESTAMP)");
        // A table of an older version of the program has no such column.
        warehouse.Execute($"ALTER TABLE {Table} ADD COLUMN IF NOT EXISTS as_of TIMESTAMP");
        warehouse.Execute($"DELETE FROM {Table} WHERE model = $1", [model]);
        using (var rows = warehouse.Appender(Table))
            rows.Append(Same(model, subjects.Length), Same(version, subjects.Length), subjects, Array.ConvertAll(said, p => (double)p), saidYes, Array.ConvertAll(happened, one => one == 1), Same(asOf, subjects.Length));
        transaction.Commit();
    }

    private static T[] Same<T>(T value, int count) => [.. Enumerable.Repeat(value, count)];
}
