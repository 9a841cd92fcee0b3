using Habitue.Host.Answers;
using Habitue.Lake.Features;
using Habitue.Reports.Page;
using Habitue.Server.Web;
using Habitue.Server.Web.Access;

namespace Habitue.Customers;

/// <summary>A reason of a model in words; a positive contribution raises what is expected.</summary>
internal sealed record Reason(double Contribution, string Words);

/// <summary>Something that is expected of a customer, and why.</summary>
internal sealed record ScoreCard(string Title, string Figure, double? Share, string Words, IReadOnlyList<Reason> Reasons)
{
    private const int LongestHead = 160;

    /// <summary>Where long words of a slice that is not ready can be cut: after what it says, before its figures.</summary>
    private int Cut => Words.Length <= LongestHead ? Words.Length : Words.IndexOf(": ", Math.Min(Words.Length, 12), StringComparison.Ordinal) is var at and > 0 and < LongestHead ? at : Words.IndexOf(' ', LongestHead);

    public string Head => Cut < 0 ? Words : Words[..Cut];

    public string Rest => Cut < 0 || Cut == Words.Length ? "" : Names.Capital(Words[Cut..].TrimStart(':', ' '));
}

internal sealed record RecommendedProduct(int Place, string ProductId, string Product, string? Reason);

/// <summary>What happened at a moment; Kind is order, return, or empty.</summary>
internal sealed record TimelineStep(DateTime At, string Words, string Kind);

/// <summary>One customer as the tables know them, made ready to be read by a role.</summary>
internal sealed record CustomerStory
{
    public required IReadOnlyList<(string Name, string Text)> Who { get; init; }

    /// <summary>The personal fields that are shown.</summary>
    public required IReadOnlyList<string> Looked { get; init; }

    public string? Segment { get; init; }

    public int? SegmentId { get; init; }

    public string? Rfm { get; init; }

    public required IReadOnlyList<ScoreCard> Cards { get; init; }

    public required IReadOnlyList<RecommendedProduct> Recommended { get; init; }

    public required IReadOnlyList<(string Name, string Text, string Meaning)> Features { get; init; }

    /// <summary>Null when there is no such customer.</summary>
    public static CustomerStory? Read(PageView view, string id)
    {
        if (!view.Has("customers")) return null;
        var parts = CustomerParts.Read(view.Warehouse, id, view.Cancel);
        if (parts.FirstOrDefault(part => part.Table == "customers") is not { } customer) return null;
        var (who, looked) = WhoOf(view, id, customer);
        var (segment, number, rfm) = view.Has("customer_segments") ? view.Warehouse.Rows<(string?, int?, string?)>("SELECT MAX(cluster_name), MAX(cluster), MAX(rfm_segment) FROM customer_segments WHERE customer_id = $1", id)[0] : default;
        return new CustomerStory
        {
            Who = who, Looked = looked, Segment = segment, SegmentId = number, Rfm = rfm, Cards = CustomerScores.Read(view, id), Recommended = RecommendedTo(view, id), Features = FeaturesOf(view, id),
        };
    }

    private static (List<(string, string)>, List<string>) WhoOf(PageView view, string id, CustomerPart customer)
    {
        var (who, looked) = (new List<(string, string)>(), new List<string>());
        void Add(string name, object? value)
        {
            if (value is null or "") return;
            var personal = Masks.Personal.Contains(name);
            if (personal && view.Who.Role.MaySeePersons()) looked.Add(name);
            who.Add((name, personal && !view.Who.Role.MaySeePersons() ? Masks.Hidden : Text(view, name, value)));
        }
        if (view.Has("profiles") && view.Warehouse.Rows<(string?, string?, string?)>("SELECT MAX(name), MAX(email), MAX(phone) FROM profiles WHERE customer_id = $1", id) is [var (name, email, phone)])
        {
            Add("name", name);
            Add("email", email);
            Add("phone", phone);
        }
        foreach (var (i, column) in customer.Columns.Index())
            if (column.Name is not "is_known") Add(column.Name, customer.Lines[0][i]);
        return (who, looked);
    }

    private static string Text(PageView view, string name, object value) => (name, value) switch
    {
        ("revenue" or "returned", decimal money) => view.Format.Money((double)money),
        (_, DateTime at) => Numbers.Moment(at),
        (_, bool yes) => yes ? "yes" : "no",
        (_, long count) => Numbers.Count(count),
        _ => value.ToString() ?? "",
    };

    private static IReadOnlyList<RecommendedProduct> RecommendedTo(PageView view, string id) => view.Has("recommendations", "products")
        ? view.Warehouse.Rows<RecommendedProduct>("SELECT r.place, r.product_id, COALESCE(p.product_name, r.product_id) AS product, r.reason FROM recommendations r LEFT JOIN products p ON p.product_id = r.product_id WHERE r.customer_id = $1 ORDER BY r.place", id) : [];

    private static List<(string, string, string)> FeaturesOf(PageView view, string id)
    {
        if (CustomerParts.Features(view.Warehouse, id, view.Cancel) is not { } part) return [];
        var known = FeatureCatalogue.All.ToDictionary(feature => feature.Name);
        var features = new List<(string, string, string)>();
        foreach (var (i, column) in part.Columns.Index())
        {
            if (part.Lines[0][i] is not { } value || !known.TryGetValue(column.Name, out var feature)) continue;
            features.Add((column.Name, value is string or DateTime or bool ? Text(view, column.Name, value) : view.Format.InUnit(Convert.ToDouble(value is Int128 large ? (double)large : value), feature.Unit), feature.Meaning));
        }
        return features;
    }
}
