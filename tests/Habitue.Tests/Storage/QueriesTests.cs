using Habitue.Duck;
using Habitue.Lake.Storage;

namespace Habitue.Tests.Storage;

public sealed class QueriesTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("habitue-queries-");
    private readonly DuckDatabase database;
    private readonly DuckConnection warehouse;

    public QueriesTests()
    {
        database = DuckDatabase.Open(Path.Combine(folder.FullName, "warehouse.duckdb"));
        warehouse = database.Connect();
        warehouse.Execute("CREATE TABLE t (x INTEGER); INSERT INTO t VALUES (1), (2)");
    }

    public void Dispose()
    {
        warehouse.Dispose();
        database.Dispose();
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("SELECT * FROM t")]
    [InlineData("FROM t")]
    [InlineData("WITH a AS (SELECT * FROM t) SELECT * FROM a")]
    [InlineData("VALUES (1), (2)")]
    [InlineData("SHOW TABLES")]
    [InlineData("DESCRIBE t")]
    [InlineData("SUMMARIZE t")]
    [InlineData("EXPLAIN SELECT * FROM t")]
    [InlineData("SELECT 1; ")]
    public void A_question_is_answered(string sql)
    {
        long rows = 0;
        Queries.Read(warehouse, sql, result => rows = result.Chunks().Sum(chunk => (long)chunk.Count));
        Assert.True(rows > 0);
    }

    [Theory]
    [InlineData("DELETE FROM t")]
    [InlineData("INSERT INTO t VALUES (3)")]
    [InlineData("CREATE TABLE u AS SELECT 1 AS x")]
    [InlineData("DROP TABLE t")]
    [InlineData("SELECT 1; DELETE FROM t")]
    [InlineData("COMMIT")]
    [InlineData("SET threads = 1")]
    [InlineData("EXPLAIN ANALYZE DELETE FROM t")]
    [InlineData("COPY t TO 'out.csv'")]
    [InlineData("ATTACH 'other.duckdb'")]
    [InlineData("SELECT * FROM t WHERE x = $1")]
    [InlineData("SELEC 1")]
    [InlineData("")]
    public void Anything_else_is_refused_and_changes_nothing(string sql)
    {
        Assert.Throws<QueryException>(() => Queries.Read(warehouse, sql, _ => { }));
        Assert.Equal(2, warehouse.Scalar<long>("SELECT COUNT(*) FROM t"));
        warehouse.Execute("INSERT INTO t VALUES (3); DELETE FROM t WHERE x = 3");
    }

    [Theory]
    [InlineData("SELECT * FROM read_csv('FOLDER/in.csv')")]
    [InlineData("FROM 'FOLDER/in.csv'")]
    [InlineData("COPY (SELECT 1) TO 'FOLDER/out.csv'")]
    [InlineData("EXPLAIN ANALYZE COPY (SELECT 1) TO 'FOLDER/out.csv'")]
    public void A_confined_warehouse_reaches_no_file(string sql)
    {
        File.WriteAllText(Path.Combine(folder.FullName, "in.csv"), "x\n1\n");
        Queries.Confine(warehouse);
        sql = sql.Replace("FOLDER", folder.FullName);
        Assert.Throws<QueryException>(() => Queries.Read(warehouse, sql, _ => { }));
        Assert.Throws<QueryException>(() => Queries.Write(warehouse, sql, _ => { }));
        Assert.False(File.Exists(Path.Combine(folder.FullName, "out.csv")));
    }

    [Fact]
    public void Writing_can_be_asked_for()
    {
        Queries.Write(warehouse, "INSERT INTO t VALUES (3); DELETE FROM t WHERE x < 3", result => Assert.Equal(2, result.RowsChanged));
        Assert.Equal(1, warehouse.Scalar<long>("SELECT COUNT(*) FROM t"));
    }

    [Fact]
    public void What_the_reader_throws_comes_through() =>
        Assert.Throws<InvalidOperationException>(() => Queries.Read(warehouse, "SELECT 1", _ => throw new InvalidOperationException()));
}
