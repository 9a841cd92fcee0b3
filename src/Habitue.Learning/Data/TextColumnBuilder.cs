using System.Buffers;
using System.Numerics;
using System.Text;

namespace Habitue.Learning.Data;

/// <summary>
/// Collects a <see cref="TextColumn"/> chunk by chunk. A text that was there before allocates nothing, whether it comes
/// as characters or as the UTF-8 that column stores keep.
/// <code>
/// var country = new TextColumnBuilder("country");
/// foreach (var chunk in result.Chunks())
///     for (var row = 0; row &lt; chunk.Count; row++)
///         if (chunk[0].Validity.IsValid(row)) country.AppendUtf8(chunk[0].GetUtf8(row));
///         else country.AppendMissing();
/// </code>
/// </summary>
public sealed class TextColumnBuilder
{
    private const int OnTheStack = 256;

    private readonly string name;
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> bySpan;
    private readonly List<string> texts = [];
    private Growing<int> codes;

    /// <inheritdoc cref="NumberColumnBuilder(string, int)"/>
    public TextColumnBuilder(string name, int capacity = 0)
    {
        (this.name, codes) = (name, new Growing<int>(capacity));
        bySpan = numbers.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>How many rows it has.</summary>
    public int Rows => codes.Count;

    /// <summary>Adds a row without a text.</summary>
    public void AppendMissing() => codes.More(1)[0] = -1;

    /// <summary>Adds a row; null is a missing text.</summary>
    public void Append(string? text)
    {
        if (text is null) AppendMissing();
        else codes.More(1)[0] = Number(text);
    }

    /// <summary>Adds a row.</summary>
    public void Append(ReadOnlySpan<char> text) => codes.More(1)[0] = Number(text);

    /// <summary>Adds a row of which the text is there as UTF-8.</summary>
    public void AppendUtf8(ReadOnlySpan<byte> text)
    {
        var rented = text.Length > OnTheStack ? ArrayPool<char>.Shared.Rent(text.Length) : null;
        var characters = rented ?? stackalloc char[OnTheStack];
        Append(characters[..Encoding.UTF8.GetChars(text, characters)]);
        if (rented is not null) ArrayPool<char>.Shared.Return(rented);
    }

    /// <summary>Adds the rows of a chunk that are places in a list of labels (an ENUM, a dictionary).</summary>
    /// <typeparam name="T">The type of the places.</typeparam>
    /// <param name="places">The place of each row's text; those of missing rows mean nothing.</param>
    /// <param name="labels">The texts by their places.</param>
    /// <param name="validity">One bit per row, the lowest first, set when the row has a value; empty when all have one.</param>
    public void AppendPlaces<T>(ReadOnlySpan<T> places, IReadOnlyList<string> labels, ReadOnlySpan<ulong> validity = default)
        where T : unmanaged, IBinaryInteger<T>
    {
        ArgumentNullException.ThrowIfNull(labels);
        Validity.CheckLength(validity, places.Length);
        var known = new int[labels.Count];
        Array.Fill(known, -1);
        var target = codes.More(places.Length);
        for (var i = 0; i < places.Length; i++)
        {
            if (!Validity.Has(validity, i))
            {
                target[i] = -1;
                continue;
            }

            var place = int.CreateChecked(places[i]);
            if (known[place] < 0) known[place] = Number(labels[place]);
            target[i] = known[place];
        }
    }

    /// <inheritdoc cref="NumberColumnBuilder.Build"/>
    public TextColumn Build() => TextColumn.Trusted(name, codes.ToArray(), [.. texts]);

    internal (int[] Codes, string[] Texts) Take() => (codes.ToArray(), [.. texts]);

    private int Number(ReadOnlySpan<char> text) => bySpan.TryGetValue(text, out var number) ? number : Add(text.ToString());

    private int Number(string text) => numbers.TryGetValue(text, out var number) ? number : Add(text);

    private int Add(string text)
    {
        numbers.Add(text, texts.Count);
        texts.Add(text);
        return texts.Count - 1;
    }
}
