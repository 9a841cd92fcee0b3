using System.Runtime.InteropServices;
using System.Text;
using Habitue.Duck;
using Habitue.Lake.Loading.Csv;

namespace Habitue.Tests.Loading.Csv;

public sealed unsafe class CsvSplitTests
{
    [Fact]
    public void Known_texts_give_known_fields()
    {
        Gives("a,b\nc,d\n", "a b", "c d");
        Gives("a,b\nc,d", "a b", "c d");
        Gives("a,b\r\nc,d\r\n", "a b", "c d");
        Gives("a,b\r\nc,d", "a b", "c d");
        Gives("\"a\",\"b\"\r\n\"c\",\"d\"\r\n", "a b", "c d");
        Gives("\"a\",\"b\"", "a b");
        Gives("a,\"b,c\"\n", "a b,c");
        Gives("\"\"\"a\"\"\",b\n", "\"a\" b");
        Gives("\"\"\"\",\"\"\"\"\"\"\n", "\" \"\"");
        Gives("\"a\"\",\"\"b\",c\n\"d\",e\n", "a\",\"b c", "d e");
        Gives("é,日本\n\"ü\"\"ö\",😀\n", "é 日本", "ü\"ö 😀");
        Gives("a;b,'\n\"a\"\"b\",'\n", "a;b '", "a\"b '");
    }

    [Fact]
    public void Empty_fields_are_missing_whether_quoted_or_not()
    {
        Assert.Equal([[null, null], ["a", null], [null, "b"]], Split(",\na,\n,b\n", 2)!);
        Assert.Equal([[null, null], [null, null]], Split("\"\",\n,\"\"", 2)!);
        Assert.Equal([[null, null]], Split("\"\",\"\"\r\n", 2)!);
        Assert.Equal([[" ", "  "]], Split(" ,\"  \"\n", 2)!);
        // At the end of the text, where no line end tells of the last one.
        Assert.Equal([["a", null]], Split("a,", 2)!);
    }

    [Fact]
    public void One_column_is_a_table_too()
    {
        Assert.Equal([["a"], ["b c"], [null], ["d,e"]], Split("a\nb c\n\"\"\n\"d,e\"\n", 1)!);
        Assert.Equal([["a"], ["b"]], Split("a\r\nb", 1)!);
        Assert.Empty(Split("", 1)!);
        Assert.Empty(Split("", 3)!);
    }

    [Fact]
    public void Other_delimiters_and_quotes_are_as_good()
    {
        Assert.Equal([["a,b", "c"], ["d;e", "f\"g"]], Split("a,b;c\n\"d;e\";\"f\"\"g\"\n", 2, ';')!);
        Assert.Equal([["a", "b"]], Split("a\tb\n", 2, '\t')!);
        Assert.Equal([["a\"b", "c|'d"]], Split("a\"b|'c|''d'\n", 2, '|', '\'')!);
    }

    [Theory]
    [InlineData("a,b\rc,d\n", "a bare return as a line end")]
    [InlineData("a,b\r\rc,d\r", "bare returns as line ends")]
    [InlineData("a\rx,b\n", "a return in a field")]
    [InlineData("a,\"b\rc\"\n", "a return in quotes")]
    [InlineData("a,\"b\"\"\rc\"\n", "a return behind a doubled quote")]
    [InlineData("a,b\r\nc,d\n", "a return at some line ends")]
    [InlineData("a,b\nc,d\r\n", "a return at some line ends")]
    [InlineData("a,b\nc,d\r", "a return at the end")]
    [InlineData("a,b\r\nc,d\r", "a return without a line feed at the end")]
    [InlineData("a,b\r\r\n", "two returns")]
    [InlineData("a,b\"c\n", "a quote in a field")]
    [InlineData("a, \"b\"\n", "a blank before a quote")]
    [InlineData("a,b\"\n", "a quote at the end of a field")]
    [InlineData("\"a\"b,c\n", "a text after a closing quote")]
    [InlineData("\"a\" ,c\n", "a blank after a closing quote")]
    [InlineData("a,\"b\"c\n", "a text after a closing quote")]
    [InlineData("a,\"b\"c", "a text after a closing quote at the end")]
    [InlineData("\"a\"b\"c\",d\n", "a quote after a closing quote")]
    [InlineData("a,\"b\n", "an open quote")]
    [InlineData("a,\"b", "an open quote at the end")]
    [InlineData("a,\"", "an open quote at the end")]
    [InlineData("a,\"b\"\"", "an open quote after a doubled one")]
    [InlineData("a\n", "too few fields")]
    [InlineData("a,b\nc", "too few fields at the end")]
    [InlineData("a,b\nc\nd,e\n", "too few fields in the middle")]
    [InlineData("a,b,c\n", "too many fields")]
    [InlineData("a,b,\n", "an empty field too many")]
    [InlineData("a,b\nc,d,e", "too many fields at the end")]
    [InlineData("a,b\n\nc,d\n", "an empty line")]
    [InlineData("\na,b\n", "an empty line at the start")]
    [InlineData("a,b\n\n", "an empty line at the end")]
    [InlineData("a,b\r\n\r\n", "an empty line at the end")]
    [InlineData("a,\"b\nc\"\n", "a line break in quotes")]
    [InlineData("a,\"b\r\nc\"\r\n", "a line break in quotes")]
    public void What_readers_may_take_in_several_ways_is_refused(string text, string why)
    {
        Assert.True(Split(text, 2) is null, why);
        // The same behind rows that fill some blocks.
        string before = string.Concat(Enumerable.Repeat(text.Contains("\r\n") ? "0123456789,0123456789\r\n" : "0123456789,0123456789\n", 5));
        Assert.True(Split(before + text, 2) is null, $"{why}, further on");
    }

