using Habitue.Decisions.Customers;

namespace Habitue.Decisions;

/// <summary>What a placement could show: its offers, or products from where it takes them.</summary>
internal static class Sources
{
    /// <summary>So many products are looked at in a placement at most.</summary>
    private const int MostProducts = 200;

    public static List<Candidate> Of(Placement placement, World world, in CustomerView customer)
    {
        var (products, view) = (world.Products, customer);
        if (placement.Products is not { } source) return placement.Offers.Select(offer => Candidate.Of(offer, view, products)).ToList();
        var lines = source switch
        {
            ProductSource.Recommendations => Recommended(world, customer),
            ProductSource.Similar => Similar(world, customer),
            _ => Popular(world, customer),
        };
        var seen = new HashSet<int>();
        return lines.Where(line => seen.Add(line.Product)).Take(MostProducts).Select(line => Candidate.Of(line, products)).ToList();
    }

    /// <summary>The customer's own list; for whom there is none, what is bought most.</summary>
    private static IEnumerable<RecommendedProduct> Recommended(World world, CustomerView customer)
    {
        var lists = world.Customers.Recommendations;
        var count = customer.IsKnown && ReferenceEquals(customer.Table, world.Customers) ? lists.Of(customer.Row) : 0;
        return count == 0 ? Popular(world, customer) : Enumerable.Range(0, count).Select(place => lists.At(customer.Row, place)).Concat(After(Popular(world, customer), lists.At(customer.Row, count - 1).Score));
    }

    private static IEnumerable<RecommendedProduct> Similar(World world, CustomerView customer)
    {
        var products = world.Products;
        var named = customer.Context.GetValueOrDefault("product") is { } page ? products.Find(page) : -1;
        var starts = named >= 0 ? [named] : customer.Live.Products.Select(products.Find).Where(number => number >= 0).Take(3).ToArray();
        var like = starts.SelectMany(products.Similar).Where(line => !starts.Contains(line.Product)).OrderByDescending(line => line.Score).ToArray();
        return like.Concat(After(Popular(world, customer).Where(line => !starts.Contains(line.Product)), like.Length == 0 ? 1 : like[^1].Score));
    }

    private static IReadOnlyList<RecommendedProduct> Popular(World world, CustomerView customer) =>
        world.Products.Popular(customer.Context.GetValueOrDefault("country") ?? customer.Text(Country));

    private static readonly CustomerField Country = CustomerFields.Find("country")!;

    /// <summary>Fills up behind a list: each score is held below the list's last.</summary>
    private static IEnumerable<RecommendedProduct> After(IEnumerable<RecommendedProduct> more, float last) =>
        more.Select(line => line with { Score = Math.Min(line.Score, last * 0.99f) * 0.99f });
}
