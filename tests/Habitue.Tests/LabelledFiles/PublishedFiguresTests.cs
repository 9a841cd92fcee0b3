using Habitue.LabelledFiles;

namespace Habitue.Tests.LabelledFiles;

/// <summary>
/// Real sets through the very command of a user, beside what others reached on the same ten folds (each row's running number among the rows of its label
/// modulo ten, answers pooled): logistic regression, and the better of two boosting libraries.
/// </summary>
public sealed class PublishedFiguresTests : IDisposable
{
    private readonly FileDesk desk = new();

    public void Dispose() => desk.Dispose();

    [Theory]
    [InlineData("churn", "telco_churn/WA_Fn-UseC_-Telco-Customer-Churn.csv", "Churn", "", 0.848, 0.655, 0.1351)]
    [InlineData("purchase", "online_shoppers/online_shoppers_intention.csv", "Revenue", "", 0.935, 0.755, 0.0758)]
    [InlineData("purchase", "bank_marketing/bank.csv", "y", "duration", 0.753, 0.341, 0.0895)]
    [InlineData("purchase", "bank_marketing/bank-additional.csv", "y", "duration", 0.769, 0.421, 0.0790)]
    public void A_file_reaches_what_others_reached(string slice, string path, string label, string without, double auc, double averagePrecision, double brier)
    {
        var outcome = desk.Train(new LabelledFile { Path = SharedData.Require("data/" + path), Slice = slice, Label = label, Without = [.. without.Split(',', StringSplitOptions.RemoveEmptyEntries)] });

        Assert.InRange(outcome.Sheet["AUC"], auc, 1);
        Assert.InRange(outcome.Sheet["average precision"], averagePrecision, 1);
        Assert.InRange(outcome.Sheet["Brier score"], 0, brier);
        Assert.True(outcome.Sheet.BeatsBaseline);
    }
}
