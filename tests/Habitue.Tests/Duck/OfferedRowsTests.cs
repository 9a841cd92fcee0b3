using System.Runtime.InteropServices;
using System.Text;
using Habitue.Duck;

namespace Habitue.Tests.Duck;

public sealed unsafe class OfferedRowsTests : DuckTestBase
{
    private static readonly DuckColumn Number = new("n", new(DuckTypeId.BigInt)), Word = new("s", new(DuckTypeId.Varchar));

    // What a text is stored as changes at 12 bytes, and how it is read at 8.
    private static readonly string?[] Texts =
    [
        "", "a", "1234567", "12345678", "1234567890a", "1234567890ab", "1234567890abc", new string('x', 100), null, "é", "日本語", "日本語日", "日本語日本", "naïve café über", "😀😀😀", "😀😀😀é", "a\0b", "\n",
    ];

    [Fact]
    public void Every_plain_type_and_decimals_of_all_widths_come_as_they_were_written()
    {
        (DuckType Type, object Value, string Written)[] all =
        [
            (new(DuckTypeId.Boolean), true, "true"), (new(DuckTypeId.TinyInt), (sbyte)-128, "-128"), (new(DuckTypeId.SmallInt), (short)-32768, "-32768"),
            (new(DuckTypeId.Integer), int.MinValue, "-2147483648"), (new(DuckTypeId.BigInt), long.MinValue, "-9223372036854775808"), (new(DuckTypeId.HugeInt), Int128.MinValue, "-170141183460469231731687303715884105728"),
            (new(DuckTypeId.UTinyInt), (byte)255, "255"), (new(DuckTypeId.USmallInt), (ushort)65535, "65535"), (new(DuckTypeId.UInteger), uint.MaxValue, "4294967295"),
            (new(DuckTypeId.UBigInt), ulong.MaxValue, "18446744073709551615"), (new(DuckTypeId.UHugeInt), UInt128.MaxValue, "340282366920938463463374607431768211455"),
            (new(DuckTypeId.Float), 1.5f, "1.5"), (new(DuckTypeId.Double), -0.1, "-0.1"), (new(DuckTypeId.Varchar), "thirteen byte", "thirteen byte"), (new(DuckTypeId.Blob), new byte[] { 0, 65, 255 }, @"\x00A\xFF"),
            (new(DuckTypeId.Date), new DateOnly(2024, 2, 29), "2024-02-29"), (new(DuckTypeId.Time), new TimeOnly(23, 59, 58), "23:59:58"),
            (new(DuckTypeId.Timestamp), new DateTime(2024, 2, 29, 1, 2, 3, DateTimeKind.Utc), "2024-02-29 01:02:03"), (new(DuckTypeId.TimestampS), new DateTime(1969, 12, 31, 23, 59, 59, DateTimeKind.Utc), "1969-12-31 23:59:59"),
            (new(DuckTypeId.TimestampMs), new DateTime(2024, 2, 29, 1, 2, 3, 4, DateTimeKind.Utc), "2024-02-29 01:02:03.004"), (new(DuckTypeId.TimestampNs), new DateTime(2024, 2, 29, 1, 2, 3, DateTimeKind.Utc), "2024-02-29 01:02:03"),
            (new(DuckTypeId.Uuid), new Guid("00112233-4455-6677-8899-aabbccddeeff"), "00112233-4455-6677-8899-aabbccddeeff"), (new(DuckTypeId.Interval), new DuckInterval(14, 3, 0), "1 year 2 months 3 days"),
            (new(DuckTypeId.Decimal) { Width = 4, Scale = 1 }, -999.9m, "-999.9"), (new(DuckTypeId.Decimal) { Width = 9, Scale = 2 }, 1234567.89m, "1234567.89"),
            (new(DuckTypeId.Decimal) { Width = 18, Scale = 4 }, -99999999999999.9999m, "-99999999999999.9999"), (new(DuckTypeId.Decimal) { Width = 38, Scale = 10 }, 1234567890123456.0123456789m, "1234567890123456.0123456789"),
        ];
        var columns = all.Select((a, i) => new DuckColumn($"c{i}", a.Type)).ToArray();
        // The value, nothing, and the value again behind it.
        using var offered = Connection.Offer(new Made(columns, 3, (first, count, into) =>
        {
            for (var row = 0; row < count; row++)
                for (var i = 0; i < all.Length; i++)
                    into[i]?.SetValue(row, first + row == 1 ? null : all[i].Value);
        }));
        for (var i = 0; i < all.Length; i++)
        {
            using var result = Connection.Query($"SELECT c{i}, CAST(c{i} AS VARCHAR) FROM {offered.Sql}");
            Assert.Equal(all[i].Type.ToString(), result.Columns[0].Type.ToString());
            var chunk = result.NextChunk()!;
            Assert.Equal([all[i].Written, null, all[i].Written], Enumerable.Range(0, 3).Select(row => (string?)chunk[1].GetValue(row)));
            Assert.Null(chunk[0].GetValue(1));
            Assert.Equal(all[i].Value, chunk[0].GetValue(2));
        }
    }

