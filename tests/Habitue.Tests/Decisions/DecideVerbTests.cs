using System.Text.Json;
using Habitue.Decisions;
using Habitue.Decisions.Log;
using Habitue.Learning;
using Habitue.Tests.Host;

namespace Habitue.Tests.Decisions;

public sealed class DecideVerbTests : IDisposable
{
    private readonly TemporaryHome home = TemporaryHome.With("""
        CREATE TABLE decisions (decision_id VARCHAR, request_id VARCHAR, customer_id VARCHAR, placement VARCHAR, decided_at TIMESTAMP, action VARCHAR, policy VARCHAR,
            model VARCHAR, model_version VARCHAR, propensity DOUBLE, fallback VARCHAR, variation VARCHAR, catalogue VARCHAR, details VARCHAR);
        CREATE TABLE decision_rewards (decision_id VARCHAR, reward DOUBLE, rewarded_at TIMESTAMP);
        """);

    public void Dispose() => home.Dispose();

    [Fact]
    public void A_file_in_order_is_told_and_a_wrong_one_is_refused()
    {
        var good = home.Write("good.yaml", "offers: { tea: {}, cup: {}, spare: {} }\nplacements: { hero: { offers: [tea, cup], policy: bandit, cap: 2 per 7d, fallback: cup } }");
        var bad = home.Write("bad.yaml", "offers: { tea: { titl: x } }\nplacements: { hero: { offers: [te] } }");

        var told = TheProgram.Run(home.Folder, "decide", "check", good);
        Assert.Equal(0, told.Code);
        Assert.Matches(@"hero\s+tea, cup\s+bandit\s+1\s+2 per 7d\s+cup\s+Promotion Clicked", told.Out);
        Assert.Contains("is in order: 3 offers, 1 placements", told.Out);
        Assert.Contains("No placement shows spare.", told.Out);
        var refused = TheProgram.Run(home.Folder, "decide", "check", bad);
        Assert.Equal(2, refused.Code);
        Assert.Contains("bad.yaml, line 1: `tea` knows no `titl`; did you mean title?", refused.Error);
        Assert.Contains("bad.yaml, line 2: `te` is no offer.", refused.Error);
        Assert.Equal(2, TheProgram.Run(home.Folder, "decide", "check", "nowhere.yaml").Code);
    }

    [Fact]
    public void A_file_to_start_from_is_in_order_and_written_once()
    {
        var file = Path.Combine(home.Folder, Catalogue.FileName);

        Assert.Equal(0, TheProgram.Run(home.Folder, "decide", "init").Code);

        var told = TheProgram.Run(home.Folder, "decide", "check", file);
        Assert.Equal(0, told.Code);
        Assert.Contains("5 offers, 3 placements", told.Out);
        Assert.Matches(@"\bhome\s+thank_you", told.Out);
        File.AppendAllText(file, "# mine");
        Assert.Equal(2, TheProgram.Run(home.Folder, "decide", "init").Code);
        Assert.EndsWith("# mine", File.ReadAllText(file), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(160)]
    public void Policies_are_compared_in_a_table_that_fits(int width)
    {
        Fill(2_000);

        var told = TheProgram.Shell(home.Folder, $"COLUMNS={width} '{TheProgram.File}' decide evaluate");

        Assert.Equal(0, told.Code);
        Assert.Contains("hero: 1,999 decisions", told.Out); // the last one's outcome may still come
        Assert.Matches(@"always b\s+0\.[345]\d+\s+0\.[234]\d+ to 0\.[45]\d+", told.Out);
        Assert.All(told.Lines, line => Assert.InRange(line.Length, 0, line.StartsWith("Worth is", StringComparison.Ordinal) ? 400 : width));
        if (width != 160) return;
        Assert.Contains("Mean weight", told.Lines[1]);
        var page = File.ReadAllText(Path.Combine(TheProgram.Repository, "docs", "decisions-live.md"));
        Assert.All((string[])["Policy", "Worth", "95 % limits", "Counts as", "SNIPS", "IPS", "Mean weight"], column => Assert.Matches($@"(?m)^\|[^|]*\b{column}\b", page));
    }

    [Fact]
    public void The_same_as_json_and_by_placement()
    {
        Fill(500);

        using var answer = JsonDocument.Parse(TheProgram.Run(home.Folder, "decide", "evaluate", "--placement", "hero", "--json").Out);
        var logged = answer.RootElement[0];
        Assert.Equal(("as logged", 499), (logged.GetProperty("policy").GetString(), logged.GetProperty("decisions").GetInt32()));
        Assert.Equal(logged.GetProperty("ips").GetProperty("value").GetDouble(), logged.GetProperty("doubly_robust").GetProperty("value").GetDouble());
        var other = TheProgram.Run(home.Folder, "decide", "evaluate", "--placement", "footer");
        Assert.Equal((2, true), (other.Code, other.Error.Contains("--placement footer: no decision of it is in the log; there are hero.", StringComparison.Ordinal)));
    }

    [Fact]
    public void An_empty_log_is_said()
    {
        var told = TheProgram.Run(home.Folder, "decide", "evaluate");
        Assert.Equal(2, told.Code);
        Assert.Contains("No decision is old enough to be judged", told.Error);
    }

    /// <summary>Offers of 20 and 40 %, shown evenly, some months ago; and one of this moment.</summary>
    private void Fill(int decisions)
    {
        using var database = Habitue.Duck.DuckDatabase.Open(Path.Combine(home.Folder, "warehouse.duckdb"));
        using var warehouse = database.Connect();
        var random = new Seed(3).For(0);
        Decision[] made = [.. Enumerable.Range(0, decisions).Select(i => new Decision
        {
            Id = $"r{i}:hero",
            RequestId = $"r{i}",
            Customer = $"c{i}",
            Placement = "hero",
            At = i == 0 ? TimeProvider.System.GetUtcNow().UtcDateTime : new DateTime(2026, 8, 1).AddMinutes(i),
            Actions = [new ShownAction(random.Below(2) == 0 ? "a" : "b", "", double.NaN)],
            Policy = "bandit",
            Propensity = 0.5,
            Eligible = ["a", "b"],
            Chances = [0.5, 0.5],
            Values = [double.NaN, double.NaN],
            Catalogue = "x",
        })];
        using (var into = warehouse.Appender("decisions"))
            into.Append(Of(one => one.Id), Of(one => one.RequestId), Of(one => one.Customer), Of(one => one.Placement), Of(one => one.At), Of(one => one.Actions[0].Id), Of(one => one.Policy), Of(_ => (string?)null), Of(_ => (string?)null),
                Of(one => one.Propensity), Of(_ => (string?)null), Of(_ => (string?)null), Of(one => one.Catalogue), Of(one => JsonDocument.Parse(DecisionJson.Of(one, one.Customer, null)).RootElement.GetProperty("properties").GetRawText()));
        var rewarded = made.Where(one => random.NextDouble() < (one.Actions[0].Id == "a" ? 0.2 : 0.4)).ToArray();
        using (var into = warehouse.Appender("decision_rewards"))
            into.Append(Array.ConvertAll(rewarded, one => one.Id), Array.ConvertAll(rewarded, _ => 1.0), Array.ConvertAll(rewarded, one => one.At));

        T[] Of<T>(Func<Decision, T> part) => Array.ConvertAll(made, one => part(one));
    }
}
