using System.Collections.Concurrent;
using System.Globalization;
using Habitue.Learning.Data;
using Habitue.Stages;

namespace Habitue.Recommendations;

/// <summary>
/// Says why a product is recommended, in words that can be checked against the orders: the part that speaks most for it gives
/// the reason, and one that has none to show is passed over.
/// </summary>
/// <param name="snapshot">What is known.</param>
/// <param name="parts">The parts of the blend.</param>
/// <param name="blend">How much each counts.</param>
/// <param name="contexts">What is popular where.</param>
/// <param name="all">These, and those that give reasons only.</param>
internal sealed class Why(Snapshot snapshot, IReadOnlyList<Part> parts, Blend blend, Contexts contexts, IReadOnlyList<Part> all)
{
    private readonly SparseMatrix buyers = snapshot.Known.Values.Transpose();
    private readonly ModelPart? neighbours = all.OfType<ModelPart>().FirstOrDefault(part => part.Name == PartNames.Bm25);
    private readonly ConcurrentDictionary<(int, int), int> counted = new();

    /// <summary>The reason, and which part gives it.</summary>
    public (string Words, string Source) Of(string customer, Basket basket, Shortlist list, int place)
    {
        var item = list.Items[place];
        if (Array.BinarySearch(basket.Items, item) is >= 0 and var own) return (Again(basket, own), PartNames.Again);
        foreach (var part in Enumerable.Range(0, blend.Parts.Length).Where(part => blend.Weights[part] > 0 && list.Scores[part][place] > 0).OrderByDescending(part => blend.Weights[part] * list.Scores[part][place]))
        {
            var name = blend.Parts[part];
            var words = name switch
            {
                PartNames.Popular or PartNames.Lately => contexts.Popular(customer, item, name == PartNames.Lately),
                PartNames.Content => Alike(basket, item),
                _ => With(parts[part] as ModelPart, basket, item),
            };
            if (words is not null) return (words, name);
        }
        return (contexts.Popular(customer, item, lately: false), PartNames.Popular);
    }

    /// <summary>"bought with X by 23 others"; null when nobody did.</summary>
    public string? With(ModelPart? part, Basket basket, int item)
    {
        foreach (var asked in (ModelPart?[])[part, neighbours])
        {
            if (asked?.Because(basket, item) is not (>= 0 and var because)) continue;
            var both = Both(basket.Items[because], item);
            if (both > 0) return $"bought with {snapshot.Products[basket.Items[because]].Title} by {Words.Count(both, "other")}";
        }
        return null;
    }

    /// <summary>How many customers bought both.</summary>
    public int Both(int one, int other) => counted.GetOrAdd((Math.Min(one, other), Math.Max(one, other)), pair =>
    {
        ReadOnlySpan<int> a = buyers.IndicesOf(pair.Item1), b = buyers.IndicesOf(pair.Item2);
        var (both, at) = (0, 0);
        foreach (var customer in a)
        {
            while (at < b.Length && b[at] < customer) at++;
            if (at < b.Length && b[at] == customer) both++;
        }
        return both;
    });

    /// <summary>"same category as X", or the words that two names share; null when they have nothing in common.</summary>
    public string? Alike(Basket basket, int item)
    {
        var (product, best, because) = (snapshot.Products[item], 0.0, -1);
        string[] words = [.. product.Words];
        for (var place = 0; place < basket.Items.Length; place++)
        {
            var other = snapshot.Products[basket.Items[place]];
            var alike = (IsSameKind(product, other) ? 1.5 : 0) + other.Words.Count(word => words.Contains(word));
            if (alike * basket.Values[place] > best) (best, because) = (alike * basket.Values[place], place);
        }
        return because < 0 ? null : Alike(snapshot.Products[basket.Items[because]], product);
    }

    /// <summary>What two products have in common, in words; null when nothing.</summary>
    public static string? Alike(Product known, Product product)
    {
        string[] shared = [.. product.Words.Where(word => known.Words.Contains(word))];
        return IsSameKind(known, product) ? $"same category as {known.Title}: {product.Category}"
            : shared.Length > 0 ? $"like {known.Title}: {string.Join(", ", shared)}"
            : null;
    }

    private static bool IsSameKind(Product one, Product other) => !string.IsNullOrWhiteSpace(one.Category) && one.Category == other.Category;

    private string Again(Basket basket, int place)
    {
        var gap = Math.Max(1, Math.Round(snapshot.Repeats[basket.Items[place]].GapDays));
        var since = Math.Floor(basket.DaysSince(place, snapshot.At));
        var usual = string.Create(CultureInfo.InvariantCulture, $"usually every {Words.Count((long)gap, "day")}, last {Words.Count((long)since, "day")} ago");
        return since >= 0.75 * gap ? $"time to buy again: {usual}" : $"bought again by many: {usual}";
    }
}
