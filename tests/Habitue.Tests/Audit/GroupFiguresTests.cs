using Habitue.Audit;
using Habitue.Host;
using Habitue.LabelledFiles;
using Habitue.Tests.LabelledFiles;

namespace Habitue.Tests.Audit;

/// <summary>Figures of fairness against counts by hand and against those of the Adult and German credit data, counted independently.</summary>
public sealed class GroupFiguresTests : IDisposable
{
    private const string AdultColumns = "age,workclass,fnlwgt,education,education-num,marital-status,occupation,relationship,race,sex,capital-gain,capital-loss,hours-per-week,native-country,income";
    private const string GermanColumns = "status,duration,history,purpose,amount,savings,employment,rate,personal,debtors,residence,property,age,plans,housing,credits,job,dependents,telephone,foreign,class,sex";

    private readonly FileDesk desk = new();

    public void Dispose() => desk.Dispose();

    private string Adult() => desk.Write("adult.csv", File.ReadLines(SharedData.Require("data/adult/adult.data")).Where(line => line.Length > 0).Prepend(AdultColumns));

    /// <summary>Both parts as they were published, the second with its full stops.</summary>
    private string AllAdult() => desk.Write("adult-all.csv", File.ReadLines(SharedData.Require("data/adult/adult.data")).Concat(File.ReadLines(SharedData.Require("data/adult/adult.test"))).Where(line => line.Contains(',', StringComparison.Ordinal)).Select(line => line.TrimEnd('.')).Prepend(AdultColumns));

    private string German() => desk.Write("german.csv", File.ReadLines(SharedData.Require("data/german_credit/german.data")).Where(line => line.Length > 0).Select(line => line.Trim().Replace(' ', ','))
        .Select(line => $"{line},{(line.Split(',')[8] is "A92" or "A95" ? "female" : "male")}").Prepend(GermanColumns));

    [Fact]
    public void Figures_are_those_of_a_count_by_hand()
    {
        // Men: 40 good, of whom 30 are chosen; 60 bad, of whom 6. Women: 20 good, of whom 10 are chosen; 80 bad, of whom 4.
        (string Group, bool Good, bool Chosen, int Count)[] cells = [("m", true, true, 30), ("m", true, false, 10), ("m", false, true, 6), ("m", false, false, 54), ("w", true, true, 10), ("w", true, false, 10), ("w", false, true, 4), ("w", false, false, 76)];
        var rows = cells.SelectMany(cell => Enumerable.Repeat(cell, cell.Count)).ToArray();
        var found = GroupFigures.Of([.. rows.Select(row => row.Good)], [.. rows.Select(row => row.Chosen)], [.. rows.Select(row => row.Group == "m" ? 0.4 : 0.35)], [.. rows.Select(row => row.Group)]);

        Assert.Equal(["m", "w"], found.Select(group => group.Group));
        Assert.True(found[0].IsReference);
        var women = found[1];
        Assert.Equal(0.14, women.Selected.Value, 1e-12);
        Assert.Equal(0.14 / 0.36, women.Impact.Value, 1e-12);
        Assert.Equal(0.50 - 0.75, women.Opportunity.Value, 1e-12);
        Assert.Equal(((0.50 - 0.75) + (0.05 - 0.10)) / 2, women.Odds.Value, 1e-12);
        Assert.Equal(0.35 - 0.20, women.Calibration.Value, 1e-12);
        // exp(log(0.14/0.36) ± 1.96 √(0.86/14 + 0.64/36))
        Assert.Equal(0.2240, women.Impact.Low, 1e-4);
        Assert.Equal(0.6751, women.Impact.High, 1e-4);
        Assert.Equal("breaks the four-fifths rule; decisions differ at equal outcomes (-15 points); its probabilities are too high by 15 points", women.Verdict);
        Assert.Equal("what others are compared with", found[0].Verdict);
    }