    [Fact]
    public void Texts_of_all_lengths_come_as_they_were_set()
    {
        using var offered = Connection.Offer(new Made([Number, Word], Texts.Length, (first, count, into) =>
        {
            for (var row = 0; row < count; row++)
            {
                into[0]?.Set(row, first + row);
                into[1]?.Set(row, Texts[first + row]);
            }
        }));
        Same(offered.Sql);
    }

    [Fact]
    public void Texts_of_all_lengths_come_as_they_were_lent()
    {
        using var lent = new LentTexts(Texts, copies: 1);
        using var offered = Connection.Offer(lent);
        Same(offered.Sql);
        // As keys, where what is behind a short text would show.
        Assert.Equal(Texts.Length, Connection.Scalar<long>($"SELECT count(*) FROM (SELECT s FROM {offered.Sql} GROUP BY s)"));
        Assert.Equal(Texts.Length - 1, Connection.Scalar<long>($"SELECT count(*) FROM {offered.Sql} AS a JOIN {offered.Sql} AS b ON a.s = b.s"));
    }

    [Fact]
    public void Lent_texts_stay_when_a_table_took_them_and_their_memory_is_gone()
    {
        const int copies = 5_000;
        using (var lent = new LentTexts(Texts, copies))
        using (var offered = Connection.Offer(lent))
            Connection.Execute($"CREATE TABLE kept AS SELECT * FROM {offered.Sql}");
        Assert.Equal(copies * Texts.Length, Connection.Scalar<long>("SELECT count(*) FROM kept"));
        Assert.Equal(copies, Connection.Scalar<long>("SELECT count(*) FROM kept WHERE s = $1", new string('x', 100)));
        Assert.Equal(Texts.Length, Connection.Scalar<long>("SELECT count(DISTINCT COALESCE(s, 'none')) FROM kept"));
    }

    [Fact]
    public void Only_the_columns_that_a_query_needs_are_written()
    {
        var asked = new bool[3];
        using var offered = Connection.Offer(new Made([Number, Word, new("d", new(DuckTypeId.Double))], 10, (_, count, into) =>
        {
            for (var i = 0; i < asked.Length; i++)
                asked[i] |= into[i] is not null;
            for (var row = 0; row < count; row++)
                into[2]?.Set(row, row / 2.0);
        }));
        Assert.Equal(22.5, Connection.Scalar<double>($"SELECT sum(d) FROM {offered.Sql}"));
        Assert.Equal([false, false, true], asked);
        // Counting asks for the first column, since it has to ask for one.
        Assert.Equal(10, Connection.Scalar<long>($"SELECT count(*) FROM {offered.Sql}"));
        Assert.False(asked[1]);
        // Asked for and not written: nothing, and in another order than the columns have.
        Assert.Equal(0, Connection.Scalar<long>($"SELECT count(s) + count(n) FROM (SELECT d, s, n FROM {offered.Sql} ORDER BY d)"));
        Assert.Equal([true, true, true], asked);
    }

