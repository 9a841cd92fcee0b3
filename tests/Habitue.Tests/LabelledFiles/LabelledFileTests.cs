using System.Globalization;
using Habitue.LabelledFiles;

namespace Habitue.Tests.LabelledFiles;

/// <summary>What is made of a user's own file: what is learned from, what is left out and why, and what cannot be learned at all.</summary>
public sealed class LabelledFileTests : IDisposable
{
    private readonly FileDesk desk = new();

    public void Dispose() => desk.Dispose();

    /// <summary>Two hundred rows: who has used it for long seldom leaves; a plan that goes with it; ids, one word for all, and what only the label tells.</summary>
    private static IEnumerable<string> Rows(int count = 200, Func<int, string>? label = null)
    {
        yield return "client,months,plan,country,closed_on_day,visits,left";
        for (var i = 0; i < count; i++)
        {
            var months = i * 37 % 60;
            var leaves = months + (i * 13 % 40) < 45;
            yield return string.Create(CultureInfo.InvariantCulture, $"K-{i:D4},{(i % 50 == 49 ? " " : $"{months}")},{(i * 7 % 3 == 0 ? "basic" : leaves ? "monthly" : "yearly")},Norway,{(leaves ? 5 : 0)},{i * 11 % 17},{label?.Invoke(i) ?? (leaves ? "Yes" : "No")}");
        }
    }

    private LabelledFile File(IEnumerable<string> rows, string label = "left") => new() { Path = desk.Write("clients.csv", rows), Slice = "churn", Label = label };

    [Fact]
    public void Ids_constants_and_columns_that_leak_are_left_out_in_words_and_the_rest_is_learned_from()
    {
        var outcome = desk.Train(File(Rows()));

        Assert.Equal(["months", "plan", "visits"], outcome.Columns.Frame.Columns.Select(column => column.Name));
        Assert.Collection(outcome.Columns.LeftOut,
            id => Assert.Equal("client is left out: it is different in every row, so it names rows and tells nothing of others.", id),
            same => Assert.Equal("country is left out: it is the same in all rows.", same),
            leak => Assert.Equal("closed_on_day is left out: this column alone predicts the label with AUC 1.000, so it is probably known only afterwards; --keep closed_on_day learns from it all the same.", leak));
        Assert.Equal(["No", "Yes"], outcome.Label.Classes);
        Assert.True(outcome.Sheet.BeatsBaseline);
        Assert.Equal("churn-clients", outcome.Model.Name);
        Assert.Contains("this column alone predicts the label", outcome.Model.Card, StringComparison.Ordinal);
        Assert.NotNull(outcome.Model.PromotedSince);
    }

    [Fact]
    public void What_is_asked_for_is_kept_or_left_out()
    {
        var outcome = desk.Train(File(Rows()) with { Keep = ["closed_on_day"], Without = ["plan"] });
        Assert.Contains("closed_on_day", outcome.Columns.Frame.Columns.Select(column => column.Name));
        Assert.Contains("plan is left out as asked.", outcome.Columns.LeftOut);
        Assert.InRange(outcome.Sheet["AUC"], 0.99, 1);
    }

    [Fact]
    public void Every_row_gets_its_answer_the_known_ones_from_a_model_that_had_not_seen_them_and_reasons_add_up()
    {
        var outcome = desk.Train(File(Rows(label: i => i % 20 == 19 ? "" : ((i * 37 % 60) + (i * 13 % 40) < 45 ? "Yes" : "No"))));

        Assert.Equal(["200,190,10"], desk.Bench.Ask("SELECT COUNT(*), COUNT(label), COUNT(*) FILTER (WHERE label IS NULL AND probability IS NOT NULL AND probability_unseen IS NULL) FROM churn_file_scores WHERE model = 'churn-clients'"));
        Assert.Equal(["K-0019"], desk.Bench.Ask("SELECT id FROM churn_file_scores WHERE row_in_file = 20"));
        Assert.Equal(["190"], desk.Bench.Ask("SELECT COUNT(*) FROM model_judgements WHERE model = 'churn-clients'"));
        var auc = outcome.Sheet["AUC"];
        var pairs = desk.Warehouse.Scalar<double>("SELECT AVG(CASE WHEN a.probability_unseen > b.probability_unseen THEN 1.0 WHEN a.probability_unseen = b.probability_unseen THEN 0.5 ELSE 0.0 END) FROM churn_file_scores a, churn_file_scores b WHERE a.label = 'Yes' AND b.label = 'No'");
        Assert.Equal(pairs, auc, 1e-9);
        // What is usual, the reasons and everything else sum to the answer's log-odds.
        var off = desk.Warehouse.Scalar<double>("""
            WITH told AS (SELECT row_in_file, SUM(contribution) AS moved FROM churn_file_reasons GROUP BY row_in_file)
            SELECT MAX(ABS(1 / (1 + EXP(-moved)) - probability)) FROM churn_file_scores JOIN told USING (row_in_file)
            """);
        Assert.InRange(off, 0, 1e-4);
    }

