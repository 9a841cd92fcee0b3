using System.Globalization;
using Habitue.LabelledFiles;
using Habitue.Learning;

namespace Habitue.Tests.LabelledFiles;

/// <summary>
/// Real sets through the very command of a user, beside what others reached on the same ten folds (each row's running number among the rows of its label
/// modulo ten, answers pooled): logistic regression, and the better of two boosting libraries (of the small bank file the other one). Recipe and blend are chosen anew for each fold by rows outside of it.
/// </summary>
public sealed class PublishedFiguresTests : IDisposable
{
    private readonly FileDesk desk = new();

    public void Dispose() => desk.Dispose();

    [Theory]
    [InlineData("churn", "telco_churn/WA_Fn-UseC_-Telco-Customer-Churn.csv", "Churn", "", 0.848, 0.655, 0.1351, 0.8052)]
    [InlineData("purchase", "online_shoppers/online_shoppers_intention.csv", "Revenue", "", 0.935, 0.755, 0.0758, 0.8964)]
    [InlineData("purchase", "bank_marketing/bank.csv", "y", "duration", 0.7417, 0.341, 0.0895, 0.8909)]
    [InlineData("purchase", "bank_marketing/bank-additional.csv", "y", "duration", 0.769, 0.421, 0.0790, 0.8988)]
    public void A_file_reaches_what_others_reached(string slice, string path, string label, string without, double auc, double averagePrecision, double brier, double accuracy)
    {
        var outcome = desk.Train(new LabelledFile { Path = SharedData.Require("data/" + path), Slice = slice, Label = label, Without = [.. without.Split(',', StringSplitOptions.RemoveEmptyEntries)] });

        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{path}: AUC {outcome.Sheet["AUC"]:0.0000}, average precision {outcome.Sheet["average precision"]:0.0000}, Brier {outcome.Sheet["Brier score"]:0.0000}, accuracy {outcome.Sheet["accuracy"]:0.0000}; {outcome.Recipe}"));
        Assert.InRange(outcome.Sheet["AUC"], auc, 1);
        Assert.InRange(outcome.Sheet["accuracy"], accuracy, 1);
        Assert.InRange(outcome.Sheet["average precision"], averagePrecision, 1);
        Assert.InRange(outcome.Sheet["Brier score"], 0, brier);
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
