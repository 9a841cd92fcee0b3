using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Recommendation;

/// <summary>The neighbours that <see cref="UserNeighbours"/> found.</summary>
public sealed class UserNeighboursModel : IBasketRecommender, IModel<UserNeighboursModel>
{
    private readonly Weighting weighting;
    private readonly int listened; // how many neighbours a stranger listens to

    private UserNeighboursModel(ModelCard card, Interactions known, Weighting weighting, SparseMatrix nearest, int listened)
    {
        (Card, Known, Nearest) = (card, known, nearest);
        (this.weighting, this.listened) = (weighting, listened);
    }

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("user-neighbours", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <inheritdoc/>
    public Interactions Known { get; }

    /// <summary>Users by users: the similarity of each user's neighbours.</summary>
    public SparseMatrix Nearest { get; }

    /// <summary>The sum over the neighbours of their similarity times what they took.</summary>
    /// <inheritdoc/>
    public void Scores(int user, Span<float> into)
    {
        this.MustBe(into);
        into.Clear();
        var others = Nearest.IndicesOf(user);
        var similarities = Nearest.ValuesOf(user);
        for (var n = 0; n < others.Length; n++) Known.Values.AddTo(others[n], similarities[n], into);
    }

    /// <summary>As for a known user; the neighbours are found now, among all users, which takes a look at every pair.</summary>
    /// <inheritdoc/>
    public void BasketScores(ReadOnlySpan<int> items, ReadOnlySpan<float> values, Span<float> into)
    {
        this.MustBe(into);
        into.Clear();
        if (items.IsEmpty) return;
        var (own, basket) = (new float[items.Length], new float[Known.Items.Count]);
        weighting.Weigh(items, values, own);
        for (var i = 0; i < items.Length; i++) basket[items[i]] = own[i];
        var (mine, longest) = (weighting.Part(own), 0);
        for (var user = 0; user < Known.Users.Count; user++) longest = Math.Max(longest, Known.Values.IndicesOf(user).Length);
        var (similarities, weights) = (new float[Known.Users.Count], new float[longest]);
        for (var user = 0; user < similarities.Length; user++)
        {
            var taken = Known.Values.IndicesOf(user);
            var sum = 0.0;
            var theirs = weights.AsSpan(0, taken.Length);
            weighting.Weigh(taken, Known.Values.ValuesOf(user), theirs);
            for (var i = 0; i < taken.Length; i++) sum += (double)basket[taken[i]] * theirs[i];
            similarities[user] = (float)weighting.Finish(sum, mine, weighting.Part(theirs));
        }

        var best = new TopList(Math.Min(listened, similarities.Length), above: 0);
        best.Offer(similarities, default);
        foreach (var (similarity, user) in best.Sorted()) Known.Values.AddTo(user, similarity, into);
    }

    /// <inheritdoc/>
    public void Save(ModelWriter to)
    {
        Known.Save(to);
        weighting.Save(to);
        to.Write("listened", [listened]);
        to.Write("neighbour-starts", Nearest.Starts);
        to.Write("neighbours", Nearest.Indices);
        to.Write("similarities", Nearest.Values);
    }

    /// <inheritdoc/>
    public static UserNeighboursModel Load(ModelReader from)
    {
        var known = Interactions.Load(from);
        if (from.Integers("listened", 1)[0] is < 1 and var few) throw new InvalidDataException($"The model listens to {few} neighbours.");
        return new UserNeighboursModel(
            from.Card, known, Weighting.Load(from, known.Items.Count), Interactions.Square(from, known.Users.Count), from.Integers("listened", 1)[0]);
    }

    internal static UserNeighboursModel Of(UserNeighbours recipe, Interactions data, Weighting weighting, SparseMatrix nearest)
    {
        var card = ModelCard.Of(Format, recipe, [], data.Users.Count, ("items", data.Items.Count), ("pairs", nearest.Count));
        return new UserNeighboursModel(card, data, weighting, nearest, recipe.Neighbours);
    }
}
