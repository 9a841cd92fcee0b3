using Habitue.Duck;
using Habitue.Insights;

namespace Habitue.Tests.Decisions;

/// <summary>The decision log, a page after the other.</summary>
public sealed class DecisionLogPagesTests
{
    [Fact]
    public void Decisions_of_one_moment_are_all_there_when_a_page_ends_among_them()
    {
        using var database = DuckDatabase.InMemory();
        using var connection = database.Connect();
        connection.Execute("""
            CREATE TABLE decisions AS SELECT 'd' || lpad(CAST(i AS VARCHAR), 3, '0') AS decision_id, TIMESTAMP '2026-11-01 08:00:00.125' + to_minutes(CAST(i // 100 AS INTEGER)) AS decided_at, 'ann' AS customer_id, 'home' AS placement,
                'tea' AS action, 'rules' AS policy, NULL::VARCHAR AS model, NULL::VARCHAR AS model_version, 1::DOUBLE AS propensity, NULL::VARCHAR AS fallback, NULL::VARCHAR AS variation, '{}' AS details FROM range(250) r(i);
            CREATE TABLE decision_rewards (decision_id VARCHAR, reward DOUBLE)
            """);
        var query = $"SELECT id, \"at\" FROM ({SliceQueries.Read("Decisions/Pages/Decisions")})";

        var seen = new List<string>();
        (string Id, DateTime At)? last = null;
        while (connection.Rows<(string Id, DateTime At)>(query, "", "", "", last?.At, 40, last?.Id ?? "", "", null, null) is { Count: > 0 } page)
        {
            seen.AddRange(page.Select(row => row.Id));
            last = page[^1];
        }

        Assert.Equal([.. Enumerable.Range(200, 50), .. Enumerable.Range(100, 100), .. Enumerable.Range(0, 100)], seen.Select(id => int.Parse(id[1..])));
    }
}
