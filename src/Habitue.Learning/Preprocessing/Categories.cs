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
            if (data.Columns[c] is not TextColumn column) continue;
            var found = new HashSet<string>(StringComparer.Ordinal);
            foreach (var text in column.Values)
                if (text is not null && found.Add(text) && found.Count > most)
                    throw new BadDataException($"Column '{column.Name}' has more than {most} different texts, the limit that {recipe}.MaxCategories sets.", column.Name);
            texts[c] = [.. found.Order(StringComparer.Ordinal)];
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
                case TextColumn words when places[c] is { } known:
                    for (var r = 0; r < data.Rows; r++) text(c, r, Place(words, r, known, unseen));
                    break;
                default:
                    throw new BadDataException($"Column '{columns[c]}' held {(texts[c] is null ? "numbers" : "texts")} at the fit and does not now.", columns[c]);
            }
        }
    }

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

    private static int Place(TextColumn column, int row, Dictionary<string, int> known, UnseenCategory unseen)
    {
        if (column.Values[row] is not { } text) return -1;
        if (known.TryGetValue(text, out var place)) return place;
        return unseen == UnseenCategory.IsMissing
            ? -1
            : throw new BadDataException($"Column '{column.Name}' has '{text}' in row {row}, which was not there at the fit.", column.Name, row);
    }
}
