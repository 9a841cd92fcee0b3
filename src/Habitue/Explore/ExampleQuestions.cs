namespace Habitue.Explore;

/// <summary>Questions for somebody who does not know the tables yet.</summary>
internal static class ExampleQuestions
{
    private static readonly (string Words, string[] Tables, string Sql)[] All =
    [
        ("Revenue and orders per week", ["orders"], "SELECT date_trunc('week', ordered_at) AS week, SUM(revenue) AS revenue, COUNT(*) AS orders\nFROM orders\nGROUP BY ALL\nORDER BY week"),
        ("The twenty products that bring most", ["products"], "SELECT product_name, revenue, units, buyers\nFROM products\nORDER BY revenue DESC\nLIMIT 20"),
        ("Segments by what they bring", ["segments"], "SELECT segment, revenue, customers, average_order_value\nFROM segments\nORDER BY revenue DESC"),
        ("How phones and computers compare", ["sessions"], "SELECT device, AVG(CAST(converted AS INTEGER)) AS conversion, COUNT(*) AS visits, AVG(duration_seconds) AS seconds\nFROM sessions\nGROUP BY ALL\nORDER BY visits DESC"),
        ("Valuable customers who may stay away", ["churn_risks", "customer_values"], "SELECT customer_id, value_12m, probability AS risk\nFROM churn_risks\nJOIN customer_values USING (customer_id)\nWHERE probability > 0.5\nORDER BY value_12m DESC\nLIMIT 50"),
        ("Which columns there are", ["orders"], "SELECT table_name, column_name, data_type\nFROM information_schema.columns\nORDER BY ALL"),
    ];

    /// <summary>Those whose tables are there.</summary>
    public static IEnumerable<(string Words, string Sql)> For(Func<string, bool> has) => All.Where(one => one.Tables.All(has)).Select(one => (one.Words, one.Sql));
}