    [Fact]
    public void Few_rows_are_not_judged_and_nobody_chosen_is_nothing_to_compare()
    {
        bool[] good = [.. Enumerable.Range(0, 50).Select(i => i % 2 == 0)];
        var found = GroupFigures.Of(good, new bool[50], new double[50], [.. Enumerable.Range(0, 50).Select(i => i < 5 ? "few" : "many")]);
        Assert.Equal("too few to judge (5 rows)", found[0].Verdict);
        Assert.True(found[1].IsReference);
        Assert.True(double.IsNaN(found[0].Impact.Value));
    }

    [Theory]
    [InlineData("sex", "Female", 0.109461, 0.358023, -0.196276)]
    [InlineData("sex", "Male", 0.305737, 1, 0)]
    public void Adult_has_its_published_rates(string by, string group, double rate, double impact, double difference)
    {
        var table = FileTable.Read(desk.Warehouse, Adult(), default);
        Assert.Equal((rate, impact, difference), Rounded(table, by, "income", ">50K", group));
    }

    [Fact]
    public void All_of_Adult_has_its_published_rates_by_sex_and_by_race()
    {
        var table = FileTable.Read(desk.Warehouse, AllAdult(), default);
        Assert.Equal(48_842, table.Texts(table.Need("income", "")).Length);
        Assert.Equal((0.109251, 0.359655, -0.194516), Rounded(table, "sex", "income", ">50K", "Female"));
        Assert.Equal((0.303767, 1, 0), Rounded(table, "sex", "income", ">50K", "Male"));
        Assert.Equal((0.152542, 0.600592, -0.101445), Rounded(table, "race=White", "income", ">50K", "race other than White"));
        Assert.Equal((0.253987, 1, 0), Rounded(table, "race=White", "income", ">50K", "race White"));

        // Without the rows in which something is unknown.
        var whole = FileTable.Read(desk.Warehouse, desk.Write("adult-whole.csv", File.ReadLines(AllAdult()).Where(line => !line.Contains('?', StringComparison.Ordinal))), default);
        Assert.Equal(45_222, whole.Texts(whole.Need("income", "")).Length);
        Assert.Equal((0.113576, 0.363470, -0.198901), Rounded(whole, "sex", "income", ">50K", "Female"));
        Assert.Equal((0.312477, 1, 0), Rounded(whole, "sex", "income", ">50K", "Male"));
    }

    [Theory]
    [InlineData("age<=25", "age <= 25", 0.578947, 0.794826, -0.149448)]
    [InlineData("age<25", "age < 25", 0.590604, 0.821248, -0.128550)]
    [InlineData("sex", "female", 0.648387, 0.896567, -0.074801)]
    public void German_credit_has_its_published_rates(string by, string group, double rate, double impact, double difference)
    {
        var table = FileTable.Read(desk.Warehouse, German(), default);
        Assert.Equal((rate, impact, difference), Rounded(table, by, "class", "1", group));
    }

    private static (double Rate, double Impact, double Difference) Rounded(FileTable table, string by, string label, string favourable, string group)
    {
        var spec = GroupSpec.Parse(by);
        bool[] good = [.. table.Texts(table.Need(label, "")).Select(text => text == favourable)];
        var found = GroupFigures.Of(good, good, Array.ConvertAll(good, one => one ? 1.0 : 0), spec.Of(table.Texts(table.Need(spec.Column, "")))).Single(one => one.Group == group);
        return (Math.Round(found.InData.Value, 6), Math.Round(found.InDataImpact, 6), Math.Round(found.InDataDifference, 6));
    }

