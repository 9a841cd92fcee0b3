using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Recommendation;

/// <summary>
/// Recommends what is of the same sort as what a user has: items are described by attributes (words, categories, brands), a
/// user by the sum of what they took. The one method that recommends an item that nobody has taken yet. Not for finding what
/// goes together without being alike, such as bread and butter.
/// <code>
/// var described = bought.WithAttributes([("tea", "drink", 1f), ("cup", "china", 1f)]);
/// var model = new ContentBased().Fit(described);
/// Recommended[] next = model.Recommend("ann", 10);
/// </code>
/// At least one pair and the attributes are needed. An item without attributes gets the score 0, and so does everything for a
/// user who has only such items. Values below 0 (dislikes) count against what is alike.
/// Cost: one look at each attribute of each item, at the fit and for each user's scores; memory: 8 bytes per attribute of an item.
/// Source: Lops, de Gemmis and Semeraro, "Content-based recommender systems: state of the art and trends" (2011), section
/// 3.3.1; weights as <see cref="Similarity.TfIdf"/>.
/// </summary>
public sealed record ContentBased : IEstimator<Interactions, ContentBasedModel>
{
    /// <summary>Whether rare attributes count for more: each is multiplied by ln((1 + items) / (1 + items that have it)) + 1.</summary>
    public bool WeighRareness { get; init; } = true;

    /// <inheritdoc/>
    public ContentBasedModel Fit(Interactions data, FitRun run = default)
    {
        Settings.Check(this);
        ArgumentNullException.ThrowIfNull(data);
        data.Check(nameof(ContentBased));
        run.Cancel.ThrowIfCancellationRequested();
        if (data.Attributes is not { } attributes) throw new BadDataException($"{nameof(ContentBased)} needs to know what the items are; add it by Interactions.WithAttributes.");
        var weighting = Weighting.Of(attributes, WeighRareness ? Similarity.TfIdf : Similarity.Cosine, 0, 0);
        var weighed = weighting.Weigh(attributes);
        var unit = weighed.Values.ToArray();
        for (var item = 0; item < weighed.Rows; item++)
        {
            var scale = weighting.Part(weighed.ValuesOf(item));
            for (var i = weighed.Starts[item]; i < weighed.Starts[item + 1]; i++) unit[i] = (float)(unit[i] * scale);
        }

        run.Progress?.Report(1);
        return ContentBasedModel.Of(this, data, new SparseMatrix(weighed.Columns, weighed.Starts.ToArray(), weighed.Indices.ToArray(), unit));
    }
}