    [Theory]
    [InlineData(0), InlineData(1), InlineData(2048), InlineData(2049), InlineData(30_720), InlineData(30_721)]
    public void As_many_rows_come_as_there_are(int count)
    {
        using var offered = Connection.Offer(Numbers(count));
        Assert.Equal((long)count, Connection.Scalar<long>($"SELECT count(*) FROM {offered.Sql}"));
        Assert.Equal((long)count, Connection.Scalar<long>($"SELECT count(DISTINCT n) FROM {offered.Sql} WHERE n BETWEEN 0 AND {count - 1}"));
    }

    [Fact]
    public void Several_threads_share_the_rows_and_each_is_asked_for_once()
    {
        const int count = 400_000;
        Connection.Execute("SET threads = 4");
        var times = new int[count];
        using var met = new Barrier(2);
        var threads = new HashSet<int>();
        using var offered = Connection.Offer(new Made([Number], count, (first, rows, into) =>
        {
            // The first two threads wait for each other, so that they are there at the same time.
            bool isOneOfTwo;
            lock (threads)
                isOneOfTwo = threads.Add(Environment.CurrentManagedThreadId) && threads.Count <= 2;
            if (isOneOfTwo)
                met.SignalAndWait(TimeSpan.FromMinutes(1));
            for (var row = 0; row < rows; row++)
            {
                Interlocked.Increment(ref times[first + row]);
                into[0]!.Set(row, first + row);
            }
        }));
        Assert.Equal(count * (count - 1L) / 2, Connection.Scalar<long>($"SELECT CAST(sum(n) AS BIGINT) FROM {offered.Sql}"));
        Assert.All(times, t => Assert.Equal(1, t));
        Assert.InRange(threads.Count, 2, 4);
    }

    [Theory]
    [InlineData("true"), InlineData("false")]
    public void Rows_are_inserted_joined_and_grouped_by_several_threads(string keepsOrder)
    {
        const int count = 300_000;
        Connection.Execute($"SET threads = 4; SET preserve_insertion_order = {keepsOrder}; CREATE TABLE t (n BIGINT, s VARCHAR)");
        using var offered = Connection.Offer(new Made([Number, Word], count, (first, rows, into) =>
        {
            for (var row = 0; row < rows; row++)
            {
                into[0]?.Set(row, first + row);
                into[1]?.Set(row, $"a text that is copied {(first + row) % 1000}");
            }
        }));
        Assert.Equal(count, Connection.Execute($"INSERT INTO t SELECT n, s FROM {offered.Sql}"));
        Assert.Equal(0, Connection.Scalar<long>($"SELECT count(*) FROM t WHERE s <> 'a text that is copied ' || (n % 1000)"));
        Assert.Equal((count, 1000L), (Connection.Scalar<long>("SELECT count(DISTINCT n) FROM t"), Connection.Scalar<long>("SELECT count(DISTINCT s) FROM t")));
        if (keepsOrder == "true")
            Assert.Equal(0, Connection.Scalar<long>("SELECT count(*) FROM t WHERE rowid <> n"));
        Assert.Equal(count, Connection.Scalar<long>($"SELECT count(*) FROM {offered.Sql} AS o JOIN t ON t.n = o.n AND t.s = o.s"));
        Assert.Equal((1000L, 300L), Connection.Rows<(long, long)>($"SELECT count(*), max(rows) FROM (SELECT s, count(*) AS rows FROM {offered.Sql} GROUP BY s)")[0]);
    }

