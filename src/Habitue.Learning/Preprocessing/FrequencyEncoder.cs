using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Preprocessing;

/// <summary>
/// Makes of each text column one column: the share of the rows at the fit that have the text. For columns of hundreds
/// or thousands of texts (towns, products, campaigns), when being common or rare is what matters. Two texts of one
/// share cannot be told apart; where a target is known, <see cref="TargetEncoder"/> says more.
/// <code>
/// Matrix shares = new FrequencyEncoder().Fit(customers).Encode(customers);
/// </code>
/// A missing text has the share of the rows that miss it, a text that was not there 0. Number columns and truth values
/// pass through. No rows are fine: all shares are then 0.
/// Cost: one pass and one look-up per different text.
/// </summary>
public sealed record FrequencyEncoder : IEstimator<Frame, FrequencyEncoding>
{
    /// <summary>The most different texts a column may have.</summary>
    [Range(1, 10_000_000)]
    public int MaxCategories { get; init; } = 1_000_000;

    /// <summary>Whether the number of rows is written instead of their share.</summary>
    public bool Counts { get; init; }

    /// <inheritdoc/>
    public FrequencyEncoding Fit(Frame data, FitRun run = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        Settings.Check(this);
        var categories = Categories.Learn(data, nameof(FrequencyEncoder), MaxCategories, run.Cancel);
        var shares = new CategoryValues(categories, 0);
        var divisor = Counts ? 1.0 : Math.Max(1, data.Rows);
        for (var c = 0; c < categories.Count; c++)
        {
            if (data.Columns[c] is not TextColumn column) continue;
            var (counts, places) = (column.Counts(), categories.Places(c, column, UnseenCategory.IsMissing));
            for (var code = 0; code < counts.Length; code++)
                if (places[code] >= 0) shares.Of(c)[places[code]] = counts[code] / divisor;
            shares.Of(c)[^1] = column.Missing / divisor;
        }

        run.Progress?.Report(1);
        return new FrequencyEncoding(ModelCard.Of(FrequencyEncoding.Format, this, categories.Columns, data.Rows), shares);
    }
}

/// <summary>The shares that a <see cref="FrequencyEncoder"/> counted.</summary>
public sealed class FrequencyEncoding : IEncoder, IModel<FrequencyEncoding>
{
    private readonly CategoryValues shares;

    internal FrequencyEncoding(ModelCard card, CategoryValues shares) => (Card, this.shares) = (card, shares);

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("frequency-encoding", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <summary>The columns of the frame.</summary>
    public IReadOnlyList<string> OutputColumns => Card.Columns;

    /// <inheritdoc/>
    public void Encode(Frame x, Matrix into) => shares.Encode(x, into);

    /// <inheritdoc/>
    public void Save(ModelWriter to) => shares.Save(to);

    /// <inheritdoc/>
    public static FrequencyEncoding Load(ModelReader from) => new(from.Card, CategoryValues.Load(from));
}
