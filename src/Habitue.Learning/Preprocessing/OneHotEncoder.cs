using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Preprocessing;

/// <summary>
/// Makes of each text column one column per text, 1 where the row has it and 0 elsewhere, named
/// <c>country=France</c>; number columns pass through. For few different texts without an order; with hundreds
/// use <see cref="OrdinalEncoder"/>.
/// A missing text has 0 in all of its columns. No rows are fine: there are then no texts to know.
/// </summary>
public sealed record OneHotEncoder : IEstimator<Frame, OneHotEncoding>
{
    /// <summary>The most different texts a column may have; more are an error, not a matrix that fills the memory.</summary>
    [Range(1, 100_000)]
    public int MaxCategories { get; init; } = 1_000;

    /// <summary>What to do later with a text that was not there at the fit.</summary>
    public UnseenCategory Unseen { get; init; }

    /// <inheritdoc/>
    public OneHotEncoding Fit(Frame data, FitRun run = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        Settings.Check(this);
        var categories = Categories.Learn(data, nameof(OneHotEncoder), MaxCategories, run.Cancel);
        run.Progress?.Report(1);
        return new OneHotEncoding(ModelCard.Of(OneHotEncoding.Format, this, categories.Columns, data.Rows), categories, Unseen);
    }
}

/// <summary>The texts that a <see cref="OneHotEncoder"/> found.</summary>
public sealed class OneHotEncoding : IEncoder, IModel<OneHotEncoding>
{
    private readonly Categories categories;
    private readonly UnseenCategory unseen;
    private readonly int[] firstOutputs;

    internal OneHotEncoding(ModelCard card, Categories categories, UnseenCategory unseen)
    {
        (Card, this.categories, this.unseen) = (card, categories, unseen);
        firstOutputs = new int[categories.Count];
        var names = new List<string>();
        for (var c = 0; c < categories.Count; c++)
        {
            firstOutputs[c] = names.Count;
            var column = categories.Columns[c];
            names.AddRange(categories.Texts(c)?.Select(text => $"{column}={text}") ?? [column]);
        }

        OutputColumns = names;
    }

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("one-hot", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> OutputColumns { get; }

    /// <summary>The texts of a column, in the order of its output columns.</summary>
    public IReadOnlyList<string> Categories(string column) => categories.Texts(column);

    /// <inheritdoc/>
    public void Encode(Frame x, Matrix into)
    {
        into.MustBe(x.Rows, OutputColumns.Count, nameof(into));
        into.Values.Clear();
        categories.Read(
            x, unseen,
            (column, row, place) =>
            {
                if (place >= 0) into[row, firstOutputs[column] + place] = 1;
            },
            (column, row, number) => into[row, firstOutputs[column]] = (float)number);
    }

    /// <inheritdoc/>
    public void Save(ModelWriter to)
    {
        categories.Save(to);
        to.Write("unseen", (int[])[(int)unseen]);
    }

    /// <inheritdoc/>
    public static OneHotEncoding Load(ModelReader from) =>
        new(from.Card, Preprocessing.Categories.Load(from), (UnseenCategory)from.Integers("unseen", 1)[0]);
}
