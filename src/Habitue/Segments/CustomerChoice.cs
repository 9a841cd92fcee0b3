using System.Globalization;
using Habitue.Reports.Page;
using Habitue.Server.Web;
using Habitue.Server.Web.View;

namespace Habitue.Segments;

/// <summary>A customer of a choice.</summary>
internal sealed record ChosenCustomer(string Customer, string? Segment, long Orders, double Value, double? Recency, string? Rfm);

/// <summary>
/// The customers whom an address chooses: within an area of the map, of a field of the grid, or of whom a condition holds; all of them or those of one segment, where the page can be kept to one. An area is drawn on a sample of the points and holds for
/// all customers.
/// </summary>
/// <param name="Words">What is chosen, as the rest of a sentence that begins with "Customers".</param>
/// <param name="Condition">As SQL over <c>customer_segments s</c>, <c>customer_features f</c> and the found segment's name <c>n.name</c>.</param>
/// <param name="Mistake">Why nothing is chosen, in a sentence; empty when something is.</param>
internal sealed record CustomerChoice(string Words, string Condition, string Mistake)
{
    public const int MostCorners = 60;

    private const string Nothing = "Nothing is chosen yet.";

    private const string From = "FROM customer_segments s JOIN customer_features f ON f.customer_id = s.customer_id JOIN (SELECT customer_id, found_name AS name FROM customer_segments) n ON n.customer_id = s.customer_id";

    public bool IsMade => Mistake.Length == 0;

    public static bool CanBeMade(PageView view) => view.Has(SegmentTables.Segments, SegmentTables.Customers, Lake.Features.CustomerFeatures.Table);

    public static CustomerChoice Read(PageView view)
    {
        // Where a page is not kept to the segment that was chosen elsewhere, it does not narrow the choice.
        var segment = view.Nav.KeepsTo.HasFlag(FilterParts.Segment) ? view.Asked("segment") : "";
        var within = OfPage(view);
        if (segment.Length == 0 || within is { IsMade: false, Mistake: not Nothing }) return within;
        if (view.SegmentNames.FirstOrDefault(one => $"{one.Id}" == segment) is not { Name: { } name } found) return Not("There is no such segment.");
        var of = new CustomerChoice($"of the segment “{name}”", $"s.cluster = {found.Id}", "");
        return within.IsMade ? new CustomerChoice($"{of.Words}, {within.Words}", $"{of.Condition} AND ({within.Condition})", "") : of;
    }

    private static CustomerChoice OfPage(PageView view)
    {
        if (view.Asked("rule").Trim() is { Length: > 0 } rule) return OfRule(view, rule);
        if (view.Asked("area") is { Length: > 0 } area) return OfArea(area);
        if (view.Asked("recency").Length > 0 || view.Asked("frequency").Length > 0)
            return int.TryParse(view.Asked("recency"), out var r) && int.TryParse(view.Asked("frequency"), out var f) && r is >= 1 and <= 5 && f is >= 1 and <= 5
                ? new CustomerChoice($"with {r} of 5 for recency and {f} of 5 for frequency", $"s.rfm_r = {r} AND s.rfm_f = {f}", "") : Not("Scores for recency and frequency are whole numbers from 1 to 5.");
        return OfSides(view);
    }

    public long Count(PageView view) => view.Warehouse.Scalar<long>($"SELECT COUNT(*) {From} WHERE {Condition}");

    /// <summary>The customers, who ordered for most first.</summary>
    public IReadOnlyList<ChosenCustomer> List(PageView view, int most) => view.Warehouse.Rows<ChosenCustomer>(
        $"SELECT s.customer_id AS customer, s.cluster_name AS segment, CAST(f.frequency AS BIGINT) AS orders, CAST(f.monetary AS DOUBLE) AS value, CAST(f.recency_days AS DOUBLE) AS recency, s.rfm_segment AS rfm {From} WHERE {Condition} ORDER BY f.monetary DESC, s.customer_id LIMIT {most}");

    private static CustomerChoice OfRule(PageView view, string rule)
    {
        if (rule.Length > KeptRules.LongestRule) return Not($"A condition has at most {KeptRules.LongestRule} letters; this one has {rule.Length}.");
        try
        {
            var names = view.Warehouse.Rows<string>($"SELECT DISTINCT found_name FROM {SegmentTables.Customers} WHERE found_name IS NOT NULL ORDER BY 1");
            return new CustomerChoice($"of whom this holds: {rule}", new SegmentRuleParser(rule, "The condition", SegmentRules.Known(view.Warehouse), [.. names]).Read(), "");
        }
        catch (SegmentRuleException mistake)
        {
            return Not(mistake.Message);
        }
    }

    /// <summary>Whether a point lies within corners joined by straight lines: an odd number of sides lie to its right.</summary>
    private static CustomerChoice OfArea(string area)
    {
        var corners = new List<(double X, double Y)>();
        foreach (var corner in area.Split(';', MostCorners + 1))
        {
            if (corner.Split(',') is not [var x, var y] || !Number(x, out var across) || !Number(y, out var up)) return Not("An area is a list of corners, such as 0,0;1,0;1,1.");
            corners.Add((across, up));
        }

        if (corners.Count is < 3 or > MostCorners) return Not($"An area has 3 to {MostCorners} corners.");
        var sides = corners.Select((from, i) => (from, to: corners[(i + 1) % corners.Count])).Where(side => side.from.Y != side.to.Y).Select(side => string.Create(CultureInfo.InvariantCulture,
            $"(CASE WHEN ({side.from.Y:R} > s.pc2) <> ({side.to.Y:R} > s.pc2) AND s.pc1 < ({side.to.X - side.from.X:R}) * (s.pc2 - ({side.from.Y:R})) / ({side.to.Y - side.from.Y:R}) + ({side.from.X:R}) THEN 1 ELSE 0 END)")).ToArray();
        return new CustomerChoice("within the area that was drawn on the map", sides.Length == 0 ? "FALSE" : $"({string.Join(" + ", sides)}) % 2 = 1", "");
    }

    /// <summary>The area of a form: from and to on each side, where nothing is given without bound.</summary>
    private static CustomerChoice OfSides(PageView view)
    {
        var (parts, words) = (new List<string>(), new List<string>());
        foreach (var (name, column, sign, said) in ((string, string, string, string)[])[("left", "s.pc1", ">=", "first component from"), ("right", "s.pc1", "<=", "first component up to"), ("bottom", "s.pc2", ">=", "second component from"), ("top", "s.pc2", "<=", "second component up to")])
        {
            if (view.Asked(name) is not { Length: > 0 } asked) continue;
            if (!Number(asked, out var bound)) return Not($"{name}={(asked.Length > 40 ? asked[..40] + "…" : asked)}: not a number.");
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{column} {sign} {bound:R}"));
            words.Add($"{said} {Numbers.Value(bound)}");
        }

        return parts.Count == 0 ? Not(Nothing) : new CustomerChoice("with " + string.Join(", ", words), string.Join(" AND ", parts), "");
    }

    private static bool Number(string text, out double number) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && Math.Abs(number) < 1e9;

    private static CustomerChoice Not(string mistake) => new("", "FALSE", mistake);
}