    [Fact]
    public void Reweighing_brings_the_parity_difference_of_Adult_and_German_credit_to_zero()
    {
        FileWeights Weights(string path, string label, string yes, string by)
        {
            var (table, file) = (FileTable.Read(desk.Warehouse, path, default), new LabelledFile { Path = path, Slice = "churn", Label = label, Yes = yes, Reweigh = by });
            return FileWeights.Of(table, file, FileLabel.Of(table, file));
        }
        var (adult, german) = (Weights(Adult(), "income", ">50K", "sex"), Weights(German(), "class", "1", "age<=25"));
        var (all, race) = (Weights(AllAdult(), "income", ">50K", "sex"), Weights(AllAdult(), "income", ">50K", "race=White"));
        Assert.Equal((-0.196276, 0.0), (Math.Round(adult.Before, 6), adult.After));
        Assert.Equal((-0.149448, 0.0), (Math.Round(german.Before, 6), german.After));
        Assert.Equal((-0.194516, 0.0), (Math.Round(all.Before, 6), all.After));
        Assert.Equal((-0.101445, 0.0), (Math.Round(race.Before, 6), race.After));
    }

    [Fact]
    public void A_model_is_audited_on_rows_that_it_had_not_seen_and_the_figures_are_published()
    {
        var file = new LabelledFile { Path = German(), Slice = "churn", Label = "class", Yes = "2", Name = "german", Without = ["sex"] };
        var outcome = desk.Train(file);
        Assert.InRange(outcome.Sheet["AUC"], 0.7814, 1);   // what logistic regression reaches on the same folds

        var found = new ModelAudit(desk.Warehouse, desk.Bench.Shelf).Of("churn-german", GroupSpec.All("sex,age<=25"), "1");

        Assert.Equal(["sex", "age<=25"], found.Select(one => one.By));
        var young = found[1].Groups.Single(group => group.Group == "age <= 25");
        Assert.Equal((190, -0.149448), (young.Rows, Math.Round(young.InDataDifference, 6)));
        var selected = desk.Warehouse.Scalar<double>("SELECT AVG(CASE WHEN j.said_yes THEN 0.0 ELSE 1.0 END) FROM model_judgements j JOIN churn_german_rows r ON r.row_in_file = CAST(j.subject AS BIGINT) WHERE j.model = 'churn-german' AND r.age <= 25");
        Assert.Equal(selected, young.Selected.Value, 1e-12);
        Assert.Equal(["4"], desk.Bench.Ask("SELECT COUNT(*) FROM model_fairness WHERE model = 'churn-german' AND favourable = '1'"));
        Assert.Contains("knows no column 'religion'", Assert.Throws<UserMistakeException>(() => new ModelAudit(desk.Warehouse, desk.Bench.Shelf).Of("churn-german", GroupSpec.All("religion"), null)).Message, StringComparison.Ordinal);
        Assert.Contains("no judged model 'x'; there are churn-german", Assert.Throws<UserMistakeException>(() => new ModelAudit(desk.Warehouse, desk.Bench.Shelf).Of("x", GroupSpec.All("sex"), null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_are_told_apart_by_values_comparisons_or_quarters()
    {
        Assert.Equal(["age <= 25", "age > 25", "unknown"], GroupSpec.Parse("age <= 25").Of(["25", "26", null]));
        Assert.Equal(["race White", "race other than White"], GroupSpec.Parse("race=White").Of(["white", "Black"]));
        Assert.Equal(["spend up to 5", "spend 10 to 15", "spend above 15"], new[] { 0, 14, 19 }.Select(row => GroupSpec.Parse("spend").Of([.. Enumerable.Range(1, 20).Select(i => $"{i}")])[row]));
        Assert.Contains("makes one group only", Assert.Throws<UserMistakeException>(() => GroupSpec.Parse("sex").Of(["f", "f"])).Message, StringComparison.Ordinal);
        Assert.Contains("too many for groups", Assert.Throws<UserMistakeException>(() => GroupSpec.Parse("city").Of([.. Enumerable.Range(0, 20).Select(i => $"city {i}")])).Message, StringComparison.Ordinal);
        Assert.Contains("is no number", Assert.Throws<UserMistakeException>(() => GroupSpec.Parse("age<=young")).Message, StringComparison.Ordinal);
    }
}