    [Fact]
    public void What_fails_while_rows_are_written_becomes_the_error_of_the_query()
    {
        using var broken = Connection.Offer(new Made([Number], 500_000, (first, _, _) => throw new InvalidOperationException($"Row {first / 500_000} cannot be read: 'é'.")));
        using var good = Connection.Offer(Numbers(10));
        for (var round = 0; round < 3; round++)
        {
            var error = Assert.Throws<DuckException>(() => Connection.Query($"SELECT sum(n) FROM {broken.Sql}"));
            Assert.Contains("Row 0 cannot be read: 'é'.", error.Message);
            Assert.Equal(45, Connection.Scalar<long>($"SELECT CAST(sum(n) AS BIGINT) FROM {good.Sql}"));
        }
        using var wrong = Connection.Offer(new Made([Number], 5, (_, _, into) => into[0]!.Set(0, 1.5f)));
        Assert.Contains("The column n is BIGINT and takes no Single", Assert.Throws<DuckException>(() => Connection.Query($"SELECT n FROM {wrong.Sql}")).Message);
    }

    [Fact]
    public void A_failure_in_a_transaction_can_be_rolled_back()
    {
        Connection.Execute("CREATE TABLE t (n BIGINT)");
        using var broken = Connection.Offer(new Made([Number], 100_000, (first, count, into) =>
        {
            if (first > 50_000)
                throw new InvalidOperationException("The end is missing.");
            for (var row = 0; row < count; row++)
                into[0]!.Set(row, first + row);
        }));
        using (Connection.Begin())
            Assert.Contains("The end is missing.", Assert.Throws<DuckException>(() => Connection.Execute($"INSERT INTO t SELECT n FROM {broken.Sql}")).Message);
        Assert.Equal(0, Connection.Scalar<long>("SELECT count(*) FROM t"));
    }

    [Fact]
    public void Rows_that_are_no_longer_offered_give_a_clear_error()
    {
        var offered = Connection.Offer(Numbers(10));
        Connection.Execute($"CREATE TEMP VIEW v AS SELECT * FROM {offered.Sql}");
        Assert.Equal(10, Connection.Scalar<long>("SELECT count(*) FROM v"));
        offered.Dispose();
        offered.Dispose();
        Assert.Contains($"{offered.Sql}: these rows are not offered, or no longer.", Assert.Throws<DuckException>(() => Connection.Query($"SELECT * FROM {offered.Sql}")).Message);
        Assert.Contains("these rows are not offered, or no longer.", Assert.Throws<DuckException>(() => Connection.Query("SELECT * FROM v")).Message);
        Assert.Equal(42, Connection.Scalar<int>("SELECT 42"));
    }

    [Fact]
    public void Rows_offered_at_once_are_read_together_and_apart()
    {
        using var few = Connection.Offer(Numbers(100));
        using var many = Connection.Offer(Numbers(100_000));
        Assert.NotEqual(few.Sql, many.Sql);
        Assert.Equal((100L, 4950L), Connection.Rows<(long, long)>($"SELECT count(*), CAST(sum(a.n) AS BIGINT) FROM {few.Sql} AS a JOIN {many.Sql} AS b USING (n)")[0]);
        Assert.Equal(100_100, Connection.Scalar<long>($"SELECT count(*) FROM (SELECT n FROM {few.Sql} UNION ALL SELECT n FROM {many.Sql})"));
        few.Dispose();
        Assert.Equal(100_000, Connection.Scalar<long>($"SELECT count(*) FROM {many.Sql}"));
    }

