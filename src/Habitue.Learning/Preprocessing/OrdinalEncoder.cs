using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Preprocessing;

/// <summary>
/// Label encoding: makes of each text column one column of whole numbers, the text's place from 0 among the
/// column's texts sorted by their code points; number columns pass through. For trees, and for labels to
/// predict. Not for distances or linear models, which would take the numbers for amounts.
/// A missing text becomes NaN. No rows are fine: there are then no texts to know.
/// </summary>
public sealed record OrdinalEncoder : IEstimator<Frame, OrdinalEncoding>
{
    /// <summary>The most different texts a column may have.</summary>
    [Range(1, 10_000_000)]
    public int MaxCategories { get; init; } = 1_000_000;

    /// <summary>What to do later with a text that was not there at the fit.</summary>
    public UnseenCategory Unseen { get; init; }

    /// <inheritdoc/>
    public OrdinalEncoding Fit(Frame data, FitRun run = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        Settings.Check(this);
        var categories = Categories.Learn(data, nameof(OrdinalEncoder), MaxCategories, run.Cancel);
        run.Progress?.Report(1);
        return new OrdinalEncoding(ModelCard.Of(OrdinalEncoding.Format, this, categories.Columns, data.Rows), categories, Unseen);
    }
}

/// <summary>The texts that an <see cref="OrdinalEncoder"/> found.</summary>
public sealed class OrdinalEncoding : IEncoder, IModel<OrdinalEncoding>
{
    private readonly Categories categories;
    private readonly UnseenCategory unseen;

    internal OrdinalEncoding(ModelCard card, Categories categories, UnseenCategory unseen) =>
        (Card, this.categories, this.unseen) = (card, categories, unseen);

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("ordinal", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <summary>The columns of the frame.</summary>
    public IReadOnlyList<string> OutputColumns => categories.Columns;

    /// <summary>The texts of a column; a text's place is its number.</summary>
    public IReadOnlyList<string> Categories(string column) => categories.Texts(column);

    /// <inheritdoc/>
    public void Encode(Frame x, Matrix into)
    {
        into.MustBe(x.Rows, OutputColumns.Count, nameof(into));
        categories.Read(
            x, unseen,
            (column, row, place) => into[row, column] = place >= 0 ? place : float.NaN,
            (column, row, number) => into[row, column] = (float)number);
    }

    /// <inheritdoc/>
    public void Save(ModelWriter to)
    {
        categories.Save(to);
        to.Write("unseen", (int[])[(int)unseen]);
    }

    /// <inheritdoc/>
    public static OrdinalEncoding Load(ModelReader from) =>
        new(from.Card, Preprocessing.Categories.Load(from), (UnseenCategory)from.Integers("unseen", 1)[0]);
}
