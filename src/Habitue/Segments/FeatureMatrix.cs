using Habitue.Duck;
using Habitue.Lake.Features;
using Habitue.Learning.Data;

namespace Habitue.Segments;

/// <summary>Customers as rows of numbers, read from the warehouse column by column; a missing value is NaN.</summary>
internal sealed record FeatureMatrix(string[] Customers, Matrix Values)
{
    /// <summary>Reads these columns of <c>customer_features</c> for every customer who bought, in the order of their ids.</summary>
    public static FeatureMatrix Read(DuckConnection warehouse, IReadOnlyList<string> columns, CancellationToken cancel)
    {
        var rows = (int)warehouse.Scalar<long>($"SELECT COUNT(*) FROM customer_features WHERE {IsBuyer}");
        var ids = new string[rows];
        var matrix = new Matrix(rows, columns);
        using var result = warehouse.Query($"SELECT customer_id, {string.Join(", ", columns.Select(column => $"CAST({column} AS DOUBLE)"))} FROM customer_features WHERE {IsBuyer} ORDER BY customer_id", cancel);
        var at = 0;
        foreach (var chunk in result.Chunks())
        {
            cancel.ThrowIfCancellationRequested();
            for (var row = 0; row < chunk.Count; row++) ids[at + row] = chunk[0].GetString(row);
            for (var column = 0; column < columns.Count; column++)
                matrix.Fill(column, chunk[column + 1].Values<double>(), chunk[column + 1].Validity.Mask, at);
            at += chunk.Count;
        }
        return new FeatureMatrix(ids, matrix);
    }

    /// <summary>The numbers among the columns of <c>customer_features</c>: all that a picture of customers can be drawn from.</summary>
    public static IReadOnlyList<string> NumbersOf(DuckConnection warehouse) => [.. (warehouse.ColumnsOf(CustomerFeatures.Table) ?? [])
        .Where(column => column.Type.IsNumber).Select(column => column.Name)];
    private const string IsBuyer = "frequency > 0 AND recency_days IS NOT NULL";
}
