using System.Text.Json;

namespace Habitue.Tests.Host;

public sealed class CustomerVerbTests : IDisposable
{
    private readonly TemporaryHome home = TemporaryHome.With("""
        CREATE TABLE customers AS SELECT 'ann' AS customer_id, TRUE AS is_known, TIMESTAMP '2026-01-02' AS first_seen_at, 3 AS orders, CAST(44.5 AS DECIMAL(18,4)) AS revenue, CAST(NULL AS VARCHAR) AS country;
        CREATE TABLE purchase_scores AS SELECT 'ann' AS customer_id, 30 AS horizon_days, 0.25 AS probability, 'purchase-30d' AS model, 2 AS version UNION ALL SELECT 'bob', 30, 0.75, 'purchase-30d', 2;
        CREATE TABLE purchase_reasons AS SELECT 'ann' AS customer_id, 30 AS horizon_days, 1 AS place, 'frequency' AS feature, -0.5 AS contribution, 'number of orders: 3, usually 9; 1.65 times as unlikely' AS words;
        CREATE TABLE actions_today AS SELECT 1 AS place, 'ann' AS customer_id, 'write now' AS action, 'why not' AS why, 30 AS horizon_days, 12.0 AS money, 6.0 AS money_low, 18.0 AS money_high, 'P1' AS product_id, 'Tea pot' AS product_name;
        """);

    public void Dispose() => home.Dispose();

    [Fact]
    public void A_customer_is_told_with_scores_and_reasons_and_nobody_elses()
    {
        var ran = TheProgram.Run(home.Folder, "customer", "ann");
        Assert.Equal(0, ran.Code);
        Assert.Matches(@"orders\s+3", ran.Out);
        Assert.Matches(@"30\s+0.25\s+purchase-30d\s+2", ran.Out);
        Assert.Contains("1.65 times as unlikely", ran.Out.Replace("\n", " ", StringComparison.Ordinal).Replace("                      ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("Tea pot", ran.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("0.75", ran.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("country", ran.Out, StringComparison.Ordinal);   // nothing is known of it
    }

    [Fact]
    public void The_same_as_json()
    {
        using var answer = JsonDocument.Parse(TheProgram.Run(home.Folder, "customer", "ann", "--json").Out);
        Assert.Equal(0.25, answer.RootElement.GetProperty("purchase_scores")[0].GetProperty("probability").GetDouble());
        Assert.Equal("write now", answer.RootElement.GetProperty("actions_today")[0].GetProperty("action").GetString());
    }

    [Fact]
    public void Who_is_unknown_is_said()
    {
        var ran = TheProgram.Run(home.Folder, "customer", "nobody");
        Assert.Equal(2, ran.Code);
        Assert.Contains("There is no customer 'nobody'", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_list_of_today_is_a_table_for_people_and_csv_for_programs()
    {
        var table = TheProgram.Run(home.Folder, "today");
        Assert.Matches(@"ann\s+write now\s+12\s+6\s+18\s+why not\s+Tea pot", table.Out);
        Assert.Contains("1 of 1 customers", table.Out, StringComparison.Ordinal);
        Assert.Equal(["place,customer_id,action,why,horizon_days,money,money_low,money_high,product_id,product_name", "1,ann,write now,why not,30,12,6,18,P1,Tea pot"], TheProgram.Run(home.Folder, "today", "--format", "csv").Lines);
    }
}