    [Theory]
    [InlineData("\na\n"), InlineData("a\n\nb\n"), InlineData("a\n\n"), InlineData("a\r\n\r\n"), InlineData("\n")]
    public void An_empty_line_of_one_column_is_refused(string text) => Assert.Null(Split(text, 1));

    [Fact]
    public void Marks_are_found_at_every_place_around_the_borders_of_blocks()
    {
        for (int before = 0; before <= 100; before++)
        {
            string x = new('x', before);
            foreach (string end in new[] { "\n", "\r\n" })
            {
                Same([[x, "b"], ["c", x]], $"{x},b{end}c,{x}{end}");
                Same([[x, "b"], ["c", x]], $"{x},b{end}c,{x}");
                Same([[x + ",y", "b"], ["c", "d"]], $"\"{x},y\",b{end}c,d{end}");
                Same([[x + "\"y", "b"], ["c", "d"]], $"\"{x}\"\"y\",b{end}c,d{end}");
                Same([[x + "\"", "b"], ["c", "d"]], $"\"{x}\"\"\",b{end}c,d{end}");
                Same([["b", x + "\"\"" + x], ["c", "d"]], $"b,\"{x}\"\"\"\"{x}\"{end}c,d{end}");
                Assert.Null(Split($"{x}x\",b{end}c,d{end}", 2));
                Assert.Null(Split($"\"{x}\"y,b{end}c,d{end}", 2));
                Assert.Null(Split($"\"{x}{end}\",b{end}c,d{end}", 2));
                Assert.Null(Split($"a,\"{x}", 2));
                Assert.Null(Split($"a,{x}{end}{end}", 2));
            }
        }
    }

    [Fact]
    public void Random_tables_come_back_as_they_were_written()
    {
        for (int seed = 0; seed < 3_000; seed++)
        {
            var random = new Random(seed);
            string[] parts = ["a", "bc", "\"", "\"\"", ",", ";", " ", "é", "日", "😀", "x,y", new('z', random.Next(70)), "'", "\t", "\0"];
            int columns = random.Next(1, 7), rows = random.Next(0, 12);
            string end = random.Next(2) == 0 ? "\n" : "\r\n";
            string[][] table = [.. Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, columns)
                .Select(_ => string.Concat(Enumerable.Range(0, random.Next(5)).Select(_ => parts[random.Next(parts.Length)]))).ToArray())];
            // A field without a text of a table of one column has quotes, or it would be an empty line.
            string Written(string field) => field.AsSpan().ContainsAny(',', '"') || random.Next(4) == 0 || (field.Length == 0 && columns == 1) ? $"\"{field.Replace("\"", "\"\"")}\"" : field;
            string text = string.Join(end, table.Select(row => string.Join(',', row.Select(Written)))) + (rows > 0 && random.Next(2) == 0 ? end : "");
            Same(table, text, columns);
        }
    }

    [Fact]
    public void Whatever_a_text_holds_the_fields_lie_within_it()
    {
        int taken = 0;
        for (int seed = 0; seed < 20_000; seed++)
        {
            var random = new Random(seed);
            // Split itself looks whether each field lies in the text.
            if (Split(new string(random.GetItems<char>("ab\",\n\n\r", random.Next(90))), random.Next(1, 4)) is not null)
                taken++;
        }

        Assert.InRange(taken, 100, 19_900);
    }

    private static void Gives(string text, params string[] rows) => Same([.. rows.Select(r => r.Split(' '))], text);

    private static void Same(string[][] expected, string text, int columns = 2)
    {
        string?[][]? fields = Split(text, columns);
        Assert.True(fields is not null, $"refused: {text}");
        Assert.Equal([.. expected.Select(r => r.Select(f => f.Length == 0 ? null : f).ToArray())], fields);
    }

    /// <summary>The fields, or null where the text is refused. Behind the text stand marks, which must not be seen.</summary>
    private static string?[][]? Split(string text, int columns, char delimiter = ',', char quote = '"')
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        int lines = bytes.Count(b => b == '\n') + 1;
        foreach (byte behind in "\n\",x"u8)
        {
            byte* at = (byte*)NativeMemory.Alloc((nuint)bytes.Length + 32);
            var fields = new TextSpan[lines * columns + 1];
            try
            {
                bytes.CopyTo(new Span<byte>(at, bytes.Length));
                new Span<byte>(at + bytes.Length, 32).Fill(behind);
                fields[^1] = new(-7, -7);
                int rows;
                fixed (TextSpan* into = fields)
                    rows = CsvSplit.Rows(at, bytes.Length, (byte)delimiter, (byte)quote, columns, into);
                Assert.Equal(new TextSpan(-7, -7), fields[^1]);
                Assert.Equal(-1, new Span<byte>(at + bytes.Length, 32).IndexOfAnyExcept(behind));
                Assert.InRange(rows, -1, lines);
                if (rows < 0)
                {
                    if (behind == 'x')
                        return null;
                    continue;
                }

                var found = new string?[rows][];
                for (int row = 0; row < rows; row++)
                {
                    found[row] = new string?[columns];
                    for (int column = 0; column < columns; column++)
                    {
                        TextSpan span = fields[row * columns + column];
                        Assert.NotEqual(0, span.Length);
                        if (span.IsNull)
                            continue;
                        Assert.InRange(span.Start, 0, bytes.Length - span.Length);
                        found[row][column] = Encoding.UTF8.GetString(at + span.Start, span.Length);
                    }
                }

                if (behind == 'x')
                    return found;
            }
            finally
            {
                NativeMemory.Free(at);
            }
        }

        throw new InvalidOperationException();
    }
}
