namespace Habitue.Tests.Storage;

/// <summary>What stands in for missing values, counted by hand.</summary>
public sealed class FillsTests : IDisposable
{
    private readonly SmallShop shop = new SmallShop()
        .Run("""
            INSERT INTO profiles BY NAME SELECT * FROM (VALUES
                ('c1', 'female', '20', 'Leeds'), ('c2', 'female', '30', 'York'), ('c3', 'male', '64', NULL), ('c4', NULL, NULL, 'York')) AS p (customer_id, gender, age, city)
            """)
        .Run("INSERT INTO reviews BY NAME SELECT * FROM (VALUES ('r1', 5.0), ('r2', 2.0), ('r3', NULL)) AS r (review_id, rating)")
        .Run("INSERT INTO tickets BY NAME SELECT * FROM (VALUES ('t1', 'delivery', 4.0), ('t2', 'delivery', NULL), ('t3', 'payment', 1.0), ('t4', NULL, 1.0)) AS t (ticket_id, category, satisfaction)")
        .Build();

    public void Dispose() => shop.Dispose();

    [Fact]
    public void Ages_take_the_median_grades_the_mean_and_words_the_most_frequent_one() => Assert.Equal(
        [
            "customers|age|median||30|1", "customers|city|mode|York||1", "customers|gender|mode|female||1",
            "reviews|rating|mean||3.5|1", "tickets|category|mode|delivery||1", "tickets|satisfaction|mean||2|1",
        ],
        shop.Lines("SELECT * FROM fills ORDER BY of_table, of_column"));

    [Fact]
    public void The_complete_tables_have_no_gaps_where_something_is_known_and_say_what_is_not_the_sources_own()
    {
        Assert.Equal(["c1|20|female|Leeds|0", "c2|30|female|York|0", "c3|64|male|York|1", "c4|30|female|York|2"], shop.Lines("SELECT customer_id, age, gender, city, filled FROM complete_customers ORDER BY customer_id"));
        Assert.Equal(["r1|5|no", "r2|2|no", "r3|3.5|yes"], shop.Lines("SELECT review_id, rating, is_filled FROM complete_reviews ORDER BY review_id"));
        Assert.Equal(["t1|delivery|4|0", "t2|delivery|2|1", "t3|payment|1|0", "t4|delivery|1|1"], shop.Lines("SELECT ticket_id, category, satisfaction, filled FROM complete_tickets ORDER BY ticket_id"));
    }

    [Fact]
    public void What_the_source_said_keeps_its_gaps() =>
        Assert.Equal(["1|1"], shop.Lines("SELECT COUNT(*) FILTER (WHERE gender IS NULL), COUNT(*) FILTER (WHERE age IS NULL) FROM customers"));
}
