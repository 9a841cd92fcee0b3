using System.Globalization;
using Habitue.MarketBaskets;

namespace Habitue.Tests.MarketBaskets;

public sealed class BasketTrainingTests : IDisposable
{
    private readonly BasketBench bench = new();

    public void Dispose() => bench.Dispose();

    /// <summary>Of a hundred baskets, fifty hold bread, fifty butter, forty both; forty milk, forty tea, twenty both.</summary>
    private BasketBench Breakfast() => bench.Add(0, 40, "bread butter").Add(40, 10, "bread milk").Add(50, 10, "butter milk").Add(60, 20, "milk tea").Add(80, 20, "tea");

    [Fact]
    public void Counts_shares_and_lifts_are_those_of_a_count_by_hand()
    {
        Breakfast().With(0.1, 0.5).Train();
        // 40 of 100 hold both, 40 of 50 with bread, 0.4 / (0.5 x 0.5) = 1.6; milk and tea 20, of 40, 0.2 / (0.4 x 0.4) = 1.25.
        Assert.Equal(["bread,butter,40,50,50,0.4,0.8,1.6", "butter,bread,40,50,50,0.4,0.8,1.6"], bench.Ask("SELECT antecedent, consequent, baskets, antecedent_baskets, consequent_baskets, support, confidence, ROUND(lift, 9) FROM basket_rules WHERE lift > 1.5 ORDER BY antecedent"));
        Assert.Equal(["bread,50,1", "bread + butter,40,1.6", "bread + milk,10,0.5", "butter,50,1", "butter + milk,10,0.5", "milk,40,1", "milk + tea,20,1.25", "tea,40,1"],
            bench.Ask("SELECT products, baskets, ROUND(lift, 9) FROM basket_itemsets ORDER BY products"));
        Assert.Equal(["100,80,4,8"], bench.Ask("SELECT baskets, baskets_of_several, products, itemsets FROM basket_summary"));
        // Fisher's exact test, one-sided, of 40 of 50 against 10 of 50: 1.2e-9 by the hypergeometric sum.
        Assert.Equal(["true"], bench.Ask("SELECT p < 2e-9 AND p > 5e-10 AND p_adjusted >= p FROM basket_rules WHERE antecedent = 'bread' AND consequent = 'butter'").Select(text => text.ToLowerInvariant()));
    }

    /// <summary>
    /// Where products fall into baskets by chance alone, every rule is a false discovery, and a control at 5 % lets any through in one shop of twenty. More than three of
    /// ten such shops with a rule would happen in one trial of a thousand (binomial). Of 600 rules that are looked at 30 would pass for certain without it.
    /// </summary>
    [Fact]
    public void Where_products_fall_into_baskets_by_chance_hardly_any_shop_has_a_rule()
    {
        var (withRules, looked) = (0, 0L);
        for (var shop = 0; shop < 10; shop++)
        {
            bench.Sql($"DELETE FROM sold_lines; INSERT INTO sold_lines SELECT 'o' || i, 'p' || p, TIMESTAMP '2026-01-01' + to_minutes(i), 'c' || i, TRUE FROM range(1000) t(i), range(25) q(p) WHERE hash(i || '-' || p || '-{shop}') % 10 < 2").With(0.005, 0.01).Train();
            withRules += bench.Ask("SELECT COUNT(*) FROM basket_rules") is ["0"] ? 0 : 1;
            looked += long.Parse(bench.Ask("SELECT itemsets FROM basket_summary")[0], CultureInfo.InvariantCulture);
        }
        Assert.InRange(looked, 10 * 325, long.MaxValue);   // all products and all pairs of them, at least
        Assert.InRange(withRules, 0, 3);
    }

