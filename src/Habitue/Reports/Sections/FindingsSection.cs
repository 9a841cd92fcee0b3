using Habitue.Reports.Page;

namespace Habitue.Reports.Sections;

/// <summary>The page for whoever reads one page: the findings with the most money behind them, each with its number and what to do about it.</summary>
internal sealed class FindingsSection() : Section("findings", "What matters most", "Findings")
{
    private const int Most = 5;

    private sealed record Facts(double RevenueNow, double RevenueBefore, long OrdersNow, long OrdersBefore, double? FirstTenth, long Customers, long BoughtOnce, double Returned, double Revenue);

    /// <param name="Weight">The money that is behind it: by this the findings are ordered.</param>
    private sealed record Finding(string Title, string Number, string Words, string Do, double Weight);

    public override void Write(ReportPage page)
    {
        if (!page.Shop.HasOrders || page.Ask.Rows<Facts>("findings", page.Settings.AsOf) is not [var facts] || facts.Customers == 0)
        {
            page.Empty("There are no findings yet.", "With orders of known customers the five that matter most are told here.");
            return;
        }
        var findings = All(page, facts).OrderByDescending(finding => finding.Weight).Take(Most).ToArray();
        page.Lead($"{Numbers.Count(findings.Length)} findings, the one with the most money behind it first.");
        page.Html.Add($"""<div class="cards">""");
        foreach (var finding in findings)
            page.Html.Add($"""<article><h3>{finding.Title}</h3><p class="small">{finding.Number}</p><p>{finding.Words}</p><p><strong>Do:</strong> {finding.Do}</p></article>""");
        page.Html.Add($"</div>\n");
    }

    private static IEnumerable<Finding> All(ReportPage page, Facts facts)
    {
        if (facts.RevenueBefore > 0)
        {
            var change = (facts.RevenueNow / facts.RevenueBefore) - 1;
            yield return new Finding(change >= 0 ? "Revenue is rising" : "Revenue is falling", $"{page.Format.ShortMoney(facts.RevenueNow)} in 30 days, {Signed(change)}",
                $"In the 30 days before it was {page.Format.ShortMoney(facts.RevenueBefore)}. Orders went from {Numbers.Count(facts.OrdersBefore)} to {Numbers.Count(facts.OrdersNow)}.",
                change >= 0 ? "Look in the season below whether the year repeats itself; order stock for what sells now." : "Look below which products and countries fell, and whether it fell in the same weeks of last year.", Math.Abs(facts.RevenueNow - facts.RevenueBefore));
        }
        if (facts.FirstTenth is { } share)
            yield return new Finding("A tenth of the customers", $"brings {Numbers.Share(share)} of the revenue",
                $"That is {page.Format.ShortMoney(share * facts.Revenue)} from {Numbers.Many((facts.Customers + 9) / 10, "customer")}. Losing one of them costs as much as losing many others.", "Know them by name: who looks after them, and when did each last order?", share * facts.Revenue / 10);
        if (facts.BoughtOnce > 0)
            yield return new Finding("Customers who bought once", $"{Numbers.Count(facts.BoughtOnce)} of {Numbers.Count(facts.Customers)} ({Numbers.Share(facts.BoughtOnce, facts.Customers)})",
                "The second order makes a customer: whoever comes back once usually comes back again.", "Write to each about two weeks after the first order, with what goes with it.", facts.Revenue * facts.BoughtOnce / facts.Customers / 10);
        if (facts.Returned > 0)
            yield return new Finding("What comes back", $"{page.Format.ShortMoney(facts.Returned)}, {Numbers.Share(facts.Returned, facts.Revenue)} of what was sold to known customers",
                "Returned and cancelled lines cost handling on top of the revenue.", "Look at the products with the most returns: description, size, damage on the way.", facts.Returned);
        if (page.Ask.Has("actions_today"))
            foreach (var kind in page.Ask.Rows<Act>("actions").GroupBy(line => line.Action))
            {
                var (sum, low, high) = Range([.. kind]);
                yield return new Finding(kind.Key == "win back" ? "Good customers may be leaving" : kind.Key == "finish the cart" ? "Carts left this week" : kind.Key == "second order" ? "New customers, now or never" : "Customers about to buy",
                    $"{page.Format.ShortMoney(sum)} ({page.Format.ShortMoney(low)} to {page.Format.ShortMoney(high)}) hang on {Numbers.Many(kind.Count(), "customer")}",
                    $"Expected within {Numbers.Many(kind.First().HorizonDays, "day")}; the range holds eight in ten.", Advice(kind.Key), sum);
            }
    }

    private static string Advice(string action) => action switch
    {
        "win back" => "Win them back before they are gone, one by one, the first of the list below first.",
        "finish the cart" => "Remind them of their cart while they still think of it; they are in the list below.",
        "second order" => "Give them a reason for a second order; they are in the list below, with what to show them.",
        _ => "Write to them now; they are in the list below, with what to show them.",
    };

    private sealed record Act(string Action, int HorizonDays, double Money, double MoneyLow, double MoneyHigh);

    /// <summary>The sum with its range: customers vary one by one, so the spreads add up as squares.</summary>
    private static (double Sum, double Low, double High) Range(IReadOnlyList<Act> lines)
    {
        var sum = lines.Sum(line => line.Money);
        return (sum, sum - Math.Sqrt(lines.Sum(line => Math.Pow(line.Money - line.MoneyLow, 2))), sum + Math.Sqrt(lines.Sum(line => Math.Pow(line.MoneyHigh - line.Money, 2))));
    }

    private static string Signed(double change) => (change >= 0 ? "+" : "\u2212") + Numbers.Share(Math.Abs(change));
}
