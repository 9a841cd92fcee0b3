using System.Globalization;
using System.Text;
using Habitue.Lake.Storage;

namespace Habitue.Tests.Storage;

/// <summary>The tone of texts, against scikit-learn 1.2.1: <c>CountVectorizer(binary=True, token_pattern=r"(?u)[^\W_]+")</c> and <c>MultinomialNB(fit_prior=False)</c>.</summary>
public sealed class TextSentimentsTests : IDisposable
{
    private static readonly SqlModel Model = Models.All.Single(model => model.Name == "text_sentiments");
    private static readonly string[] Fond = "lovely warm soft bright good cup lamp the it".Split(' '), Cross = "broken late cold dull not good cup lamp the it".Split(' ');
    private readonly SmallShop shop = new();

    public TextSentimentsTests() => Functions.Install(shop.Warehouse);

    public void Dispose() => shop.Dispose();

    [Fact]
    public void Log_odds_are_those_of_scikit_learn()
    {
        LearnInJanuary();
        string[] texts = ["Lovely lamp", "It is BROKEN, broken and late", "not good", "the cup", "Soft, soft & warm; never dull", "Quux"];
        Write([.. texts.Select(text => (text, (int?)null))], "2023-02-03");
        Make();
        double[] expected = [2.039762628, -4.502099441, -2.090949578, 0.548107752, 2.295840972];
        Assert.Equal(expected, shop.Warehouse.Rows<double>("SELECT log_odds FROM text_sentiments WHERE written_at >= TIMESTAMP '2023-02-01' ORDER BY text_id"), (a, b) => Math.Abs(a - b) < 1e-8);
        Assert.Equal(["0.884909", "0.010964", "0.109980", "0.633696", "0.908532"],
            shop.Lines("SELECT CAST(sentiment AS VARCHAR) FROM text_sentiments WHERE written_at >= TIMESTAMP '2023-02-01' ORDER BY text_id"));
    }

    // Published: the figures of the same protocol (ten folds by running number, set of words, add-one) by another program and its own way to cut words.
    [Theory]
    [InlineData("sentiment_sls/amazon_cells_labelled.txt", 810, 0.817)]
    [InlineData("sentiment_sls/imdb_labelled.txt", 839, 0.834)]
    [InlineData("sentiment_sls/yelp_labelled.txt", 814, 0.799)]
    [InlineData("rt_polarity", 8354, 0.780)]
    public void As_many_texts_of_known_collections_are_told_rightly_as_by_scikit_learn(string path, int expected, double published)
    {
        (string Text, bool Good)[] texts = [.. Collection(SharedData.Require(Path.Combine("data", path)))];
        (string Text, bool Good, int Fold)[] folded = [.. texts.GroupBy(one => one.Good).SelectMany(group => group.Select((one, i) => (one.Text, one.Good, i % 10)))];
        var right = 0L;
        for (var fold = 0; fold < 10; fold++)
        {
            shop.Run("TRUNCATE reviews");
            Write([.. folded.Where(one => one.Fold != fold).Select(one => (one.Text, (int?)(one.Good ? 5 : 1)))], "2023-01-03");
            Write([.. folded.Where(one => one.Fold == fold).Select(one => (one.Text, (int?)null))], "2023-02-03", [.. folded.Where(one => one.Fold == fold).Select(one => one.Good ? "good" : "poor")]);
            Make();
            right += shop.Warehouse.Scalar<long>("SELECT COUNT(*) FROM reviews r LEFT JOIN text_sentiments s ON s.text_id = r.review_id AND s.written_at = r.written_at WHERE r.rating IS NULL AND (r.product_id = 'good') = (COALESCE(s.log_odds, 0) > 0)");
        }
        Assert.InRange(right, expected - 2, expected + 2);
        Assert.InRange((double)right / texts.Length, published - 0.016, published + 0.016);
    }

