using System.Globalization;
using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Linear;
using Habitue.Learning.Preprocessing;

namespace Habitue.Tests.Learning.Linear;

/// <summary>
/// The logistic regressions of the shared reference results (sections 2.3 and 2.6), to every digit printed there: ten folds, pooled, texts as
/// columns of 0 and 1, no penalty.
/// </summary>
public sealed class PublishedLogisticTests
{
    private const string Shoppers = "data/online_shoppers/online_shoppers_intention.csv";
    private static readonly string[] ShopperNames = ["OperatingSystems", "Browser", "Region", "TrafficType"];

    [Fact]
    public void Online_shoppers() => Expect(
        PublishedTables.Read(Shoppers, ',', "Revenue", "TRUE", ShopperNames), auc: ".8911", averagePrecision: ".638", accuracy: ".8846", f1: ".508", brier: ".0854");

    [Fact]
    public void Online_shoppers_with_the_logarithm_of_page_values()
    {
        var (rows, truth) = PublishedTables.Read(Shoppers, ',', "Revenue", "TRUE", ShopperNames);
        var logs = new Frame([.. rows.Columns.Select(column => column is NumberColumn { Name: "PageValues" } values ? new NumberColumn(values.Name, Array.ConvertAll(values.Values.ToArray(), value => Math.Log(1 + value))) : column)]);

        Expect((logs, truth), auc: ".9148", averagePrecision: ".688", accuracy: ".8964", f1: ".625", brier: ".0758");
    }

    [Fact]
    public void Online_shoppers_without_page_values() =>
        Expect(PublishedTables.Read(Shoppers, ',', "Revenue", "TRUE", ShopperNames, "PageValues"), auc: ".7494", averagePrecision: ".323");

    [Fact]
    public void Telco_churn() => Expect(
        PublishedTables.Read("data/telco_churn/WA_Fn-UseC_-Telco-Customer-Churn.csv", ',', "Churn", "Yes", null, "customerID"),
        auc: ".8461", averagePrecision: ".655", accuracy: ".8052", f1: ".599", brier: ".1351");

    [Fact]
    public void Bank_with_duration() => Expect(
        PublishedTables.Read("data/bank_marketing/bank.csv", ';', "y", "yes"), auc: ".8887", averagePrecision: ".506", accuracy: ".9020", f1: ".440", brier: ".0742");

    [Fact]
    public void Bank_without_duration() => Expect(
        PublishedTables.Read("data/bank_marketing/bank.csv", ';', "y", "yes", null, "duration"), auc: ".7235", averagePrecision: ".341", accuracy: ".8910", f1: ".245", brier: ".0895");

    [Fact]
    public void Additional_bank_with_duration() => Expect(
        PublishedTables.Read("data/bank_marketing/bank-additional.csv", ';', "y", "yes"), auc: ".9294", averagePrecision: ".592", accuracy: ".9131", f1: ".520", brier: ".0625");

    [Fact]
    public void Additional_bank_without_duration() => Expect(
        PublishedTables.Read("data/bank_marketing/bank-additional.csv", ';', "y", "yes", null, "duration"), auc: ".7687", averagePrecision: ".421", accuracy: ".8988", f1: ".329", brier: ".0790");

    [Fact]
    public void German_credit() => Expect(
        PublishedTables.Read("data/german_credit/german.data", ' ', "a20", "2"), auc: ".7814", averagePrecision: ".595", accuracy: ".7490", f1: ".545", brier: ".1683");

    private static void Expect((Frame Rows, double[] Truth) table, string auc, string averagePrecision, string? accuracy = null, string? f1 = null, string? brier = null)
    {
        var (truth, folds) = (table.Truth, PublishedTables.Folds(table.Truth));
        var rows = new OneHotEncoder().Fit(table.Rows).Encode(table.Rows);
        var probability = new double[truth.Length];
        for (var fold = 0; fold < 10; fold++)
        {
            int[] known = [.. Enumerable.Range(0, truth.Length).Where(r => folds[r] != fold)], asked = [.. Enumerable.Range(0, truth.Length).Where(r => folds[r] == fold)];
            var model = new LogisticRegression { Penalty = 0 }.Fit(new Labeled(rows, truth).Take(known));
            var answers = model.Probability(rows.Take(asked));
            for (var i = 0; i < asked.Length; i++) probability[asked[i]] = answers[i];
        }

        Prints(auc, Judged.Auc(truth, probability));
        Prints(averagePrecision, Judged.AveragePrecision(truth, probability));
        if (accuracy is not null) Prints(accuracy, Judged.Accuracy(truth, probability));
        if (f1 is not null) Prints(f1, Judged.F1(truth, probability));
        if (brier is not null) Prints(brier, Judged.Brier(truth, probability));
    }

    /// <summary>
    /// The digits printed there. Those of three digits were rounded from four: German credit's F1 of .54446 stands there as .545, which
    /// another program (numpy's normal equations) gives too.
    /// </summary>
    private static void Prints(string expected, double found)
    {
        var four = Math.Round((decimal)found, 4, MidpointRounding.AwayFromZero);
        Assert.Equal(decimal.Parse(expected, CultureInfo.InvariantCulture), Math.Round(four, expected.Length - 1, MidpointRounding.AwayFromZero));
    }
}
