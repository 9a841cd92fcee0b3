using System.Globalization;
using System.Text.Json;
using Habitue.Learning;
using Habitue.Learning.Evaluation;
using Habitue.Prediction;
using Habitue.Tests.Host;

namespace Habitue.Tests.Purchase;

/// <summary>Online Retail, who buys within 30 days of a day, beside a logistic regression of scikit-learn on 15 features: five fifths of the customers by number.</summary>
public sealed class RetailBuyersTests
{
    [Fact]
    public void Over_five_fifths_the_area_of_November_is_at_least_a_hundredth_above_the_peers()
    {
        using var retail = new RetailBuyers(SharedData.Require(Path.Combine("data", "online-retail", "by-day")));
        var november = Beside(retail, new DateTime(2011, 11, 1, 0, 0, 0, DateTimeKind.Utc), Peers("purchase.json"));
        Assert.Equal(0.7359, november.Peers.Auc, 1e-4);
        Assert.True(november.Gain >= 0.010, $"{november.Gain}");
        Assert.True(november.Ours.Accuracy > november.Peers.Accuracy && november.Ours.F1 > november.Peers.F1);
    }

    /// <summary>Features and recipes were looked for on November. These months had no part in that, so nothing flatters them.</summary>
    [Fact]
    public void In_months_that_nothing_was_chosen_by_the_area_is_above_the_peers_as_well()
    {
        using var retail = new RetailBuyers(SharedData.Require(Path.Combine("data", "online-retail", "by-day")));
        var peers = Peers("purchase_months.json");
        var months = peers.EnumerateObject().Select(month => Beside(retail, DateTime.Parse(month.Name, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal), month.Value)).ToArray();
        // Customers are in several months, so that the errors of the months go together: their mean error, not a third of it.
        var (gain, error) = (months.Average(month => month.Gain), months.Average(month => month.Error));
        Say($"mean of {months.Length} months: {gain:+0.0000;-0.0000} (95 % {gain - (1.96 * error):+0.0000;-0.0000} to {gain + (1.96 * error):+0.0000;-0.0000})");
        Assert.Equal(3, months.Length);
        Assert.All(months, month => Assert.True(month.Gain > 0 && month.Ours.Accuracy > month.Peers.Accuracy && month.Ours.F1 > month.Peers.F1));
    }

    private sealed record Reached(double Auc, double Accuracy, double F1);

    private sealed record Comparison(Reached Ours, Reached Peers, double Gain, double Error);

    private static Comparison Beside(RetailBuyers retail, DateTime day, JsonElement peers)
    {
        var month = retail.At(day);
        int[] customers = [.. peers.GetProperty("customer").EnumerateArray().Select(one => one.GetInt32())];
        var bought = customers.Zip(peers.GetProperty("bought").EnumerateArray().Select(one => one.GetDouble())).ToDictionary();
        var said = customers.Zip(peers.GetProperty("said").EnumerateArray().Select(one => (float)one.GetDouble())).ToDictionary();

        // The same customers, and the same of them bought.
        Assert.Equal(customers, month.Customers.Order());
        Assert.Equal(customers.Select(customer => bought[customer]), month.Customers.Zip(month.Bought).OrderBy(pair => pair.First).Select(pair => pair.Second));

        var (better, errors, ours, theirs) = (0.0, 0.0, new double[3], new double[3]);
        for (var fifth = 0; fifth < 5; fifth++)
        {
            var task = month.Task(fifth);
            float[] peer = [.. month.Customers.Where(customer => customer % 5 == fifth).Select(customer => said[customer])];
            var result = Contest.Run(task, new Seed(7), new FitRun(TestContext.Current.CancellationToken, Threads: 2));
            var pair = DeLong.Compare(task.Test.Targets, result.OnTest, peer);
            Add(ours, task.Test.Targets, result.OnTest);
            Add(theirs, task.Test.Targets, peer);
            better += pair.Difference.Estimate / 5;
            errors += pair.StandardError * pair.StandardError / 25;
            Say($"{day:yyyy-MM-dd}, fifth {fifth}: {pair.First:0.0000} beside {pair.Second:0.0000}; {result.Best.Name}");
        }

        var error = Math.Sqrt(errors);
        Say($"{day:yyyy-MM-dd}: mean AUC {ours[0] / 5:0.0000} beside {theirs[0] / 5:0.0000}: {better:+0.0000;-0.0000} (95 % {better - (1.96 * error):+0.0000;-0.0000} to {better + (1.96 * error):+0.0000;-0.0000}); accuracy {ours[1] / 5:0.0000} beside {theirs[1] / 5:0.0000}; F1 {ours[2] / 5:0.0000} beside {theirs[2] / 5:0.0000}");
        return new Comparison(new(ours[0] / 5, ours[1] / 5, ours[2] / 5), new(theirs[0] / 5, theirs[1] / 5, theirs[2] / 5), better, error);
    }

    private static JsonElement Peers(string name) => JsonDocument.Parse(File.ReadAllText(Path.Combine(TheProgram.Repository, "tests", "reference", name))).RootElement;

    private static void Add(double[] sums, ReadOnlySpan<double> targets, float[] said)
    {
        var matrix = ConfusionMatrix.AtThreshold(targets, said);
        sums[0] += BinaryMeasures.RocAuc(targets, said);
        sums[1] += matrix.Accuracy;
        sums[2] += matrix.F1();
    }

    private static void Say(FormattableString words) => TestContext.Current.TestOutputHelper!.WriteLine(words.ToString(CultureInfo.InvariantCulture));
}