    [Fact]
    public void The_figure_is_told_apart_by_how_large_baskets_are_and_whether_their_customer_is_named()
    {
        // Couples as in the test below; half of the orders have a third product and no customer's name.
        bench.Sql("""
            INSERT INTO sold_lines SELECT 'o' || i, 'p' || i % 12 || '-' || p, TIMESTAMP '2026-01-01' + to_minutes(i), CASE WHEN i % 2 = 0 THEN 'c' || i END, i % 2 = 0
            FROM range(1200) t(i), (VALUES ('1'), ('2'), ('3')) q(p) WHERE p <> '3' OR i % 2 = 1
            """).Train();
        Assert.Equal(["all", "baskets of 2 products", "baskets of 3 to 9 products", "customers without a name", "named customers"], bench.Ask("SELECT part FROM model_metrics WHERE name = 'baskets' ORDER BY place"));
        Assert.Equal(["0"], bench.Ask("SELECT COUNT(*) FROM model_metrics WHERE baseline IS NULL OR NOT (low <= value AND value <= high AND low < high)"));
        // What is named and what is not are all there is: the figure of all is the mean of theirs, each half of the baskets.
        Assert.Equal(["0"], bench.Ask("SELECT ROUND(ABS(2 * SUM(value) FILTER (WHERE part = 'all') - SUM(value) FILTER (WHERE part LIKE '%name%')), 9) FROM model_metrics WHERE name = 'baskets'"));
    }

    [Fact]
    public void What_goes_with_a_product_is_told_from_either_side()
    {
        Breakfast().With(0.1, 0.5).Train();
        Assert.Equal(["bread,The bread,butter,The butter,40,0.8,1.6,1", "butter,The butter,bread,The bread,40,0.8,1.6,1"],
            bench.Ask("SELECT product, product_name, other, other_name, baskets, confidence, ROUND(lift, 9), place FROM product_together WHERE product IN ('bread', 'butter') ORDER BY product"));
    }

    [Fact]
    public void Charges_are_no_products()
    {
        Breakfast().Sql("INSERT INTO product_codes VALUES ('POST', 'Postage', 5, 'charge'); INSERT INTO sold_lines SELECT DISTINCT order_id, 'POST', ordered_at, customer_id, is_known FROM sold_lines").With(0.1, 0.5).Train();
        Assert.Equal(["0"], bench.Ask("SELECT COUNT(*) FROM basket_itemsets WHERE contains(products, 'POST')"));
        Assert.Equal(["100"], bench.Ask("SELECT baskets FROM basket_summary"));
    }

    [Fact]
    public void A_longer_rule_that_is_no_better_than_a_shorter_one_is_left_out()
    {
        // Jam comes with bread and butter as often as bread comes with butter alone: it adds nothing. Of those with a and b all hold c; with either alone a quarter.
        bench.Add(0, 200, "bread butter jam").Add(200, 200, "bread butter").Add(400, 400, "other").Add(800, 100, "a b c").Add(900, 300, "a").Add(1200, 300, "b").Add(1500, 500, "other thing")
            .With(0.02, 0.2).Train();
        Assert.Empty(bench.Ask("SELECT antecedent FROM basket_rules WHERE antecedent_size > 1 AND consequent IN ('bread', 'butter', 'jam')"));
        Assert.Equal(["a + b,1"], bench.Ask("SELECT antecedent, confidence FROM basket_rules WHERE antecedent_size > 1 AND consequent = 'c'"));
        Assert.NotEqual(["0"], bench.Ask("SELECT redundant_rules FROM basket_summary"));
    }

