using System.Globalization;
using Habitue.LabelledFiles;
using Habitue.Learning;

namespace Habitue.Tests.LabelledFiles;

/// <summary>
/// Real sets through the very command of a user, beside what others reached on the same ten folds (each row's running number among the rows of its label
/// modulo ten, answers pooled): logistic regression, and the better of two boosting libraries (of the small bank file the other one; with the length of the call logistic regression alone).
/// Recipe, blend and the cut of yes and no are chosen anew for each fold by rows outside of it. The F1 of others is at one half, of online shoppers the one that was published for a held-out part.
/// </summary>
public sealed class PublishedFiguresTests : IDisposable
{
    private readonly FileDesk desk = new();

    public void Dispose() => desk.Dispose();

    // With the length of the call the small bank file's accuracy is 0.9027 with the seed of these tests (7), and the seed matters: over 7, 21 and 33 it was 0.9011 on average in a copy of the
    // contest, 0.9000 to 0.9029. The 0.9020 of logistic regression, to which it is held here, is itself one of 0.8998 to 0.9025 by the strength of its penalty. So a change that moves the draw
    // may fall below without being worse; then look at the log loss over several seeds before anything else.
    [Theory]
    [InlineData("churn", "telco_churn/WA_Fn-UseC_-Telco-Customer-Churn.csv", "Churn", "", 0.848, 0.655, 0.1351, 0.8052, 0.599)]
    [InlineData("purchase", "online_shoppers/online_shoppers_intention.csv", "Revenue", "", 0.935, 0.755, 0.0758, 0.8964, 0.655)]
    [InlineData("purchase", "bank_marketing/bank.csv", "y", "duration", 0.7417, 0.341, 0.0895, 0.8909, 0.245)]
    [InlineData("purchase", "bank_marketing/bank.csv", "y", "", 0.8887, 0.506, 0.0742, 0.9020, 0.440)]
    [InlineData("purchase", "bank_marketing/bank-additional.csv", "y", "duration", 0.769, 0.421, 0.0790, 0.8988, 0.329)]
    [InlineData("purchase", "bank_marketing/bank-additional.csv", "y", "", 0.9294, 0.592, 0.0625, 0.9131, 0.520)]
    public void A_file_reaches_what_others_reached(string slice, string path, string label, string without, double auc, double averagePrecision, double brier, double accuracy, double f1)
    {
        var outcome = desk.Train(new LabelledFile { Path = SharedData.Require("data/" + path), Slice = slice, Label = label, Without = [.. without.Split(',', StringSplitOptions.RemoveEmptyEntries)] });

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join("; ", [$"{path} without '{without}'", .. outcome.Sheet.Metrics.Where(one => one.Part == "all").Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Metric} {one.Value:0.0000} ({one.Low:0.0000} to {one.High:0.0000})")),
            string.Create(CultureInfo.InvariantCulture, $"yes from {outcome.Sheet.Curves.Single(point => point.Curve == "threshold").X:0.000} on"), outcome.Recipe]));
        Assert.InRange(outcome.Sheet["AUC"], auc, 1);
        Assert.InRange(outcome.Sheet["accuracy"], accuracy, 1);
        Assert.InRange(outcome.Sheet["average precision"], averagePrecision, 1);
        Assert.InRange(outcome.Sheet["Brier score"], 0, brier);
        Assert.InRange(outcome.Sheet["F1"], f1, 1);
        Assert.All(outcome.Sheet.Metrics, one => Assert.True(one.Low <= one.Value && one.Value <= one.High, one.Metric));
        Assert.True(outcome.Sheet.BeatsBaseline);
    }

    [Theory]
    [InlineData("bank_marketing/bank.csv", "y", "duration", "duration alone predicts the label with AUC 0.81")]   // how long the call went on that the label tells the end of
    [InlineData("online_shoppers/online_shoppers_intention.csv", "Revenue", "PageValues", "PageValues alone predicts the label with AUC 0.8")]
    [InlineData("telco_churn/WA_Fn-UseC_-Telco-Customer-Churn.csv", "Churn", null, null)]
    public void A_column_that_may_be_known_only_afterwards_is_asked_about_until_somebody_answers(string path, string label, string? column, string? words)
    {
        var file = new LabelledFile { Path = SharedData.Require("data/" + path), Slice = "purchase", Label = label };
        string? Suspect(LabelledFile asked)
        {
            var table = FileTable.Read(desk.Warehouse, asked.Path, TestContext.Current.CancellationToken);
            return ColumnChoice.Of(table, asked, FileLabel.Of(table, asked), new Seed(7), default).Suspect;
        }
        if (words is null)
        {
            Assert.Null(Suspect(file));
            return;
        }
        Assert.StartsWith(words, Suspect(file), StringComparison.Ordinal);
        Assert.EndsWith($"make sure that it is known beforehand. --without {column} leaves it out; --keep {column} says that it is.", Suspect(file), StringComparison.Ordinal);
        Assert.Null(Suspect(file with { Keep = [column!] }));
        Assert.DoesNotContain(column!, Suspect(file with { Without = [column!] }) ?? "", StringComparison.Ordinal);
    }
}
