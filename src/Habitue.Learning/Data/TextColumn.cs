namespace Habitue.Learning.Data;

/// <summary>
/// A column of texts: each different text is kept once, a row is the number of its text. So a million rows of forty
/// countries take 4 MB, and an encoder looks up forty texts, not a million.
/// </summary>
public sealed class TextColumn : FrameColumn
{
    private readonly int[] codes;
    private readonly string[] texts;

    /// <summary>A column of texts; null is a missing one.</summary>
    public TextColumn(string name, IReadOnlyList<string?> values)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(values);
        var builder = new TextColumnBuilder(name, values.Count);
        foreach (var text in values) builder.Append(text);
        (codes, texts) = builder.Take();
    }

    /// <summary>A column of arrays, which are kept, not copied.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="codes">The number of each row's text, -1 where it is missing.</param>
    /// <param name="texts">The texts by their numbers, each once; some may be nobody's.</param>
    /// <exception cref="BadDataException">A number has no text, or a text is there twice.</exception>
    public TextColumn(string name, int[] codes, string[] texts)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(codes);
        ArgumentNullException.ThrowIfNull(texts);
        for (var row = 0; row < codes.Length; row++)
            if (codes[row] < -1 || codes[row] >= texts.Length)
                throw new BadDataException($"Column '{name}' has text number {codes[row]} in row {row}; there are {texts.Length} texts.", name, row);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in texts)
            if (!seen.Add(text)) throw new BadDataException($"Column '{name}' has the text '{text}' under two numbers.", name);
        (this.codes, this.texts) = (codes, texts);
    }

    private TextColumn(string name, string[] texts, int[] codes)
        : base(name) => (this.codes, this.texts) = (codes, texts);

    /// <summary>The number of each row's text in <see cref="Texts"/>, -1 where it is missing.</summary>
    public ReadOnlySpan<int> Codes => codes;

    /// <summary>The different texts; after <see cref="Take"/> some may be nobody's.</summary>
    public IReadOnlyList<string> Texts => texts;

    /// <inheritdoc/>
    public override int Rows => codes.Length;

    /// <summary>The row's text, or null.</summary>
    public string? this[int row] => codes[row] < 0 ? null : texts[codes[row]];

    internal override string Sort => "texts";

    /// <inheritdoc/>
    public override bool IsMissing(int row) => codes[row] < 0;

    /// <inheritdoc/>
    public override TextColumn Take(ReadOnlySpan<int> rows) => new(Name, texts, Take(codes, rows));

    /// <summary>How many rows have each of <see cref="Texts"/>.</summary>
    internal int[] Counts()
    {
        var counts = new int[texts.Length];
        foreach (var code in codes)
            if (code >= 0) counts[code]++;
        return counts;
    }

    internal static TextColumn Trusted(string name, int[] codes, string[] texts) => new(name, texts, codes);
}
