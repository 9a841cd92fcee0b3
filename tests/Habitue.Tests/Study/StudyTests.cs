using System.Globalization;
using System.Text.Json;
using Habitue.Study;
using Habitue.Tests.Host;
using ProfileTable = Habitue.Study.Profiles;

namespace Habitue.Tests.Study;

public sealed class StudyTests : IDisposable
{
    private readonly TemporaryHome home = new();

    public void Dispose() => home.Dispose();

    /// <summary>
    /// The counts are facts of Online Retail. The accuracies have a ceiling that the planted probabilities set, and the models must come as close
    /// to it as somebody's who knows the functional form: logistic regression within 1.5 points, boosting within half a point.
    /// </summary>
    [Fact]
    public void The_six_tables_of_the_study_come_out_of_online_retail()
    {
        var ran = TheProgram.Run(home.Folder, "study", SharedData.Require("data/online-retail/by-day"), "--json", "--report", Path.Combine(home.Desk, "study.html"));
        Assert.Equal(0, ran.Code);
        using var answer = JsonDocument.Parse(ran.Out);
        var tables = answer.RootElement.GetProperty("tables").EnumerateArray().ToArray();
        string[] Row(int table, string first, int which = 0) => [.. tables[table].GetProperty("rows").EnumerateArray()
            .Where(row => row[0].GetString() == first).ElementAt(which).EnumerateArray().Select(cell => cell.GetString()!)];

        Assert.Equal(6, tables.Length);
        Assert.Equal("541,909", Row(0, "Lines of Online Retail")[2]);
        Assert.Equal("4,338", Row(0, "Customers with a number")[2]);
        Assert.Equal("500,000", Row(0, "Records joined")[2]);
        Assert.Equal("15 (5)", Row(0, "Features (of these categories)")[2]);
        Assert.InRange(Percent(Row(0, "Share that buys")[2]), 33.7, 34.3);
        Assert.Equal("5,268", Row(1, "Exact duplicates removed")[2]);
        Assert.Equal("135,037 (24.9 %)", Row(1, "Lines without a customer given a made-up one")[2]);

        var best = Percent(Row(2, "The best that anybody can")[2]);
        Assert.Equal(91.5, best, 0.1);
        Assert.InRange(Percent(Row(2, "Logistic regression")[2]), best - 1.5, best);
        Assert.InRange(Percent(Row(2, "Decision tree")[2]), best - 4, best);
        Assert.InRange(Percent(Row(2, "Gradient boosting")[2]), best - 0.5, best + 0.2);   // chance among 100,000 judged rows
        Assert.Equal(100, new[] { "High value", "Medium value", "Low value" }.Sum(name => Percent(Row(3, name)[2])), 0.11);
        Assert.True(int.Parse(Row(4, "Rules")[2], CultureInfo.InvariantCulture) > 47);
        Assert.Contains("The published study", File.ReadAllText(Path.Combine(home.Desk, "study.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void Other_files_than_online_retail_are_told_what_is_missing()
    {
        var ran = TheProgram.Run(home.Folder, "study", home.Write("orders.csv", "order_id,customer_id,order_date,product_id,quantity,unit_price\n1,ann,2024-03-01,P1,2,4.50\n2,bob,2024-03-02,P2,1,5.00\n"));
        Assert.Equal(2, ran.Code);
        Assert.Contains("needs 500,000 sold lines", ran.Error, StringComparison.Ordinal);
        Assert.Contains("have 2", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Profiles_are_the_same_for_the_same_seed_and_lean_as_documented()
    {
        var (profiles, again, other) = (new ProfileTable(5_000, 7), new ProfileTable(5_000, 7), new ProfileTable(5_000, 8));
        var leanings = Enumerable.Range(0, 5_000).Select(profiles.Leaning).ToArray();
        Assert.Equal(leanings, Enumerable.Range(0, 5_000).Select(again.Leaning));
        Assert.NotEqual(leanings, Enumerable.Range(0, 5_000).Select(other.Leaning));

        // Of two visitors who differ in one thing only, gender or age has no part: age is not correlated with the leaning.
        var columns = profiles.Columns([.. Enumerable.Range(0, 5_000)]).ToDictionary(column => column.Name);
        var ages = ((Habitue.Learning.Data.NumberColumn)columns["age"]).Values.ToArray();
        var sessions = ((Habitue.Learning.Data.NumberColumn)columns["sessions_30d"]).Values.ToArray();
        Assert.InRange(Correlation(ages, leanings), -0.04, 0.04);   // 2.8 standard errors of independent columns
        Assert.InRange(Correlation(sessions, leanings), 0.5, 0.75);
    }

    [Fact]
    public void A_page_shows_what_is_in_the_tables_and_lets_no_value_become_markup()
    {
        var page = StudyPage.Of([new StudyTable("1. <The data>", ["", "Here"], [["Mugs & <b>cups</b>", "7"]], "Words.")], "1.0");
        Assert.Contains("<h2>1. &lt;The data&gt;</h2>", page, StringComparison.Ordinal);
        Assert.Contains("<td>Mugs &amp; &lt;b&gt;cups&lt;/b&gt;</td><td>7</td>", page, StringComparison.Ordinal);
        Assert.Contains("Words.", page, StringComparison.Ordinal);
    }

    private static double Percent(string text) => double.Parse(text.TrimEnd(' ', '%'), CultureInfo.InvariantCulture);

    private static double Correlation(double[] x, double[] y)
    {
        var (mx, my) = (x.Average(), y.Average());
        return x.Zip(y, (a, b) => (a - mx) * (b - my)).Sum() / Math.Sqrt(x.Sum(a => (a - mx) * (a - mx)) * y.Sum(b => (b - my) * (b - my)));
    }
}
