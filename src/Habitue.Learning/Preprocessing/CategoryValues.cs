using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Preprocessing;

/// <summary>A number for each text of each text column, one for a missing text, and one for all texts that were not there.</summary>
internal sealed class CategoryValues(Categories categories, double unseen)
{
    private readonly double[]?[] values = [.. Enumerable.Range(0, categories.Count).Select(c => categories.Texts(c) is { } texts ? new double[texts.Length + 1] : null)];

    /// <summary>The numbers of a text column by the places of its texts; the last is that of a missing text.</summary>
    public double[] Of(int column) => values[column]!;

    public void Encode(Frame x, Matrix into)
    {
        into.MustBe(x.Rows, categories.Count, nameof(into));
        for (var c = 0; c < categories.Count; c++)
        {
            if (values[c] is not { } numbers)
            {
                categories.CopyNumbers(x, c, into);
                continue;
            }

            var column = categories.TextsOf(x, c);
            var byCode = Array.ConvertAll(categories.Places(c, column, UnseenCategory.IsMissing), place => (float)(place < 0 ? unseen : numbers[place]));
            var missing = (float)numbers[^1];
            for (var r = 0; r < x.Rows; r++) into[r, c] = column.Codes[r] < 0 ? missing : byCode[column.Codes[r]];
        }
    }

    public void Save(ModelWriter to)
    {
        categories.Save(to);
        to.Write("values", (double[])[.. values.SelectMany(column => column ?? [])]);
        to.Write("unseen", [unseen]);
    }

    public static CategoryValues Load(ModelReader from)
    {
        var categories = Categories.Load(from);
        var loaded = new CategoryValues(categories, from.Doubles("unseen", 1)[0]);
        var (flat, at) = (from.Doubles("values", loaded.values.Sum(column => column?.Length ?? 0)), 0);
        foreach (var column in loaded.values)
        {
            if (column is null) continue;
            flat.AsSpan(at, column.Length).CopyTo(column);
            at += column.Length;
        }

        return loaded;
    }
}
