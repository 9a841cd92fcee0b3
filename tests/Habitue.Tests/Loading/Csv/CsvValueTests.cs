using System.Globalization;
using System.Text;
using Habitue.Duck;
using Habitue.Lake.Events;
using Habitue.Lake.Loading;
using Habitue.Lake.Loading.Csv;
using Habitue.Lake.Loading.Lines;
using Habitue.Lake.Mapping;
using Habitue.Lake.Sources;

namespace Habitue.Tests.Loading.Csv;

/// <summary>A value that is read here is the one that DuckDB reads from the same text; where none is read, DuckDB decides.</summary>
public sealed class CsvValueTests : IDisposable
{
    private readonly DuckDatabase database = DuckDatabase.InMemory();
    private readonly DuckConnection connection;

    public CsvValueTests() => connection = database.Connect();

    public void Dispose()
    {
        connection.Dispose();
        database.Dispose();
    }

    private static string[] Numbers(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            string digits = new(random.GetItems<char>(random.Next(3) == 0 ? "09" : "0123456789", random.Next(1, 26)));
            if (random.Next(4) == 0)
                digits = new string('0', random.Next(1, 4)) + digits;
            if (random.Next(3) > 0)
                digits = digits.Insert(random.Next(digits.Length + 1), ".");
            string sign = random.Next(12) switch { < 3 => "-", 3 => "+", 4 => "--", _ => "" };
            return random.Next(30) switch { 0 => $" {sign}{digits}", 1 => $"{sign}{digits} ", 2 => $"{sign} {digits}", 3 => $"{sign}{digits}e{random.Next(-5, 20)}", 4 => digits.Insert(random.Next(digits.Length + 1), "."), _ => sign + digits };
        })];
    }

    private static readonly string[] OddNumbers =
    [
        "0", "-0", "0.0", "-0.0", "-0.00001", ".", "-", "-.", ".5", "-.5", "5.", "00", "007", "0.1", "0.30000000000000004", "9007199254740993", "-9007199254740993", "0.000000000000001", "123456789012345", "1234567890123456",
        "999999999999999", "99999999999999.9999", "-99999999999999.9999", "99999999999999.99999", "100000000000000", "9223372036854775807", "9223372036854775808", "18446744073709551616", "184467440737095516160", "1844674407370955.1617",
        "922337203685477.5807", "0.00005", "0.00004999", "1_000", "1,5", "1e5", "nan", "inf", "-inf", "Infinity", "NULL", "", " ", "  ", "0x10", "１", "1\0", "4.35", "2.675", "1.005", "179769313486231570000000000000000000000000",
    ];

    private static string[] Times(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            string date = $"{(random.Next(3) == 0 ? random.Next(0, 10_000) : random.Next(1890, 2110)):0000}-{random.Next(0, 14):00}-{random.Next(0, 33):00}";
            string time = $"{random.Next(0, 26):00}:{random.Next(0, 62):00}:{random.Next(0, 62):00}";
            return random.Next(20) switch { < 3 => date, < 9 => $"{date} {time}", < 14 => $"{date}T{time}", 14 => $"{date} {time}.123", 15 => $"{date} {time}Z", 16 => $" {date} {time}", 17 => $"{date}  {time[1..]}", 18 => $"{date} {time[..5]}", _ => $"{date}{time}" };
        })];
    }

    private static readonly string[] OddTimes =
    [
        "2024-02-29", "2023-02-29", "1900-02-29", "2000-02-29", "2100-02-29", "2024-02-30", "2024-04-31", "2024-13-01", "2024-00-10", "2024-01-00", "0000-01-01", "0001-01-01", "9999-12-31", "9999-12-31 23:59:59", "0001-01-01T00:00:00",
        "2024-02-29 00:00:00", "2024-02-29T23:59:59", "2024-02-29 24:00:00", "2024-02-29 23:60:00", "2024-02-29 23:59:60", "2024-02-29t10:00:00", "2024-02-29_10:00:00", "2024/02/29", "2024-02-29 1:00:00 ", "2024-2-29 10:00:00", "2024-02-2910:00:00 ",
        "1969-12-31 23:59:59", "1970-01-01", "-024-02-28", "+024-02-28", "20 4-02-28", "2024-02-28 10-00-00", "1582-10-10", "epoch", "infinity", "2024-02-29 10:00:0 ", "٢٠٢٤-02",
    ];

    [Fact]
    public void Numbers_are_the_doubles_that_DuckDB_reads_bit_by_bit() =>
        Compare(FieldType.Number, [.. Numbers(1, 40_000), .. OddNumbers], text => LineRead.Number(text) is { } value ? BitConverter.DoubleToInt64Bits(value) : null, atLeast: 0.3);

    [Fact]
    public void Amounts_are_the_decimals_that_DuckDB_reads() =>
        Compare(FieldType.Money, [.. Numbers(2, 40_000), .. OddNumbers], text => LineRead.Money(text), atLeast: 0.1);

    [Fact]
    public void Amounts_as_shops_write_them_are_all_read()
    {
        var random = new Random(3);
        Compare(FieldType.Money, [.. Enumerable.Range(0, 20_000).Select(_ => (random.Next(-1_000_000, 10_000_000) / 100m).ToString(CultureInfo.InvariantCulture))], text => LineRead.Money(text), atLeast: 1);
    }

    [Fact]
    public void Times_are_those_that_DuckDB_reads() =>
        Compare(FieldType.Time, [.. Times(4, 40_000), .. OddTimes], text => CsvValue.Of(CsvColumnKind.Time, text), atLeast: 0.3);

    [Fact]
    public void Every_second_and_every_day_is_read()
    {
        DateTime start = new(1999, 12, 28, 0, 0, 0, DateTimeKind.Utc);
        Compare(FieldType.Time, [.. Enumerable.Range(0, 1_600).Select(i => start.AddDays(i).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            .. Enumerable.Range(0, 20_000).Select(i => start.AddSeconds(i * 4321L).ToString(i % 2 == 0 ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture))], text => CsvValue.Of(CsvColumnKind.Time, text), atLeast: 1);
    }

    [Fact]
    public void Values_are_taken_for_their_kind_as_columns_store_them()
    {
        Assert.Equal(BitConverter.DoubleToInt64Bits(-2.5), CsvValue.Of(CsvColumnKind.Number, "-2.5"u8));
        Assert.Equal(-25_000, CsvValue.Of(CsvColumnKind.Money, "-2.5"u8));
        Assert.Equal(86_400_000_000, CsvValue.Of(CsvColumnKind.Time, "1970-01-02"u8));
        Assert.Null(CsvValue.Of(CsvColumnKind.Word, "1"u8));
    }

    /// <summary>Blanks of many kinds, control characters and what looks like a number of a spreadsheet, around words and alone.</summary>
    private static string[] Words()
    {
        string[] around = ["", " ", "  ", "\t", "\u00A0", "\u2003", "\u3000", "\u0001", " \u00A0", "\u00A0 ", "\t ", " \t", "é", ".0", "0", "\u007F", "!"];
        return [.. from before in around from word in new[] { "", "x", "17850", "17850.0", ".0", "a b", "é" } from after in around select before + word + after];
    }

    [Theory]
    [InlineData(null), InlineData(ReadAs.WholeNumberId)]
    public unsafe void Words_without_what_stands_around_them_are_those_that_SQL_gives(string? way)
    {
        string[] words = [.. Words().Where(w => w.Length > 0)];
        connection.Execute("CREATE TABLE words (i INTEGER, text VARCHAR)");
        using (DuckAppender rows = connection.Appender("words"))
            rows.Append(Enumerable.Range(0, words.Length).ToArray(), words);
        IReadOnlyList<string?> expected = connection.Rows<string?>($"SELECT {ReadAs.Sql(FieldType.Id, way, "text")} FROM words ORDER BY i");
        var column = new CsvColumn("w", CsvColumn.KindOf(FieldType.Id, way)!.Value, 0);
        string path = Path.GetTempFileName();
        int sure = 0;
        using var memory = new HeldMemory(1 << 16);
        try
        {
            LoadFile file = new()
            {
                Source = new SourceFile { Address = path, LocalPath = path, Format = SourceFormat.Csv }, ReadPath = path, Id = 1, Bytes = 1, Modified = DateTime.UnixEpoch, Sha256 = "",
            };
            for (int i = 0; i < words.Length; i++)
            {
                File.WriteAllText(path, words[i]);
                CsvFile? read = CsvFile.Read(file, memory, new CsvDialect(',', '"', 0, false, ["w"]), 1, [column]);
                if (read is null)
                    continue;
                sure++;
                TextSpan span = *read.Texts(column, 0, 0, out _);
                string? word = span.IsNull ? null : Encoding.UTF8.GetString(read.Text + span.Start, span.Length);
                Assert.True(word == expected[i], $"'{words[i]}' is '{expected[i]}' in SQL, and '{word}' here");
            }
        }
        finally
        {
            File.Delete(path);
        }

        Assert.InRange(sure, words.Length / 4, words.Length - 1);
    }

    private void Compare(FieldType type, string[] texts, Func<byte[], long?> read, double atLeast)
    {
        connection.Execute("CREATE OR REPLACE TABLE texts (i INTEGER, text VARCHAR)");
        using (DuckAppender rows = connection.Appender("texts"))
            rows.Append(Enumerable.Range(0, texts.Length).ToArray(), texts);
        int given = 0;
        using DuckResult result = connection.Query($"SELECT i, {ReadAs.Sql(type, null, "text")} AS value FROM texts ORDER BY i");
        foreach (DuckChunk chunk in result.Chunks())
        {
            for (int row = 0; row < chunk.Count; row++)
            {
                string text = texts[chunk[0].Values<int>()[row]];
                if (read(Encoding.UTF8.GetBytes(text)) is not { } value)
                    continue;
                given++;
                Assert.True(chunk[1].Validity.IsValid(row), $"'{text}' is nothing to DuckDB, and {value} here");
                long theirs = type == FieldType.Number ? BitConverter.DoubleToInt64Bits(chunk[1].Values<double>()[row]) : chunk[1].Values<long>()[row];
                Assert.True(theirs == value, $"'{text}' is {theirs} to DuckDB, and {value} here");
            }
        }

        Assert.InRange(given, atLeast * texts.Length, texts.Length);
    }
}
