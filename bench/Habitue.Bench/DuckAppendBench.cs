using Habitue.Duck;

namespace Habitue.Bench;

/// <summary>Appending rows of 8 columns from C#, beside DuckDB copying the same rows from one of its tables.</summary>
internal static class DuckAppendBench
{
    private const int Rows = 5_000_000;
    private const string Columns = "id BIGINT, customer VARCHAR, product VARCHAR, seen TIMESTAMP, price DECIMAL(18,4), quantity DOUBLE, source INTEGER, known BOOLEAN";

    internal static string Append(int rounds)
    {
        using var database = DuckDatabase.InMemory();
        using var connection = database.Connect();
        connection.Execute($"CREATE TABLE same ({Columns})");
        var orders = Orders();
        Fill(connection, "same", orders);
        return new Contest($"Appending {Rows:N0} rows of 8 columns (two texts, time, decimal, double, two integers, boolean)")
            .Add("DuckDB: INSERT INTO … SELECT from a table with the same rows", () => Into(connection, () => connection.Execute("INSERT INTO t SELECT * FROM same")))
            .Add("DuckDB: CREATE TABLE AS", () => connection.Execute("CREATE OR REPLACE TABLE u AS SELECT * FROM same"))
            .Add("Append, whole arrays", () => Into(connection, () => Fill(connection, "t", orders)))
            .Add("Columns as spans, chunk by chunk", () => Into(connection, () => FillChunks(connection, orders)))
            .Add("Row by row", () => Into(connection, () => FillRows(connection, orders)))
            .Run(rounds);
    }

    private sealed record OrderArrays(long[] Id, string[] Customer, string[] Product, DateTime[] Seen, decimal[] Price, double[] Quantity, int[] Source, bool[] Known);

    /// <summary>Half of the texts are longer than the 12 bytes that fit beside their length.</summary>
    private static OrderArrays Orders()
    {
        var customers = Enumerable.Range(0, 50_000).Select(i => $"c{i:D5}").ToArray();
        var products = Enumerable.Range(0, 4_000).Select(i => $"Product number {i:D5} in the catalogue").ToArray();
        var start = new DateTime(2010, 12, 1, 0, 0, 0, DateTimeKind.Utc);
        var random = new Random(42);
        var orders = new OrderArrays(new long[Rows], new string[Rows], new string[Rows], new DateTime[Rows], new decimal[Rows], new double[Rows], new int[Rows], new bool[Rows]);
        for (var i = 0; i < Rows; i++)
        {
            orders.Id[i] = i;
            orders.Customer[i] = customers[random.Next(customers.Length)];
            orders.Product[i] = products[random.Next(products.Length)];
            orders.Seen[i] = start.AddSeconds(i * 6L);
            orders.Price[i] = random.Next(1, 100_000) / 100m;
            orders.Quantity[i] = random.Next(1, 50);
            orders.Source[i] = i % 305;
            orders.Known[i] = i % 4 != 0;
        }
        return orders;
    }

    private static void Into(DuckConnection connection, Action fill)
    {
        connection.Execute($"CREATE OR REPLACE TABLE t ({Columns})");
        fill();
        if (connection.Scalar<long>("SELECT count(*) FROM t") != Rows)
            throw new InvalidOperationException("Rows are missing.");
    }

    private static void Fill(DuckConnection connection, string table, OrderArrays o)
    {
        using var appender = connection.Appender(table);
        appender.Append(o.Id, o.Customer, o.Product, o.Seen, o.Price, o.Quantity, o.Source, o.Known);
    }

    private static void FillChunks(DuckConnection connection, OrderArrays o)
    {
        using var appender = connection.Appender("t");
        for (var start = 0; start < Rows; start += DuckAppender.ChunkRows)
        {
            var count = Math.Min(DuckAppender.ChunkRows, Rows - start);
            appender[0].Write<long>(o.Id.AsSpan(start, count));
            for (var i = 0; i < count; i++)
                appender[1].Set(i, o.Customer[start + i]);
            for (var i = 0; i < count; i++)
                appender[2].Set(i, o.Product[start + i]);
            var seen = appender[3].Values<long>();
            for (var i = 0; i < count; i++)
                seen[i] = (o.Seen[start + i].Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
            for (var i = 0; i < count; i++)
                appender[4].Set(i, o.Price[start + i]);
            appender[5].Write<double>(o.Quantity.AsSpan(start, count));
            appender[6].Write<int>(o.Source.AsSpan(start, count));
            appender[7].Write<bool>(o.Known.AsSpan(start, count));
            appender.Commit(count);
        }
    }

    private static void FillRows(DuckConnection connection, OrderArrays o)
    {
        using var appender = connection.Appender("t");
        var (id, customer, product, seen) = (appender[0], appender[1], appender[2], appender[3]);
        var (price, quantity, source, known) = (appender[4], appender[5], appender[6], appender[7]);
        for (var i = 0; i < Rows; i++)
        {
            var row = appender.AddRow();
            id.Set(row, o.Id[i]);
            customer.Set(row, o.Customer[i]);
            product.Set(row, o.Product[i]);
            seen.Set(row, o.Seen[i]);
            price.Set(row, o.Price[i]);
            quantity.Set(row, o.Quantity[i]);
            source.Set(row, o.Source[i]);
            known.Set(row, o.Known[i]);
        }
    }
}
