using Habitue.Reports.Page;

namespace Habitue.Reports.Sections;

/// <summary>Where orders come from.</summary>
internal sealed class CountriesSection() : Section("countries", "Countries", "Countries")
{
    private const int Drawn = 12;

    private sealed record Place(string Country, long Orders, long Customers, double Revenue);

    public override void Write(ReportPage page)
    {
        var places = page.Shop.HasOrders ? page.Ask.Rows<Place>("countries") : [];
        if (places.Count == 0 || (places.Count == 1 && places[0].Country == "Not given"))
        {
            page.Empty("The orders name no country.", "Map a column to country (or load profiles that have one) and the markets are compared here.");
            return;
        }

        var home = places[0];
        var share = home.Revenue / page.Shop.Revenue;
        // One market that dwarfs the others would leave nothing else to see.
        var dwarfs = share > 0.6 && places.Count > 3;
        page.Lead($"Orders came from {Numbers.Many(places.Count, "country", "countries")}. {home.Country} brings {Numbers.Share(share)} of the revenue"
            + (dwarfs ? "; the chart compares the others." : "."));

        var drawn = places.Skip(dwarfs ? 1 : 0).Take(Drawn).ToArray();
        page.Chart(new Chart("country-chart", "ranking", dwarfs ? $"Revenue outside {home.Country}" : "Revenue by country", $"Horizontal bars of {drawn.Length} countries. First: {drawn[0].Country} with {page.Format.Money(drawn[0].Revenue)}. All figures are in the table that follows.") { Height = 90 + (drawn.Length * 24) },
            json =>
            {
                json.Texts("labels", drawn.Select(place => place.Country));
                json.Numbers("values", drawn.Select(place => place.Revenue));
                json.WriteNumber("whole", page.Shop.Revenue);
            });

        using var table = new Table(page.Html, "All countries", Column.Text("Country"), Column.Number("Revenue"), Column.Number("Share"),
            Column.Number("Orders"), Column.Number("Average order"), Column.Number("Customers"));
        foreach (var place in places)
            table.Row(new Cell(place.Country, Class: "name"), page.Money(place.Revenue), Cell.Share(place.Revenue / page.Shop.Revenue, share),
                Cell.Count(place.Orders), page.Money(place.Revenue / place.Orders), Cell.Count(place.Customers));
    }
}
