using System.Text;

namespace Habitue.Decisions.Customers;

/// <summary>Texts that come again and again, each kept once and named by a number; -1 is none.</summary>
internal sealed class TextCodes
{
    private readonly IdIndex index = new();
    private readonly List<string> texts = [];

    public string? this[int code] => code < 0 ? null : texts[code];

    public int Count => texts.Count;

    public long Bytes => index.Bytes + texts.Sum(text => 24L + (2 * text.Length));

    public int Of(ReadOnlySpan<byte> text)
    {
        if (index.Find(text) is >= 0 and var known) return known;
        texts.Add(Encoding.UTF8.GetString(text));
        return index.Add(text);
    }
}
