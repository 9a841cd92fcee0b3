using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Preprocessing;

/// <summary>What an encoder does with a text that was not there when it was fitted.</summary>
public enum UnseenCategory
{
    /// <summary>It counts as missing: a new country must not stop the scoring of a day.</summary>
    IsMissing,

    /// <summary>It is an error that names column and text.</summary>
    IsError,
}

/// <summary>The texts of each text column of a frame, sorted by their code points; number columns pass through.</summary>
internal sealed class Categories
{
    private readonly string[] columns;
    private readonly string[]?[] texts; // null for a column of numbers
    private readonly Dictionary<string, int>?[] places;

    private Categories(string[] columns, string[]?[] texts)
    {
        (this.columns, this.texts) = (columns, texts);
        places = Array.ConvertAll(
            texts, column => column?.Index().ToDictionary(text => text.Item, text => text.Index, StringComparer.Ordinal));
    }

    public int Count => columns.Length;

    public IReadOnlyList<string> Columns => columns;

    /// <summary>The texts of a column, or null for a column of numbers.</summary>
    public string[]? Texts(int column) => texts[column];

    public IReadOnlyList<string> Texts(string column) =>
        texts[Math.Max(0, Array.IndexOf(columns, column))] is { } found && columns.Contains(column)
            ? found
            : throw new BadDataException($"There is no text column '{column}'; there are: {string.Join(", ", columns.Where((_, i) => texts[i] is not null))}.", column);

    public static Categories Learn(Frame data, string recipe, int most, CancellationToken cancel)
    {
        if (data.Columns.Count == 0) throw new BadDataException($"{recipe} needs at least one column; there is none.");
        var texts = new string[]?[data.Columns.Count];
        for (var c = 0; c < texts.Length; c++)
        {
            cancel.ThrowIfCancellationRequested();
            if (data.Columns[c] is TimeColumn moments)
                throw new BadDataException($"Column '{moments.Name}' holds times, which {recipe} cannot take; make numbers of them with TimeColumn.DaysBefore, or use FrameEncoder.", moments.Name);
            if (data.Columns[c] is not TextColumn column) continue;
            var counts = column.Counts();
            string[] found = [.. column.Texts.Where((_, code) => counts[code] > 0)];
            if (found.Length > most)
                throw new BadDataException($"Column '{column.Name}' has {found.Length} different texts, more than the {most} that {recipe}.MaxCategories allows.", column.Name);
            Array.Sort(found, StringComparer.Ordinal);
            texts[c] = found;
        }

        return new Categories([.. data.Columns.Select(column => column.Name)], texts);
    }

    /// <summary>Calls back for each value: column, row, and the text's place (-1 when missing) or the number.</summary>
    public void Read(Frame data, UnseenCategory unseen, Action<int, int, int> text, Action<int, int, double> number)
    {
        for (var c = 0; c < columns.Length; c++)
        {
            switch (data[columns[c]])
            {
                case NumberColumn numbers when texts[c] is null:
                    for (var r = 0; r < data.Rows; r++) number(c, r, numbers.Values[r]);
                    break;
                case BooleanColumn truths when texts[c] is null:
                    for (var r = 0; r < data.Rows; r++) number(c, r, truths[r] switch { true => 1, false => 0, null => double.NaN });
                    break;
                case TextColumn words when places[c] is { } known:
                    var placeOf = Places(words, known, unseen);
                    for (var r = 0; r < data.Rows; r++) text(c, r, words.Codes[r] < 0 ? -1 : placeOf[words.Codes[r]]);
                    break;
                default:
                    throw Changed(c, data[columns[c]]);
            }
        }
    }

    /// <summary>Writes a column of numbers or truth values.</summary>
    public void CopyNumbers(Frame data, int column, Matrix into)
    {
        var values = data[columns[column]] switch
        {
            NumberColumn numbers => numbers,
            BooleanColumn truths => truths.ToNumbers(),
            var other => throw Changed(column, other),
        };
        into.Fill(column, values.Values);
    }

    /// <summary>The texts of a column of texts.</summary>
    public TextColumn TextsOf(Frame data, int column) => data[columns[column]] as TextColumn ?? throw Changed(column, data[columns[column]]);

    /// <inheritdoc cref="Places(TextColumn, Dictionary{string, int}, UnseenCategory)"/>
    public int[] Places(int column, TextColumn texts, UnseenCategory unseen) => Places(texts, places[column]!, unseen);

    public void Save(ModelWriter to)
    {
        to.Write("counts", texts.Select(column => column?.Length ?? -1).ToArray());
        to.Write("texts", (string[])[.. texts.SelectMany(column => column ?? [])]);
    }

    public static Categories Load(ModelReader from)
    {
        var (counts, flat, at) = (from.Integers("counts"), from.Texts("texts"), 0);
        if (counts.Length != from.Card.Columns.Count || counts.Sum(count => (long)Math.Max(0, count)) != flat.Length)
            throw new InvalidDataException("The encoder's columns and categories do not fit together.");
        var texts = Array.ConvertAll(counts, count => count < 0 ? null : flat[at..(at += count)]);
        return new Categories([.. from.Card.Columns], texts);
    }

    /// <summary>The place of each of the column's own texts, -1 for those that were not there at the fit.</summary>
    private static int[] Places(TextColumn column, Dictionary<string, int> known, UnseenCategory unseen)
    {
        var places = new int[column.Texts.Count];
        for (var code = 0; code < places.Length; code++)
        {
            places[code] = known.GetValueOrDefault(column.Texts[code], -1);
            if (places[code] >= 0 || unseen == UnseenCategory.IsMissing) continue;
            var row = column.Codes.IndexOf(code);
            if (row >= 0) throw new BadDataException($"Column '{column.Name}' has '{column.Texts[code]}' in row {row}, which was not there at the fit.", column.Name, row);
        }

        return places;
    }

    private BadDataException Changed(int column, FrameColumn now) =>
        new($"Column '{columns[column]}' held {(texts[column] is null ? "numbers" : "texts")} at the fit and holds {now.Sort} now.", columns[column]);
}
