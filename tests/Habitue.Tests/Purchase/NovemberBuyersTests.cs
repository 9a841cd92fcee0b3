using System.Globalization;
using System.Text.Json;
using Habitue.Learning;
using Habitue.Learning.Evaluation;
using Habitue.Prediction;
using Habitue.Tests.Host;

namespace Habitue.Tests.Purchase;

/// <summary>Online Retail, who buys within 30 days of 1 November 2011, beside a logistic regression of scikit-learn on 15 features: five fifths of the customers by number.</summary>
public sealed class NovemberBuyersTests
{
    [Fact]
    public void Over_five_fifths_the_area_is_at_least_a_hundredth_above_the_peers()
    {
        using var november = new NovemberBuyers(SharedData.Require(Path.Combine("data", "online-retail", "by-day")));
        var peers = JsonDocument.Parse(File.ReadAllText(Path.Combine(TheProgram.Repository, "tests", "reference", "purchase.json"))).RootElement;
        int[] customers = [.. peers.GetProperty("customer").EnumerateArray().Select(one => one.GetInt32())];
        var bought = customers.Zip(peers.GetProperty("bought").EnumerateArray().Select(one => one.GetDouble())).ToDictionary();
        var said = customers.Zip(peers.GetProperty("said").EnumerateArray().Select(one => (float)one.GetDouble())).ToDictionary();

        // The same customers, and the same of them bought.
        Assert.Equal(customers, november.Customers.Order());
        Assert.Equal(customers.Select(customer => bought[customer]), november.Customers.Zip(november.Bought).OrderBy(pair => pair.First).Select(pair => pair.Second));

        var (better, errors, ours, theirs) = (0.0, 0.0, new double[3], new double[3]);
        for (var fifth = 0; fifth < 5; fifth++)
        {
            var task = november.Task(fifth);
            float[] peer = [.. november.Customers.Where(customer => customer % 5 == fifth).Select(customer => said[customer])];
            var result = Contest.Run(task, new Seed(7), new FitRun(TestContext.Current.CancellationToken, Threads: 2));
            var pair = DeLong.Compare(task.Test.Targets, result.OnTest, peer);
            Add(ours, task.Test.Targets, result.OnTest);
            Add(theirs, task.Test.Targets, peer);
            better += pair.Difference.Estimate / 5;
            errors += pair.StandardError * pair.StandardError / 25;
            Say($"fifth {fifth}: {pair.First:0.0000} beside {pair.Second:0.0000}; {result.Best.Name}");
        }

        var (error, mean) = (1.96 * Math.Sqrt(errors), theirs[0] / 5);
        Say($"mean AUC {ours[0] / 5:0.0000} beside {mean:0.0000}: {better:+0.0000} (95 % {better - error:+0.0000;-0.0000} to {better + error:+0.0000}); accuracy {ours[1] / 5:0.0000} beside {theirs[1] / 5:0.0000}; F1 {ours[2] / 5:0.0000} beside {theirs[2] / 5:0.0000}");
        Assert.Equal(0.7359, mean, 1e-4);
        Assert.True(better >= 0.010, $"{better}");
        Assert.True(ours[1] > theirs[1] && ours[2] > theirs[2]);
    }

    private static void Add(double[] sums, ReadOnlySpan<double> targets, float[] said)
    {
        var matrix = ConfusionMatrix.AtThreshold(targets, said);
        sums[0] += BinaryMeasures.RocAuc(targets, said);
        sums[1] += matrix.Accuracy;
        sums[2] += matrix.F1();
    }

    private static void Say(FormattableString words) => TestContext.Current.TestOutputHelper!.WriteLine(words.ToString(CultureInfo.InvariantCulture));
}