    [Fact]
    public void What_the_same_people_like_is_told_from_what_goes_into_one_basket()
    {
        // A hundred customers with four orders. The first fifty like left and right, but never choose them for one another: each lies in
        // one of the four orders, so both share an order in one case of four. Cup and saucer are always in one order.
        bench.Sql("""
            INSERT INTO sold_lines
            SELECT 'o' || c || '-' || o, p, TIMESTAMP '2026-01-01' + to_minutes(c * 4 + o), 'c' || c, TRUE FROM range(100) a(c), range(4) b(o),
                (VALUES ('left'), ('right'), ('cup'), ('saucer'), ('milk'), ('tea')) q(p)
            WHERE (p = 'left' AND c < 50 AND o = c % 4) OR (p = 'right' AND c < 50 AND o = (c // 4) % 4) OR (p IN ('cup', 'saucer') AND c >= 50 AND o = 1) OR (p = 'milk') OR (p = 'tea' AND o = 3)
            """).With(0.01, 0.1).Train();
        Assert.Equal(["cup,saucer,together"], bench.Ask("SELECT antecedent, consequent, kind FROM basket_rules WHERE antecedent = 'cup' AND consequent = 'saucer'"));
        Assert.Equal(["left,right,habit"], bench.Ask("SELECT antecedent, consequent, kind FROM basket_rules WHERE antecedent = 'left' AND consequent = 'right'"));
    }

    [Fact]
    public void A_rule_of_the_first_months_only_does_not_hold()
    {
        bench.Add(0, 100, "sun hat").Add(100, 100, "milk tea").Add(200, 50, "sun coal").Add(250, 50, "hat coal").Add(300, 100, "milk tea").With(0.05, 0.3).Train();
        Assert.Equal(["sun,hat,false"], bench.Ask("SELECT antecedent, consequent, holds FROM basket_rules WHERE antecedent = 'sun' AND consequent = 'hat'").Select(text => text.ToLowerInvariant()));
        Assert.Equal(["milk,tea,true"], bench.Ask("SELECT antecedent, consequent, holds FROM basket_rules WHERE antecedent = 'milk' AND consequent = 'tea'").Select(text => text.ToLowerInvariant()));
        Assert.Equal(["2,0"], bench.Ask("SELECT lift_earlier, lift_later FROM basket_rules WHERE antecedent = 'sun' AND consequent = 'hat'"));   // 100 x 200 / (100 x 100), and never again
    }

    [Fact]
    public void A_bundle_has_its_price_and_whom_it_is_for()
    {
        bench.Add(0, 60, "cup saucer spoon").Add(60, 7, "cup saucer").Add(67, 5, "cup spoon").Add(72, 3, "saucer spoon").Add(75, 325, "milk").With(0.02, 0.2).Train();
        // Twelve and three baskets lack one of three; of 400 baskets 72 hold a cup, 70 a saucer, 68 a spoon: 72 x 70 x 68 / 400 / 400 = 2.142 by chance.
        Assert.Equal(["cup + saucer + spoon,The cup + The saucer + The spoon,60,15,7.5,28.0112"], bench.Ask("SELECT products, product_names, baskets, nearly_baskets, price, ROUND(lift, 4) FROM bundles"));
    }

    [Fact]
    public void Pairs_are_judged_on_later_baskets_beside_the_most_popular_products()
    {
        // Twelve couples, each as often as any other, in turn: of a basket of two the couple's other half is hidden, and always suggested. Of twelve
        // couples as popular as each other, the five most popular products are those of two couples and a half.
        bench.Sql("""
            INSERT INTO sold_lines SELECT 'o' || i, 'p' || i % 12 || '-' || p, TIMESTAMP '2026-01-01' + to_minutes(i), 'c' || i, TRUE FROM range(1200) t(i), (VALUES ('1'), ('2')) q(p)
            """).Train();
        Assert.Equal(["hit_rate_5,1,true"], bench.Ask("SELECT metric, value, baseline < 0.35 FROM model_metrics WHERE name = 'baskets'").Select(text => text.ToLowerInvariant()));
        Assert.Equal(["1"], bench.Ask("SELECT COUNT(*) FROM promotions WHERE name = 'baskets'"));
    }

    [Fact]
    public void The_same_baskets_give_the_same_tables()
    {
        Breakfast().With(0.1, 0.2).Train();
        string[] Tables() => [.. BasketTables.All.SelectMany(table => bench.Ask($"SELECT * FROM {table}"))];
        var first = Tables();
        bench.Train();
        Assert.Equal(first, Tables());
        Assert.Equal(13, first.Length);   // two rules, eight sets, two companions and the summary
    }

