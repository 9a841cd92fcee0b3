using Habitue.Duck;

namespace Habitue.Tests.Duck;

public sealed class DuckAppenderTests : IDisposable
{
    private readonly DuckDatabase _database = DuckDatabase.InMemory();
    private readonly DuckConnection _connection;

    public DuckAppenderTests() => _connection = _database.Connect();

    [Fact]
    public void Arrays_become_rows_over_many_chunks()
    {
        const int rows = 10_000;
        _connection.Execute("CREATE TABLE t (id BIGINT, name VARCHAR, price DECIMAL(18,4), seen TIMESTAMP, day DATE, rating DOUBLE, flag BOOLEAN, size INTEGER)");
        var first = new DateTime(2011, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        using (var appender = _connection.Appender("t"))
            appender.Append(
                Enumerable.Range(0, rows).Select(i => (long)i).ToArray(),
                Enumerable.Range(0, rows).Select(i => i % 7 == 0 ? null : new string('é', i % 20)).ToArray(),
                Enumerable.Range(0, rows).Select(i => -i / 8m).ToArray(),
                Enumerable.Range(0, rows).Select(i => first.AddMinutes(i)).ToArray(),
                Enumerable.Range(0, rows).Select(i => DateOnly.FromDateTime(first).AddDays(i)).ToArray(),
                Enumerable.Range(0, rows).Select(i => i % 3 == 0 ? (double?)null : i / 2.0).ToArray(),
                Enumerable.Range(0, rows).Select(i => i % 2 == 0).ToArray(),
                Enumerable.Range(0, rows).ToArray());
        var wrong = _connection.Scalar<long>("""
            SELECT count(*) FROM t WHERE NOT (
                    name IS NOT DISTINCT FROM CASE WHEN id % 7 = 0 THEN NULL ELSE repeat('é', id % 20) END
                AND price = CAST(-id AS DECIMAL(18,4)) / 8
                AND seen = TIMESTAMP '2011-01-01' + to_minutes(id) AND day = DATE '2011-01-01' + size
                AND rating IS NOT DISTINCT FROM CASE WHEN id % 3 = 0 THEN NULL ELSE id / 2.0 END
                AND flag = (id % 2 = 0) AND size = id)
            """);
        Assert.Equal((0, (long)rows), (wrong, _connection.Scalar<long>("SELECT count(DISTINCT id) FROM t")));
    }

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
    }
}
