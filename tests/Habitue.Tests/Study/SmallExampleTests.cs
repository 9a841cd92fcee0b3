using System.Globalization;
using System.Xml.Linq;
using Habitue.Study;
using Habitue.Tests.Host;

namespace Habitue.Tests.Study;

public sealed class SmallExampleTests : IDisposable
{
    private readonly TemporaryHome home = new();

    public void Dispose() => home.Dispose();

    /// <summary>Of all fifteen ways to divide five customers into two groups, tried one by one, none lies closer together.</summary>
    [Fact]
    public void No_other_division_into_two_lies_closer_together()
    {
        var (ages, amounts) = (Scaled(customer => customer.Age), Scaled(customer => customer.Spent));
        double Within(int[] clusters) => Enumerable.Range(0, 2).Sum(cluster =>
        {
            var members = Enumerable.Range(0, 5).Where(i => clusters[i] == cluster).ToArray();
            return members.Sum(i => Math.Pow(ages[i] - members.Average(j => ages[j]), 2) + Math.Pow(amounts[i] - members.Average(j => amounts[j]), 2));
        });
        int[][] all = [.. Enumerable.Range(1, 15).Select(bits => Enumerable.Range(0, 5).Select(i => bits >> i & 1).ToArray())];
        var best = all.MinBy(Within)!;
        var found = SmallExample.Clusters();
        Assert.Equal(Within(best), Within(found), 1e-6);
        Assert.Equal([0, 0, 0, 1, 1], found);   // the first cluster spends less
    }

    [Fact]
    public void The_picture_shows_each_customer_where_age_and_amount_say()
    {
        var svg = XDocument.Parse(SmallExample.Svg());
        XNamespace ns = "http://www.w3.org/2000/svg";
        var dots = svg.Descendants(ns + "circle").Where(dot => dot.Attribute("r")!.Value == "7").Select(dot => (X: Number(dot, "cx"), Y: Number(dot, "cy"), Group: dot.Attribute("class")!.Value)).ToArray();
        Assert.Equal(5, dots.Length);
        // Distances on the picture are distances in the data, on either axis.
        var customers = SmallExample.Customers;
        var (perYear, perCoin) = ((dots[4].X - dots[0].X) / (customers[4].Age - customers[0].Age), (dots[4].Y - dots[0].Y) / (customers[4].Spent - customers[0].Spent));
        Assert.True(perYear > 0 && perCoin < 0);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(dots[0].X + ((customers[i].Age - customers[0].Age) * perYear), dots[i].X, 0.11);
            Assert.Equal(dots[0].Y + ((customers[i].Spent - customers[0].Spent) * perCoin), dots[i].Y, 0.11);
        }
        Assert.Equal(["g0", "g0", "g0", "g1", "g1"], dots.Select(dot => dot.Group));
        var words = svg.Descendants(ns + "text").Select(text => text.Value).ToArray();
        Assert.Superset(new HashSet<string>(["Age (years)", "Spent", "Younger, spend less", "Older, spend more", "Anna", "Eva"]), words.ToHashSet());
        Assert.Contains("prefers-color-scheme: dark", svg.Descendants(ns + "style").Single().Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(0, 0)]
    [InlineData(-3, 1e6)]
    public void A_plot_of_one_point_or_of_large_numbers_has_axes_around_them(double x, double y)
    {
        var svg = XDocument.Parse(new ScatterPlot("<One> & only", "x", "y") { Groups = [new("a \"group\"", [new(x, y, "p<1>")])] }.ToSvg());
        var dot = svg.Descendants().Single(one => one.Attribute("r")?.Value == "7");
        Assert.InRange(Number(dot, "cx"), 72, 616);
        Assert.InRange(Number(dot, "cy"), 84, 362);
        Assert.Contains(svg.Descendants(), one => one.Value == "p<1>");
    }

    [Fact]
    public void The_verb_prints_it_and_writes_its_picture_without_any_data()
    {
        var file = Path.Combine(home.Desk, "small.svg");
        var ran = TheProgram.Run(home.Folder, "study", "--small", "--report", file);
        Assert.Equal(0, ran.Code);
        Assert.Contains(ran.Lines, line => line.StartsWith("Eva ", StringComparison.Ordinal) && line.EndsWith("Older, spend more", StringComparison.Ordinal));
        Assert.Equal(SmallExample.Svg(), File.ReadAllText(file));
    }

    private static double[] Scaled(Func<SmallCustomer, double> of)
    {
        var (least, most) = (SmallExample.Customers.Min(of), SmallExample.Customers.Max(of));
        return [.. SmallExample.Customers.Select(one => (of(one) - least) / (most - least))];
    }

    private static double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);
}
