using System.Security.Cryptography;
using Habitue.Duck;
using Habitue.ModelShelf;
using Habitue.Prediction;

namespace Habitue.LabelledFiles;

/// <summary>Writes what a model says of every row of its file. The rows of other files stay.</summary>
internal static class FileScores
{
    public static void Publish(DuckConnection warehouse, LabelledFile file, ShelvedModel model, FileLabel label, ColumnChoice columns, FileContestResult result, float[] said, int[] explained, IReadOnlyList<Reason> reasons)
    {
        var count = said.Length;
        var unseen = new double?[count];
        for (var i = 0; i < result.Judged.Length; i++) unseen[label.Known[result.Judged[i]]] = result.OnTest[i];
        using var transaction = warehouse.Begin();
        warehouse.Execute($"""
            CREATE TABLE IF NOT EXISTS {file.ScoresTable} (model VARCHAR, version INTEGER, row_in_file BIGINT, id VARCHAR, label VARCHAR, probability DOUBLE, probability_unseen DOUBLE, says_yes BOOLEAN);
            CREATE TABLE IF NOT EXISTS {file.ReasonsTable} (model VARCHAR, row_in_file BIGINT, place INTEGER, feature VARCHAR, contribution DOUBLE, words VARCHAR);
            """);
        foreach (var table in (string[])[file.ScoresTable, file.ReasonsTable]) warehouse.Execute($"DELETE FROM {table} WHERE model = $1", [file.Model]);
        using (var rows = warehouse.Appender(file.ScoresTable))
            rows.Append(Same(file.Model, count), Same(model.Version, count), Numbers(count), new string?[count], label.Texts, Array.ConvertAll(said, p => (double)p), unseen, Array.ConvertAll(said, p => p >= result.Cut));
        if (columns.Id is { } id)
            warehouse.Execute($"UPDATE {file.ScoresTable} s SET id = CAST(r.{id.Sql} AS VARCHAR) FROM {LabelledFile.RowsTable(file.Model)} r WHERE s.model = $1 AND r.row_in_file = s.row_in_file", [file.Model]);
        using (var rows = warehouse.Appender(file.ReasonsTable))
            rows.Append(Same(file.Model, reasons.Count), Of(reasons, reason => explained[reason.Row] + 1L), Of(reasons, reason => reason.Place), Of(reasons, reason => reason.Feature), Of(reasons, reason => reason.Contribution), Of(reasons, reason => reason.Words));
        transaction.Commit();
    }

    /// <summary>Stands for what is in a file.</summary>
    public static string Fingerprint(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file))[..16];
    }

    private static T[] Same<T>(T value, int count) => [.. Enumerable.Repeat(value, count)];

    private static long[] Numbers(int count) => [.. Enumerable.Range(1, count).Select(i => (long)i)];

    private static T[] Of<T>(IReadOnlyList<Reason> reasons, Func<Reason, T> part) => [.. reasons.Select(part)];
}
