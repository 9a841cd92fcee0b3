using Habitue.Duck;
using Habitue.Lake.Loading;
using Habitue.Lake.Storage;

namespace Habitue.Tests.Storage;

/// <summary>The lake holds what the warehouse holds, date by date, and nothing else lies in it.</summary>
public sealed class ParquetLakeTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("habitue-lake-");
    private readonly DuckDatabase database = DuckDatabase.InMemory();
    private readonly DuckConnection warehouse;

    public ParquetLakeTests()
    {
        warehouse = database.Connect();
        Schema.Create(warehouse);
    }

    public void Dispose()
    {
        warehouse.Dispose();
        database.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public void A_year_without_an_event_has_no_file()
    {
        Load(1, "TIMESTAMP '2008-12-31 23:59:59' + INTERVAL (2 * 365 * (i % 3)) DAY", 300);
        LakeReport report = Write();
        Assert.Equal(["date=2008", "date=2010", "date=2012"], Dates());
        Assert.Equal((3, 300L, 300L), (report.Files, report.Rows, report.RowsWritten));
        Agrees();
    }

    [Fact]
    public void Many_events_are_kept_by_month_over_the_turn_of_a_year()
    {
        Load(1, "TIMESTAMP '2023-11-30 00:00:00' + INTERVAL (i % 60) DAY", 60 * 7_000);
        Write();
        Assert.Equal(["date=2023-11", "date=2023-12", "date=2024-01"], Dates());
        Agrees();
    }

    [Fact]
    public void Very_many_events_are_kept_by_day_over_the_end_of_a_february()
    {
        Load(1, "TIMESTAMP '2024-02-28 12:00:00' + INTERVAL (i % 3) DAY", 3 * 310_000);
        Write();
        Assert.Equal(["date=2024-02-28", "date=2024-02-29", "date=2024-03-01"], Dates());
        Agrees();
    }

    [Fact]
    public void The_last_moment_of_a_date_is_in_it_and_the_first_of_the_next_is_not()
    {
        Load(1, "CASE WHEN i = 0 THEN TIMESTAMP '2020-12-31 23:59:59.999999' ELSE TIMESTAMP '2021-01-01 00:00:00' END", 2);
        Write();
        Assert.Equal([("2020", 1L), ("2021", 1L)], Files());
        Agrees();
    }

    [Fact]
    public void Another_load_adds_its_files_and_nothing_new_adds_none()
    {
        Load(1, "TIMESTAMP '2020-06-01' + INTERVAL (i) HOUR", 100);
        Write();
        Load(2, "TIMESTAMP '2021-06-01' + INTERVAL (i) HOUR", 50);
        Assert.Equal((2, 150L, 50L), Write() is var second ? (second.Files, second.Rows, second.RowsWritten) : default);
        Assert.Equal((2, 150L, 0L), Write() is var third ? (third.Files, third.Rows, third.RowsWritten) : default);
        Agrees();
    }

    [Fact]
    public void What_a_write_left_that_did_not_end_is_swept_away()
    {
        Load(1, "TIMESTAMP '2020-06-01' + INTERVAL (i) HOUR", 100);
        string stray = Path.Combine(folder.CreateSubdirectory("date=1999/region=all/bucket=0").FullName, "load-9-9-0.parquet");
        File.WriteAllText(stray, "half a file");
        Write();
        Assert.False(File.Exists(stray));
        Agrees();
    }

    [Fact]
    public void A_write_that_is_stopped_is_done_by_the_next()
    {
        Load(1, "TIMESTAMP '2020-06-01' + INTERVAL (i) DAY", 2_000);
        Assert.ThrowsAny<OperationCanceledException>(() => ParquetLake.Write(warehouse, folder.FullName, new CancellationToken(canceled: true)));
        Assert.Equal(0, warehouse.Scalar<long>("SELECT COUNT(*) FROM lake_files"));
        Assert.Equal(2_000, Write().Rows);
        Agrees();
    }

    private LakeReport Write() => ParquetLake.Write(warehouse, folder.FullName, TestContext.Current.CancellationToken);

    private void Load(int load, string moment, int rows)
    {
        warehouse.Execute($"""
            INSERT INTO event_rows BY NAME
            SELECT {moment} AS occurred_at, 'c' || (i % 17) AS customer_id, true AS is_known, false AS is_bot, false AS is_cancellation, {load} AS source, i + 1 AS source_row, {load} AS load
            FROM (SELECT range AS i FROM range({rows})) AS numbers
            """);
        warehouse.Execute($"INSERT INTO loads VALUES ({load}, TIMESTAMP '2024-06-01', 1, {rows}, {rows}, 0)");
    }

    private string All => $"read_parquet('{folder.FullName}/**/*.parquet', hive_partitioning = false)";

    private string[] Dates() => [.. folder.GetDirectories("date=*").Select(date => date.Name).Order(StringComparer.Ordinal)];

    private IReadOnlyList<(string, long)> Files() => warehouse.Rows<(string, long)>("SELECT substr(split_part(path, '/', 1), 6), rows FROM lake_files ORDER BY path");

    /// <summary>Row for row what the warehouse has, in the folder of its date, as the list of files tells.</summary>
    private void Agrees()
    {
        const string Columns = "occurred_at, customer_id, is_known, is_bot, is_cancellation, source, source_row";
        Assert.Equal(0, warehouse.Scalar<long>($"SELECT COUNT(*) FROM ((SELECT {Columns} FROM event_rows EXCEPT ALL SELECT {Columns} FROM {All}) UNION ALL (SELECT {Columns} FROM {All} EXCEPT ALL SELECT {Columns} FROM event_rows))"));
        Assert.Equal(0, warehouse.Scalar<long>($"SELECT COUNT(*) FROM read_parquet('{folder.FullName}/**/*.parquet', hive_partitioning = true, hive_types_autocast = false) WHERE NOT starts_with(strftime(occurred_at, '%Y-%m-%d'), date)"));
        Assert.Equal(warehouse.Rows<(string, long)>("SELECT path, rows FROM lake_files ORDER BY path"),
            warehouse.Rows<(string, long)>($"SELECT substr(file_name, {folder.FullName.Length + 2}), CAST(num_rows AS BIGINT) FROM parquet_file_metadata('{folder.FullName}/**/*.parquet') ORDER BY file_name"));
        Assert.False(Directory.Exists(Path.Combine(folder.FullName, ".writing")));
    }
}