    [Fact]
    public void Neither_the_stars_of_a_text_nor_any_of_its_own_month_change_what_it_sounds_like()
    {
        LearnInJanuary();
        Write([("Lovely lamp", 1), ("not good", 5)], "2023-02-03");
        Make();
        var before = shop.Lines("SELECT text_id, log_odds FROM text_sentiments WHERE written_at = TIMESTAMP '2023-02-03' ORDER BY 1");
        Assert.Equal(2, before.Count);
        shop.Run("UPDATE reviews SET rating = 6 - rating WHERE written_at = TIMESTAMP '2023-02-03'");
        Write([.. Enumerable.Repeat(("lovely lamp not good", (int?)1), 30)], "2023-02-01");
        Make();
        Assert.Equal(before, shop.Lines("SELECT text_id, log_odds FROM text_sentiments WHERE written_at = TIMESTAMP '2023-02-03' ORDER BY 1"));
    }

    [Fact]
    public void Fewer_than_twenty_reviews_of_a_class_teach_nothing()
    {
        LearnInJanuary(poor: 19);
        Write([("Lovely lamp", null)], "2023-02-03");
        Make();
        Assert.Equal(["0"], shop.Lines("SELECT COUNT(*) FROM text_sentiments"));
        Write([("broken", 2)], "2023-01-31");
        Make();
        Assert.Equal(["1"], shop.Lines("SELECT COUNT(*) FROM text_sentiments"));
    }

    [Fact]
    public void A_home_without_reviews_has_the_same_columns_and_no_row()
    {
        const string columns = "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = 'text_sentiments' ORDER BY column_index";
        shop.Run("INSERT INTO tickets (ticket_id, customer_id, opened_at, subject) VALUES ('t1', 'ada', TIMESTAMP '2023-02-01', 'Broken')").Build();
        Assert.Equal(["0"], shop.Lines("SELECT COUNT(*) FROM text_sentiments"));
        var without = shop.Lines(columns);
        Make();
        Assert.Equal(shop.Lines(columns), without);
    }

    private void LearnInJanuary(int poor = 21) => Write(
        [.. Enumerable.Range(0, 25).Select(i => ($"{Fond[i % 9]} {Fond[((i * 4) + 1) % 9]} {Fond[((i * 7) + 2) % 9]}, {Fond[i % 9]}", (int?)(4 + (i % 2)))),
            .. Enumerable.Range(0, poor).Select(i => ($"{Cross[i % 10]} {Cross[((i * 3) + 1) % 10]} {Cross[((i * 7) + 2) % 10]}!", (int?)(1 + (i % 2)))),
            .. Enumerable.Repeat(("is quux lovely", (int?)3), 30)], "2023-01-03");

    private void Make() => shop.Run($"CREATE OR REPLACE TABLE text_sentiments AS {Model.Text}");

    private void Write((string Text, int? Stars)[] texts, string at, string[]? marks = null) => shop.Run($"""
        INSERT INTO reviews (review_id, customer_id, written_at, rating, body, product_id) VALUES
        {string.Join(",\n", texts.Select((one, i) => $"('{at}/{i:D5}', 'ada', TIMESTAMP '{at}', {one.Stars?.ToString(CultureInfo.InvariantCulture) ?? "NULL"}, '{one.Text.Replace("'", "''")}', {(marks is null ? "NULL" : $"'{marks[i]}'")})"))}
        """);

    private static IEnumerable<(string, bool)> Collection(string path) => Directory.Exists(path)
        ? Lines(Path.Combine(path, "rt-polarity.pos"), Encoding.Latin1).Select(line => (line, true)).Concat(Lines(Path.Combine(path, "rt-polarity.neg"), Encoding.Latin1).Select(line => (line, false)))
        : Lines(path, Encoding.UTF8).Where(line => line.Contains('\t')).Select(line => (line[..line.LastIndexOf('\t')], line[^1] == '1'));

    private static IEnumerable<string> Lines(string path, Encoding encoding) => File.ReadAllText(path, encoding).Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Trim().Length > 0);
}
