using Habitue.Lake.Cleaning;
using Habitue.Tests.Storage;

namespace Habitue.Tests.Loading;

/// <summary>Profiles, reviews and tickets with faults, written down by hand: what cannot be read or be true is counted, and the rest of the row is kept.</summary>
public sealed class EntitiesTests
{
    [Fact]
    public void Details_that_cannot_be_read_or_be_true_are_counted_and_the_rest_of_their_rows_is_kept()
    {
        using var home = new LoadedHome();
        home.Write("customers.csv", "customer_id,email,birth_date,city,marketing_consent\nC1,a@example.com,1990-01-01,Bern,yes\nC2,b@example.com,31/31/1990,Basel,perhaps\nC3,c@example.com,1872-05-06,Chur,no\nC4,d@example.com,2091-05-06,Chur,no\nC5,e@example.com,1980-01-01,Chur,no\n");
        home.Write("reviews.csv", "review_id,customer_id,product_id,rating,body,written_at\nR1,C1,P1,5,Good,2024-01-02\nR2,C2,P1,five,Bad,2999-01-02\n");
        home.Write("tickets.csv", "ticket_id,customer_id,opened_at,closed_at,subject,status\nT1,C1,2024-01-02 10:00:00,2024-01-03 10:00:00,Late,closed\nT2,C2,2024-01-02 10:00:00,2024-01-01 10:00:00,Late,closed\n");
        Assert.Equal((9L, 9L), (home.Load().Rows, home.Count("profiles") + home.Count("reviews") + home.Count("tickets")));

        Dictionary<string, QualityStep> steps = Quality.Count(home.Warehouse, hasTables: false, read: null, default).ToDictionary(s => s.Rule);
        Assert.Equal((2L, 2L), (steps["unread-detail"].Found, steps["unread-detail"].Touched));
        Assert.Equal((4L, 4L), (steps["impossible-date"].Found, steps["impossible-date"].Touched));
        Assert.Equal("Basel birth_date '31/31/1990' is no time; marketing_consent 'perhaps' is no yes or no",
            home.One<string>("SELECT city || ' ' || json_extract_string(properties, '$.unparsed') FROM profiles WHERE customer_id = 'C2'"));
        Assert.Equal("Bad rating 'five' is no number", home.One<string>("SELECT body || ' ' || json_extract_string(properties, '$.unparsed') FROM reviews WHERE review_id = 'R2'"));
    }

    [Fact]
    public void A_profile_that_names_nobody_is_set_aside_with_its_row()
    {
        using var home = new LoadedHome();
        home.Write("customers.csv", "customer_id,email,city\nC1,a@example.com,Bern\n,b@example.com,Basel\n");
        Assert.Equal(1, home.Load().Rejected);
        Assert.Equal("C1", home.One<string>("SELECT string_agg(customer_id, ',') FROM profiles"));
        Assert.Equal("profile-of-nobody 2 true", home.One<string>("SELECT concat_ws(' ', rule, source_row, contains(original, 'b@example.com')) FROM quarantine"));
    }

    [Fact]
    public void No_age_and_no_duration_comes_of_a_date_that_cannot_be_true()
    {
        using var shop = new SmallShop();
        shop.Add(Row.Sale("C1", "O1", "2024-01-01", "P", 1, 10m), Row.Sale("C2", "O2", "2024-03-01", "P", 1, 10m))
            .Run("INSERT INTO profiles BY NAME SELECT * FROM (VALUES ('C1', DATE '1872-05-06'), ('C2', DATE '1990-03-01'), ('C3', DATE '2091-01-01')) AS p (customer_id, birth_date)")
            .Run("""
                INSERT INTO tickets BY NAME SELECT * FROM (VALUES
                    ('T1', 'C1', TIMESTAMP '2024-01-02 10:00:00', TIMESTAMP '2024-01-01 10:00:00'), ('T2', 'C2', TIMESTAMP '2024-01-02 10:00:00', TIMESTAMP '2024-01-02 16:00:00')) AS t (ticket_id, customer_id, opened_at, closed_at)
                """)
            .Build();
        Assert.Equal(["C1|", "C2|34", "C3|"], shop.Lines("SELECT customer_id, age FROM customers ORDER BY customer_id"));
        Habitue.Lake.Features.CustomerFeatures.Compute(shop.Warehouse, new DateTime(2024, 4, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.Equal(["C1|", "C2|6"], shop.Lines("SELECT customer_id, hours_to_close FROM customer_features WHERE tickets > 0 ORDER BY customer_id"));
    }
}
