using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Recommendation;

/// <summary>The recommenders that <see cref="Hybrid"/> fitted, and how they are blended.</summary>
public sealed class HybridModel : IBasketRecommender, IModel<HybridModel>
{
    private readonly double[] weights;
    private readonly Blend blend;
    private readonly double offset;

    private HybridModel(ModelCard card, Interactions known, IReadOnlyList<IRecommender> parts, double[] weights, Blend blend, double offset) =>
        (Card, Known, Parts, this.weights, this.blend, this.offset) = (card, known, parts, weights, blend, offset);

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("hybrid", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <inheritdoc/>
    public Interactions Known { get; }

    /// <summary>The fitted parts, in the order of the recipe.</summary>
    public IReadOnlyList<IRecommender> Parts { get; }

    /// <summary>The weighted mean over the parts that have something to say of this user; 0 when none has.</summary>
    /// <inheritdoc/>
    public void Scores(int user, Span<float> into)
    {
        this.MustBe(into);
        into.Clear();
        var (scores, total) = (new float[into.Length], 0.0);
        for (var i = 0; i < Parts.Count; i++)
        {
            Parts[i].Scores(user, scores);
            total += Add(scores, weights[i], into);
        }

        Divide(into, total);
    }

    /// <summary>The weighted mean over the parts that answer for strangers and have something to say of this basket; 0 when none has.</summary>
    /// <inheritdoc/>
    public void BasketScores(ReadOnlySpan<int> items, ReadOnlySpan<float> values, Span<float> into)
    {
        this.MustBe(into);
        into.Clear();
        var (scores, total) = (new float[into.Length], 0.0);
        for (var i = 0; i < Parts.Count; i++)
        {
            if (Parts[i] is not IBasketRecommender part) continue;
            part.BasketScores(items, values, scores);
            total += Add(scores, weights[i], into);
        }

        Divide(into, total);
    }

    /// <inheritdoc/>
    public void Save(ModelWriter to)
    {
        Known.Save(to);
        to.Write("weights", weights);
        to.Write("blend", [(int)blend]);
        to.Write("offset", [offset]);
        for (var i = 0; i < Parts.Count; i++) to.Write($"part {i}", Parts[i]);
    }

    /// <inheritdoc/>
    public static HybridModel Load(ModelReader from)
    {
        var (known, weights, blend) = (Interactions.Load(from), from.Doubles("weights"), (Blend)from.Integers("blend", 1)[0]);
        if (!Enum.IsDefined(blend)) throw new InvalidDataException($"The model blends in an unknown way ({(int)blend}).");
        var parts = new IRecommender[weights.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = from.Model($"part {i}") as IRecommender ?? throw new InvalidDataException($"Part {i} of the model does not recommend.");
            if (parts[i].Known.Users.Count != known.Users.Count || parts[i].Known.Items.Count != known.Items.Count) throw new InvalidDataException($"Part {i} of the model knows {parts[i].Known}, the whole {known}.");
        }

        return new HybridModel(from.Card, known, parts, weights, blend, from.Doubles("offset", 1)[0]);
    }

    internal static HybridModel Of(Hybrid recipe, Interactions data, IReadOnlyList<IRecommender> parts) => new(
        ModelCard.Of(Format, recipe, [], data.Users.Count, ("items", data.Items.Count)),
        data, parts, [.. recipe.Parts.Select(part => part.Weight)], recipe.Blend, recipe.RankOffset);

    /// <summary>Adds what a part says, and gives its weight; 0 when it scores all items alike.</summary>
    private double Add(float[] scores, double weight, Span<float> into)
    {
        float least = scores.Min(), most = scores.Max();
        if (least == most) return 0;
        if (blend == Blend.Scores)
        {
            var scale = weight / ((double)most - least);
            for (var item = 0; item < scores.Length; item++) into[item] += (float)((scores[item] - (double)least) * scale);
            return weight;
        }

        var (order, sorted) = (new int[scores.Length], Array.ConvertAll(scores, score => -score));
        for (var item = 0; item < order.Length; item++) order[item] = item;
        RadixSort.Rising(sorted, order);
        var rank = 0;
        for (var place = 0; place < order.Length && sorted[place] < -least; place++)
        {
            // Equal scores share a rank; what has the least score of all is not ranked.
            if (place == 0 || sorted[place] != sorted[place - 1]) rank = place + 1;
            into[order[place]] += (float)(weight / (offset + rank));
        }

        return weight;
    }

    private static void Divide(Span<float> scores, double total)
    {
        if (total == 0) return;
        foreach (ref var score in scores) score = (float)(score / total);
    }
}
