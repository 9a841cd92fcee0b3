using Habitue.Duck;
using Habitue.Recommendations;

namespace Habitue.Decisions.Customers;

/// <summary>One line of what is recommended.</summary>
internal readonly record struct RecommendedProduct(int Product, float Score, string Reason);

/// <summary>What the last run recommends to each customer, customer after customer: product, score and the number of the reason's text.</summary>
internal sealed class RecommendationLists
{
    private readonly int[] starts;
    private int[] products = new int[1024];
    private float[] scores = new float[1024];
    private int[] reasons = new int[1024];
    private readonly TextCodes texts = new();

    private RecommendationLists(int customers) => starts = new int[customers + 1];

    public static RecommendationLists Empty { get; } = new(0);

    public long Bytes => ((starts.Length + products.Length + scores.Length + reasons.Length) * 4L) + texts.Bytes;

    /// <summary>How many a customer has.</summary>
    public int Of(int row) => row < 0 || row + 1 >= starts.Length ? 0 : starts[row + 1] - starts[row];

    public RecommendedProduct At(int row, int place) => new(products[starts[row] + place], scores[starts[row] + place], texts[reasons[starts[row] + place]]!);

    public static RecommendationLists Read(DuckConnection warehouse, CustomerTable customers, ProductTable known, CancellationToken cancel)
    {
        var lists = new RecommendationLists(customers.Count);
        var (count, last) = (0, -1);
        using var result = warehouse.Stream($"SELECT customer_id, product_id, CAST(score AS FLOAT), COALESCE(reason, '') FROM {RecommendationTables.Recommendations} ORDER BY customer_id, place", cancel);
        foreach (var chunk in result.Chunks())
        {
            var scored = chunk[2].Values<float>();
            for (var i = 0; i < chunk.Count; i++)
            {
                var row = customers.Row(chunk[0].GetString(i));
                if (row < 0 || row < last || known.Find(chunk[1].GetString(i)) is not (>= 0 and var product)) continue;
                while (last < row) lists.starts[++last] = count;
                lists.Room(count);
                (lists.products[count], lists.scores[count], lists.reasons[count]) = (product, scored[i], lists.texts.Of(chunk[3].GetUtf8(i)));
                count++;
            }
        }
        while (last < customers.Count - 1) lists.starts[++last] = count;
        lists.starts[customers.Count] = count;
        Array.Resize(ref lists.products, count);
        Array.Resize(ref lists.scores, count);
        Array.Resize(ref lists.reasons, count);
        return lists;
    }

    private void Room(int count)
    {
        if (count < products.Length) return;
        Array.Resize(ref products, count * 2);
        Array.Resize(ref scores, count * 2);
        Array.Resize(ref reasons, count * 2);
    }
}
