using System.Text.RegularExpressions;
using Habitue.Duck;
using Habitue.Lake.Storage;

namespace Habitue.Lake.Features;

/// <summary>All features with their meaning, unit and source, read from the SQL that defines them.</summary>
public static partial class FeatureCatalogue
{
    /// <summary>What each kind of source is, for the person who does not have it.</summary>
    private static readonly Dictionary<string, string> Needed = new(StringComparer.Ordinal)
    {
        ["any"] = "events, orders, reviews or tickets of known customers",
        ["orders"] = "orders of known customers",
        ["products"] = "order lines that name a product",
        ["categories"] = "order lines that name a category",
        ["returns"] = "returned or cancelled lines",
        ["discounts"] = "a discount or a coupon on orders",
        ["channels"] = "the channel of orders",
        ["sessions"] = "page or product views of known customers",
        ["devices"] = "the device of page or product views",
        ["emails"] = "e-mails delivered, opened or clicked",
        ["reviews"] = "product reviews with a time",
        ["tickets"] = "support tickets with a time",
        ["words"] = "reviews or tickets with a text, and before their month 20 reviews of four or five stars and 20 of one or two",
    };

    /// <summary>The features in the order of their table.</summary>
    public static IReadOnlyList<Feature> All { get; } = Parse(CustomerFeatures.Model);

    /// <summary>The features with how many customers have a value in the table of the last run, or in another one of theirs.</summary>
    public static IReadOnlyList<FeatureState> Read(DuckConnection connection, string table = CustomerFeatures.Table)
    {
        var filled = new Dictionary<string, long>(StringComparer.Ordinal);
        using (DuckResult result = connection.Query($"SELECT {string.Join(", ", All.Select(feature => $"COUNT({feature.Name})"))} FROM {table}"))
        using (DuckChunk row = result.NextChunk()!)
            for (int i = 0; i < All.Count; i++)
                filled[All[i].Name] = (long)row[i].GetValue(0)!;
        HashSet<string> present = [.. All.Where(feature => filled[feature.Name] > 0).Select(feature => feature.Source)];
        return [.. All.Select(feature => new FeatureState(feature, filled[feature.Name], present.Contains(feature.Source) ? null : Needed[feature.Source]))];
    }

    private static List<Feature> Parse(SqlModel model)
    {
        List<Feature> features = [.. Entry().Matches(model.Text).Select(match =>
            new Feature(match.Groups["name"].Value, match.Groups["meaning"].Value, match.Groups["unit"].Value, match.Groups["source"].Value))];
        foreach (Feature feature in features)
            if (!Needed.ContainsKey(feature.Source))
                throw new ModelException($"{model.Name}.sql: the feature {feature.Name} has the source '{feature.Source}', which nobody explains.");
        return features;
    }

    /// <summary>A comment 'meaning | unit | source', the expression, and its name.</summary>
    [GeneratedRegex(@"^    -- (?<meaning>[^|\n]+) \| (?<unit>[^|\n]+) \| (?<source>[^|\n]+)\n(?:(?!    -- ).*\n)*?.* AS (?<name>\w+),?$", RegexOptions.Multiline)]
    private static partial Regex Entry();
}
