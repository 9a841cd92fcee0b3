using Habitue.Duck;
using Habitue.Lake.Features;
using Habitue.Learning.Data;
using Habitue.ModelShelf;

namespace Habitue.Segments;

/// <summary>Customers who are like given ones, or like a segment without being in it: nearest in the space of the promoted model.</summary>
internal static class LookAlikes
{
    /// <summary>The nearest customers to the middle of the given ones, these themselves left out; null when no model is promoted.</summary>
    public static IReadOnlyList<LookAlike>? Of(DuckConnection warehouse, Shelf shelf, IReadOnlySet<string> wanted, int count, CancellationToken cancel)
    {
        if (shelf.Promoted(SegmentModel.ShelfName) is not { } shelved) return null;
        var model = SegmentModel.Load(shelf, shelved);
        var asOf = warehouse.Rows<DateTime>($"SELECT as_of FROM {CustomerFeatures.Table} LIMIT 1")[0];
        var (customers, habits) = SegmentFeatures.Read(warehouse, [.. model.Space.Columns.Select(SegmentFeatures.Of)], CustomerFeatures.Table, asOf, cancel);
        var rows = model.Space.Scaled(habits);
        var middle = Distance.Centres(rows, Array.ConvertAll(customers, customer => wanted.Contains(customer) ? 0 : -1), 1);
        var near = Nearest(rows, middle.Row(0), [.. Enumerable.Range(0, customers.Length).Where(row => !wanted.Contains(customers[row]))], count);
        return [.. near.Select(one => Named(warehouse, customers[one.Row], one.Distance))];
    }

    /// <summary>The nearest rows, those of equal distance in their order.</summary>
    private static IEnumerable<(int Row, double Distance)> Nearest(Matrix rows, ReadOnlySpan<float> to, int[] among, int count)
    {
        var far = new double[among.Length];
        for (var i = 0; i < far.Length; i++) far[i] = Math.Sqrt(Distance.Squared(rows.Row(among[i]), to));
        return among.Select((row, i) => (row, far[i])).OrderBy(one => one.Item2).ThenBy(one => one.row).Take(count);
    }

    private static LookAlike Named(DuckConnection warehouse, string customer, double distance)
    {
        var (segment, orders, value) = warehouse.Rows<(string?, long, decimal)>($"""
            SELECT s.cluster_name, CAST(f.frequency AS BIGINT), CAST(f.monetary AS DECIMAL(18,4))
            FROM {CustomerFeatures.Table} f LEFT JOIN {SegmentTables.Customers} s ON s.customer_id = f.customer_id WHERE f.customer_id = $1
            """, customer)[0];
        return new LookAlike(customer, segment ?? "", orders, value, distance);
    }
}

/// <summary>A customer who is like others.</summary>
/// <param name="Distance">0: the same in everything that divides customers; two opposite corners of one feature are 1 apart.</param>
internal sealed record LookAlike(string Customer, string Segment, long Orders, decimal Value, double Distance);