    [Theory]
    [InlineData("SELECT 1", "not ready: it needs orders that name their products; there are none.")]
    [InlineData("INSERT INTO sold_lines SELECT 'o' || i, 'cup', TIMESTAMP '2026-01-01', 'c', TRUE FROM range(500) t(i)", "not ready: it needs at least two products; every order is of The cup alone.")]
    [InlineData("INSERT INTO sold_lines SELECT 'o' || i, 'p' || i % 9, TIMESTAMP '2026-01-01', 'c', TRUE FROM range(500) t(i)", "not ready: it needs at least 50 orders of two products or more; there are 0 among 500 orders.")]
    public void A_shop_that_does_not_suffice_is_told_what_it_lacks_and_keeps_no_old_rules(string sql, string words)
    {
        Breakfast().With(0.1, 0.2).Train();
        Assert.NotEqual(["0"], bench.Ask("SELECT COUNT(*) FROM basket_rules"));
        bench.Sql("DELETE FROM sold_lines; " + sql);
        Assert.Equal(words, bench.Train().Words);
        foreach (var table in BasketTables.All) Assert.Equal(["0"], bench.Ask($"SELECT COUNT(*) FROM {table}"));
    }

    [Fact]
    public void Orders_after_the_moment_do_not_count()
    {
        Breakfast().Sql("INSERT INTO sold_lines SELECT 'late' || i, p, TIMESTAMP '2026-07-01', 'x', TRUE FROM range(300) t(i), (VALUES ('bread'), ('tea')) q(p)").With(0.1, 0.5).Train();
        Assert.Equal(["100"], bench.Ask("SELECT baskets FROM basket_summary"));
        Assert.Equal(["0"], bench.Ask("SELECT COUNT(*) FROM basket_itemsets WHERE products = 'bread + tea'"));
    }

    [Fact]
    public void A_hundred_thousand_products_and_baskets_of_five_thousand_lines_stay_within_bounds()
    {
        // Two baskets of 5,000 lines each, 40,000 of three lines among 100,000 products, and 300 with one pair.
        bench.Sql("""
            INSERT INTO sold_lines SELECT 'big' || b, 'p' || i, TIMESTAMP '2026-01-01', 'big', TRUE FROM range(2) a(b), range(5000) t(i);
            INSERT INTO sold_lines SELECT DISTINCT 'o' || o, 'p' || ((o * 3 + l) % 100000), TIMESTAMP '2026-01-02' + to_minutes(o), 'c' || o, TRUE FROM range(40000) a(o), range(3) b(l)
            """).Add(50_000, 300, "cup saucer");
        var before = Environment.TickCount64;
        Assert.StartsWith("2 rules at ", bench.Train().Words, StringComparison.Ordinal);
        Assert.True(Environment.TickCount64 - before < 60_000);
        Assert.Equal(["cup,saucer", "saucer,cup"], bench.Ask("SELECT antecedent, consequent FROM basket_rules ORDER BY antecedent"));
        Assert.Equal(["100002"], bench.Ask("SELECT products FROM basket_summary"));
    }

    [Fact]
    public void Baskets_that_are_all_alike_end_in_a_sentence_instead_of_filling_the_memory()
    {
        bench.Add(0, 200, string.Join(' ', Enumerable.Range(0, 40).Select(i => $"part{i}")));
        Assert.StartsWith("not ready: the baskets are so alike that more than 20,000 sets of products lie in half of them", bench.Train().Words, StringComparison.Ordinal);
        Assert.StartsWith("not ready: at a support of 1 % more than 1,000,000 sets of products are frequent; choose a higher one.", bench.With(0.01, 0.2).Train().Words, StringComparison.Ordinal);
    }
}
