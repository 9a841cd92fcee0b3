using Habitue.Lake.Features;
using Habitue.Simulation;
using Habitue.Tests.Storage;

namespace Habitue.Tests.Features;

/// <summary>Customers of the made-up shop sound as content as its maker meant them to be.</summary>
public sealed class PlantedSentimentTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("habitue-words-").FullName;
    private readonly SmallShop shop = new();

    public void Dispose()
    {
        shop.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void What_a_customer_sounds_like_follows_what_was_planted()
    {
        var summary = Simulator.Write(new ShopPlan { Customers = 4000, Seed = 5, HistoryDays = 0 }, folder);
        Assert.NotNull(summary);
        shop.Run($"""
            INSERT INTO reviews BY NAME SELECT DISTINCT review_id, customer_id, TRY_CAST(rating AS DOUBLE) AS rating, title, body, CAST(written_at AS TIMESTAMP) AS written_at FROM read_csv('{folder}/crm/reviews.csv', all_varchar = true);
            INSERT INTO tickets BY NAME SELECT DISTINCT ticket_id, customer_id, CAST(opened_at AS TIMESTAMP) AS opened_at, subject, body FROM read_json('{folder}/crm/tickets.jsonl');
            CREATE TABLE truth AS SELECT review_id AS id, sentiment FROM read_csv('{folder}/truth/reviews.csv') UNION ALL SELECT ticket_id, sentiment FROM read_csv('{folder}/truth/tickets.csv')
            """).Build("2027-01-01");
        CustomerFeatures.Compute(shop.Warehouse, new DateTime(2027, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        shop.Run("""
            CREATE TABLE planted AS
            SELECT w.customer_id, AVG(CASE t.sentiment WHEN 'positive' THEN 1.0 WHEN 'neutral' THEN 0.5 ELSE 0 END) AS tone, MAX(f.sentiment) AS sentiment, COUNT(DISTINCT t.sentiment) AS tones, MAX(t.sentiment) AS one
            FROM truth t JOIN (SELECT review_id AS id, customer_id FROM reviews UNION ALL SELECT ticket_id, customer_id FROM tickets) w ON w.id = t.id
            JOIN customer_features f ON f.customer_id = w.customer_id
            WHERE f.sentiment IS NOT NULL GROUP BY w.customer_id
            """);
        Assert.InRange(shop.Warehouse.Scalar<long>("SELECT COUNT(*) FROM planted"), 800, 4000);
        Assert.InRange(shop.Warehouse.Scalar<double>("SELECT corr(tone, sentiment) FROM planted"), 0.7, 1);
        // How often somebody who only praised sounds more content than somebody who only complained.
        Assert.InRange(shop.Warehouse.Scalar<double>("""
            SELECT AVG(CASE WHEN g.sentiment > p.sentiment THEN 1.0 WHEN g.sentiment = p.sentiment THEN 0.5 ELSE 0 END)
            FROM planted g CROSS JOIN planted p WHERE g.tones = 1 AND g.one = 'positive' AND p.tones = 1 AND p.one = 'negative'
            """), 0.95, 1);
    }
}