    [Fact]
    public void Connections_offer_at_the_same_time_inside_and_outside_of_transactions()
    {
        Parallel.For(0, 64, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            using var own = Database.Connect();
            using var transaction = i % 2 == 0 ? own.Begin() : null;
            using var offered = own.Offer(Numbers(i));
            Assert.Equal(i, own.Scalar<long>($"SELECT count(*) FROM {offered.Sql}"));
            transaction?.Commit();
        });
        // What was offered first inside a transaction outlives one that is rolled back.
        using var database = DuckDatabase.InMemory();
        using var connection = database.Connect();
        using (connection.Begin())
        using (var offered = connection.Offer(Numbers(3)))
            Assert.Equal(3, connection.Scalar<long>($"SELECT count(*) FROM {offered.Sql}"));
        using var again = connection.Offer(Numbers(4));
        Assert.Equal(4, connection.Scalar<long>($"SELECT count(*) FROM {again.Sql}"));
    }

    [Fact]
    public void A_cancelled_query_stops_and_the_rows_can_be_read_again()
    {
        using var cancel = new CancellationTokenSource();
        var isFirst = true;
        // More rows than anybody could wait for.
        using var endless = Connection.Offer(new Made([Number], long.MaxValue / 4, (_, count, into) =>
        {
            if (isFirst)
                cancel.Cancel();
            isFirst = false;
            into[0]!.Values<long>()[..count].Fill(1);
        }));
        Assert.ThrowsAny<OperationCanceledException>(() => Connection.Query($"SELECT sum(n) FROM {endless.Sql}", cancel.Token));
        Assert.Equal(5_000, Connection.Scalar<long>($"SELECT count(*) FROM (SELECT n FROM {endless.Sql} LIMIT 5000)"));
    }

    [Fact]
    public void A_prepared_query_reads_the_rows_each_time_anew()
    {
        long from = 0;
        using var offered = Connection.Offer(new Made([Number], 1_000, (first, count, into) =>
        {
            for (var row = 0; row < count; row++)
                into[0]?.Set(row, from + first + row);
        }));
        for (; from < 3; from++)
            Assert.Equal(from + 10, Connection.Scalar<long>($"SELECT min(n) FROM {offered.Sql} WHERE n >= $1", from + 10));
    }

    private void Same(string sql)
    {
        using var result = Connection.Query($"SELECT s, n FROM {sql} ORDER BY n");
        var chunk = result.NextChunk()!;
        Assert.Equal(Texts, Enumerable.Range(0, chunk.Count).Select(row => (string?)chunk[0].GetValue(row)));
    }

    internal static IDuckRows Numbers(long count) => new Made([Number], count, (first, rows, into) =>
    {
        for (var row = 0; row < rows; row++)
            into[0]?.Set(row, first + row);
    });

    internal delegate void Filling(long first, int count, ReadOnlySpan<DuckColumnWriter?> into);

    private sealed class Made(IReadOnlyList<DuckColumn> columns, long count, Filling fill) : IDuckRows
    {
        public IReadOnlyList<DuckColumn> Columns => columns;

        public long Count => count;

        public void Fill(long first, int rows, ReadOnlySpan<DuckColumnWriter?> into) => fill(first, rows, into);
    }

    /// <summary>Texts in one piece of native memory, that ends 12 bytes behind them.</summary>
    private sealed class LentTexts : IDuckRows, IDisposable
    {
        private readonly byte* _within;
        private readonly TextSpan[] _spans;

        internal LentTexts(string?[] texts, int copies)
        {
            var all = Encoding.UTF8.GetBytes(string.Concat(texts));
            _within = (byte*)NativeMemory.Alloc((nuint)all.Length + 12);
            all.CopyTo(new Span<byte>(_within, all.Length));
            new Span<byte>(_within + all.Length, 12).Fill(0xEE);
            var at = 0;
            var once = new List<TextSpan>();
            foreach (var text in texts)
            {
                var length = text is null ? -1 : Encoding.UTF8.GetByteCount(text);
                once.Add(text is null ? TextSpan.Null : new(at, length));
                at += Math.Max(0, length);
            }
            _spans = [.. Enumerable.Repeat(once, copies).SelectMany(o => o)];
        }

        public IReadOnlyList<DuckColumn> Columns { get; } = [Number, Word];

        public long Count => _spans.Length;

        public void Fill(long first, int count, ReadOnlySpan<DuckColumnWriter?> into)
        {
            for (var row = 0; row < count; row++)
                into[0]?.Set(row, first + row);
            fixed (TextSpan* spans = _spans)
            {
                // In two parts, the second with every other span told of.
                var half = count / 2;
                into[1]?.Lend(0, _within, spans + first, 1, half);
                for (var row = half; row < count; row++)
                    into[1]?.Lend(row, _within, spans + first + row, 2, 1);
            }
        }

        public void Dispose() => NativeMemory.Free(_within);
    }
}