    [Fact]
    public void Yes_is_said_from_the_cut_on_that_the_card_and_the_settings_tell()
    {
        // Who has been there for few months leaves half of the time, others never: one half is too high a cut.
        var outcome = desk.Train(File(Rows(400, i => i * 37 % 60 < 20 && i * 29 % 7 < 3 ? "Yes" : "No")) with { Without = ["closed_on_day", "plan"] });

        var cut = outcome.Sheet.Curves.Single(point => point.Curve == "threshold").X;
        Assert.InRange(cut, 0.05, 0.49);
        Assert.Equal(["0"], desk.Bench.Ask(string.Create(CultureInfo.InvariantCulture, $"SELECT COUNT(*) FROM churn_file_scores WHERE says_yes <> (probability >= {cut:R})")));
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"Yes is said from a probability of {cut:0.000} on"), outcome.Model.Card, StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"\"threshold\":\"{cut:0.000}\""), outcome.Model.Settings, StringComparison.Ordinal);
        // The judged answers are yes or no by cuts of their own, chosen without them; the figures and the audit are of these.
        var (right, called, yes) = desk.Warehouse.Rows<(long, long, long)>("SELECT COUNT(*) FILTER (WHERE said_yes AND happened), COUNT(*) FILTER (WHERE said_yes), COUNT(*) FILTER (WHERE happened) FROM model_judgements")[0];
        Assert.Equal(2.0 * right / (called + yes), outcome.Sheet["F1"], 9);
        Assert.Equal(desk.Warehouse.Scalar<double>("SELECT AVG(CASE WHEN (probability >= 0.5) = happened THEN 1.0 ELSE 0.0 END) FROM model_judgements"), outcome.Sheet["accuracy"], 9);
    }

    [Fact]
    public void The_same_file_twice_gives_the_same_tables_and_other_files_stay()
    {
        var file = File(Rows());
        desk.Train(file);
        string[] Tables() => [.. desk.Bench.Ask("SELECT * FROM churn_file_scores ORDER BY ALL"), .. desk.Bench.Ask("SELECT * FROM churn_file_reasons ORDER BY ALL"), .. desk.Bench.Ask("SELECT * FROM churn_file_factors ORDER BY ALL")];
        var first = Tables();
        desk.Train(file);
        Assert.Equal(first, Tables());
        Assert.Single(desk.Bench.Shelf.All());
        desk.Train(file with { Name = "Other" });
        Assert.Equal(["churn-clients,200", "churn-other,200"], desk.Bench.Ask("SELECT model, COUNT(*) FROM churn_file_scores GROUP BY model ORDER BY model"));
    }

    [Fact]
    public void Weights_bring_the_parity_difference_of_the_label_to_nothing()
    {
        var outcome = desk.Train(File(Rows()) with { Reweigh = "months<=20" });
        Assert.InRange(outcome.Weights.Before, -1, -0.3);
        Assert.Equal(0, outcome.Weights.After);
        Assert.Contains("goes from", outcome.Model.Card, StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_with_one_class_says_so() =>
        Assert.EndsWith("the label column 'left' has one class only, 'No' in 200 rows; two are needed to tell apart.", desk.Mistake(File(Rows(label: _ => "No"))), StringComparison.Ordinal);

    [Fact]
    public void A_label_with_many_values_asks_which_one_and_takes_it()
    {
        var file = File(Rows(label: i => ((string[])["stays", "moves", "ends"])[(i * 37 % 60) / 20]));
        Assert.EndsWith("the label column 'left' has 3 different values (ends, moves, stays); two are needed, or say with --yes which one is asked for.", desk.Mistake(file), StringComparison.Ordinal);
        Assert.Equal(["not ends", "ends"], desk.Train(file with { Yes = "ends", Without = ["months"], Keep = ["closed_on_day"] }).Label.Classes);
        Assert.EndsWith("the label column 'left' never says 'gone'; it says ends, moves, stays.", desk.Mistake(file with { Yes = "gone" }), StringComparison.Ordinal);
    }

    [Fact]
    public void Twenty_rows_are_too_few_and_so_are_nine_of_an_answer()
    {
        Assert.EndsWith("is known of 20 rows, of 8 of them with 'Yes'; to learn and to judge it needs 50 rows and 10 of each answer.", desk.Mistake(File(Rows(20))), StringComparison.Ordinal);
        Assert.EndsWith("is known of 200 rows, of 9 of them with 'Yes'; to learn and to judge it needs 50 rows and 10 of each answer.", desk.Mistake(File(Rows(label: i => i < 9 ? "Yes" : "No"))), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_there_is_named()
    {
        Assert.EndsWith("has no column 'gone' to learn from; its columns are client, months, plan, country, closed_on_day, visits, left.", desk.Mistake(File(Rows(), "gone")), StringComparison.Ordinal);
        Assert.EndsWith("has no column 'nothing' to leave out; its columns are client, months, plan, country, closed_on_day, visits, left.", desk.Mistake(File(Rows()) with { Without = ["nothing"] }), StringComparison.Ordinal);
        Assert.EndsWith("missing.csv: there is no such file.", desk.Mistake(new LabelledFile { Path = "missing.csv", Slice = "churn", Label = "left" }), StringComparison.Ordinal);
        Assert.EndsWith("the label column 'left' is empty.", desk.Mistake(File(Rows(label: _ => ""))), StringComparison.Ordinal);
        Assert.Contains("has no column left to learn from", desk.Mistake(File(Rows()) with { Without = ["months", "plan", "visits"] }), StringComparison.Ordinal);
        Assert.Contains("cannot be reweighed by 'country=Norway'", desk.Mistake(File(Rows()) with { Reweigh = "country=Norway" }).Replace("'country=Norway' makes one group only", "cannot be reweighed by 'country=Norway'", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Parquet_is_read_like_csv()
    {
        var csv = desk.Write("clients.csv", Rows());
        var parquet = Path.ChangeExtension(csv, ".parquet");
        desk.Warehouse.Execute($"COPY (SELECT * FROM read_csv('{csv}')) TO '{parquet}' (FORMAT PARQUET)");
        var outcome = desk.Train(new LabelledFile { Path = parquet, Slice = "churn", Label = "left" });
        Assert.Equal(200, outcome.Label.Known.Length);
        Assert.Equal(["months", "plan", "visits"], outcome.Columns.Frame.Columns.Select(column => column.Name));
    }
}
