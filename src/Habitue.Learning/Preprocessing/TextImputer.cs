using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Preprocessing;

/// <summary>
/// Fills the missing texts of a frame with the most frequent text of their column (of equally frequent ones the first
/// by code points), or with one text for all. Before an encoder, when a missing text shall not be a case of its own.
/// Encoders take missing texts too: mostly that says more. For numbers: <see cref="Imputer"/>.
/// <code>
/// Frame whole = new TextImputer { Constant = "unknown" }.Fit(customers).Fill(customers);
/// </code>
/// A column without any text is filled with "missing". Columns that are no texts pass through. No rows are fine.
/// Cost: one pass; memory: 4 bytes per row and text column.
/// </summary>
public sealed record TextImputer : IEstimator<Frame, TextImputation>
{
    /// <summary>The text for all columns; null for the most frequent one of each.</summary>
    public string? Constant { get; init; }

    /// <summary>
    /// Whether each column that has missing texts at the fit gets a column of truth values behind all columns, named
    /// <c>country_missing</c>.
    /// </summary>
    public bool Indicators { get; init; }

    /// <inheritdoc/>
    public TextImputation Fit(Frame data, FitRun run = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        Settings.Check(this);
        if (data.Columns.Count == 0) throw new BadDataException("TextImputer needs at least one column; there is none.");
        var (names, fills, marked) = (new List<string>(), new List<string>(), new List<int>());
        foreach (var column in data.Columns.OfType<TextColumn>())
        {
            run.Cancel.ThrowIfCancellationRequested();
            if (Indicators && column.Missing > 0) marked.Add(names.Count);
            names.Add(column.Name);
            fills.Add(Constant ?? MostFrequent(column));
        }

        run.Cancel.ThrowIfCancellationRequested();
        run.Progress?.Report(1);
        return new TextImputation(ModelCard.Of(TextImputation.Format, this, names, data.Rows), [.. fills], [.. marked]);
    }

    private static string MostFrequent(TextColumn column)
    {
        var (counts, best) = (column.Counts(), -1);
        for (var code = 0; code < counts.Length; code++)
            if (counts[code] > 0 && (best < 0 || counts[code] > counts[best] || (counts[code] == counts[best] && string.CompareOrdinal(column.Texts[code], column.Texts[best]) < 0)))
                best = code;
        return best < 0 ? "missing" : column.Texts[best];
    }
}

/// <summary>What a <see cref="TextImputer"/> fills each text column with.</summary>
public sealed class TextImputation : IModel<TextImputation>
{
    private readonly string[] fills;
    private readonly int[] marked;

    internal TextImputation(ModelCard card, string[] fills, int[] marked) => (Card, this.fills, this.marked) = (card, fills, marked);

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("text-imputation", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <summary>The text that each column of the card is filled with.</summary>
    public IReadOnlyList<string> Fills => fills;

    /// <summary>The frame with all of its columns, texts filled, then a column of truth values for each that is marked.</summary>
    /// <exception cref="BadDataException">A text column of the fit is missing or holds something else now.</exception>
    public Frame Fill(Frame x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var filled = x.Columns.ToList();
        for (var c = 0; c < fills.Length; c++)
        {
            var name = Card.Columns[c];
            if (x[name] is not TextColumn column) throw new BadDataException($"Column '{name}' held texts at the fit and holds {x[name].Sort} now.", name);
            if (marked.Contains(c)) filled.Add(new BooleanColumn($"{name}_missing", Array.ConvertAll(column.Codes.ToArray(), code => code < 0 ? (sbyte)1 : (sbyte)0)));
            filled[filled.IndexOf(column)] = Filled(column, fills[c]);
        }

        return new Frame(filled);
    }

    /// <inheritdoc/>
    public void Save(ModelWriter to)
    {
        to.Write("fills", fills);
        to.Write("marked", marked);
    }

    /// <inheritdoc/>
    public static TextImputation Load(ModelReader from)
    {
        var fills = from.Texts("fills");
        return fills.Length == from.Card.Columns.Count
            ? new TextImputation(from.Card, fills, from.Integers("marked"))
            : throw new InvalidDataException("The columns and texts of the imputation do not fit together.");
    }

    private static TextColumn Filled(TextColumn column, string fill)
    {
        string[] texts = [.. column.Texts];
        var code = Array.IndexOf(texts, fill);
        if (code < 0) (code, texts) = (texts.Length, [.. texts, fill]);
        return TextColumn.Trusted(column.Name, Array.ConvertAll(column.Codes.ToArray(), one => one < 0 ? code : one), texts);
    }
}
