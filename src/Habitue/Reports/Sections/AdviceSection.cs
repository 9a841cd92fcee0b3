using Habitue.Reports.Page;

namespace Habitue.Reports.Sections;

/// <summary>What to do with each named segment, in plain words.</summary>
internal sealed class AdviceSection() : Section("advice", "What to do with each segment", "What to do")
{
    public override void Write(ReportPage page)
    {
        if (page.Segments.Count == 0)
        {
            page.Empty("There is no segment to advise on yet.", "The advice appears here once the customers are segmented.");
            return;
        }

        page.Lead("The segments with the most revenue come first. Measure what you do: keep a tenth of each segment out of the action and compare.");
        page.Html.Add($"""<div class="cards">""");
        foreach (var segment in page.Segments)
        {
            var advice = Advice.For(segment.Segment);
            page.Html.Add($"""<article><h3>{Names.Of(segment.Segment)}</h3><p class="small">{Numbers.Many(segment.Customers, "customer")} · {page.Format.ShortMoney(segment.Revenue)} · last order {Since(segment.Recency)}</p><p>{advice.Who}</p><p><strong>Do:</strong> {advice.Do}</p><p><strong>Watch:</strong> {advice.Watch}</p></article>""");
        }
        page.Html.Add($"</div>\n");
    }

    private static string Since(double days) => days < 1 ? "today" : $"{Numbers.Many((long)Math.Round(days), "day")} ago";
}
