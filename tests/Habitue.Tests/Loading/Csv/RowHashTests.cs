using System.Text;
using Habitue.Duck;
using Habitue.Lake.Loading.Csv;

namespace Habitue.Tests.Loading.Csv;

public sealed unsafe class RowHashTests
{
    /// <summary>The rows lie one behind the other, so that other bytes are behind and before each field.</summary>
    private static ulong[] Of(params string?[][] rows)
    {
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(rows.Select((row, i) => $"{i % 10}{string.Concat(row)}")) + "12345678");
        var fields = new List<TextSpan>();
        int at = 0;
        foreach (string?[] row in rows)
        {
            at++;
            foreach (string? field in row)
            {
                fields.Add(field is null ? TextSpan.Null : new TextSpan(at, field.Length));
                at += field?.Length ?? 0;
            }
        }

        ulong[] hashes = new ulong[rows.Length];
        fixed (byte* first = text)
        fixed (TextSpan* spans = fields.ToArray())
            RowHash.Of(first, spans, rows[0].Length, hashes);
        return hashes;
    }

    [Fact]
    public void The_same_texts_have_the_same_hash_wherever_they_lie()
    {
        for (int length = 1; length <= 40; length++)
        {
            string word = new([.. Enumerable.Range(0, length).Select(i => (char)('a' + (i % 26)))]);
            ulong[] hashes = Of(["x", word, null], ["other", "texts", "between"], ["x", word, null]);
            Assert.Equal(hashes[0], hashes[2]);
            Assert.NotEqual(hashes[0], hashes[1]);
        }
    }

    [Fact]
    public void Each_character_tells_rows_apart()
    {
        for (int length = 1; length <= 40; length++)
        {
            string word = new('a', length);
            string?[][] rows = [[word, "z"], .. Enumerable.Range(0, length).Select(i => new[] { word[..i] + 'b' + word[(i + 1)..], "z" })];
            Assert.Equal(length + 1, Of(rows).Distinct().Count());
        }
    }

    [Fact]
    public void Places_and_ends_of_texts_tell_rows_apart()
    {
        string?[][] rows = [["ab", "c", "c"], ["a", "bc", "c"], ["abc", null, "c"], [null, "abc", "c"], ["c", "ab", "c"], ["c", "c", "ab"], ["ab", "d", "d"], [null, null, null], ["\0", null, null], ["\0\0", null, null]];
        Assert.Equal(rows.Length, Of(rows).Distinct().Count());
    }

    [Fact]
    public void Many_rows_of_few_texts_hardly_ever_share_a_hash()
    {
        string?[][] rows = [.. from a in Enumerable.Range(0, 60) from b in Enumerable.Range(0, 60) from c in Enumerable.Range(0, 30) select new[] { $"{a}", $"2011-01-{b:00} 10:00:00", $"WHITE HANGING HEART {c}" }];
        ulong[] hashes = Of(rows);
        Assert.Equal(rows.Length, hashes.Distinct().Count());
        // The lowest bits alone, by which most are told apart.
        Assert.InRange(hashes.Select(h => h & 0xFFFFF).Distinct().Count(), 102_000, 104_500);
    }
}
