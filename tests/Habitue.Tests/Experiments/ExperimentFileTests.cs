using System.Text.Json;
using Habitue.Experiments.Definitions;
using Habitue.Tests.Architecture;

namespace Habitue.Tests.Experiments;

public sealed class ExperimentFileTests
{
    private const string Whole = """
        holdout: 0.05
        groups:
          staff: [u1, u2]
        metrics:
          spend: { kind: revenue, to_days: 30, cap: 0.99, adjusted: true, before_days: 90 }
          complaints: { kind: event, event: Ticket Opened, better: less }
        experiments:
          free-shipping:
            name: Free shipping from 30
            hypothesis: More orders when shipping is free.
            status: running
            starts: 2026-11-01
            ends: 2026-12-01
            unit: userId
            hash_version: 1
            seed: shipping-2026
            coverage: 0.5
            exclusion: { name: checkout, from: 0.2, to: 0.6 }
            condition:
              country: { $in: [FR, DE] }
              id: { $notInGroup: staff }
            assign: { u7: free }
            variants:
              - { name: control, weight: 0.5, value: false }
              - { name: free, weight: 0.5, value: true }
            goal: spend
            metrics: [conversion, order_value]
            guardrails:
              - { metric: complaints, margin: 0.01 }
              - retention
            level: 0.9
            tuned_for: 20000
        """;

    [Fact]
    public void Everything_that_may_be_said_is_read()
    {
        var set = ExperimentFile.Parse(Whole, "experiments.yaml");
        var one = set.Experiments["free-shipping"];

        Assert.Equal((0.05, "staff", "Free shipping from 30", true), (set.Holdout.Share, set.Groups.Keys.Single(), one.Name, one.Running));
        Assert.Equal(("userId", 1, "shipping-2026", 0.5), (one.Division.Unit, one.Division.HashVersion, one.Division.Seed, one.Division.Coverage));
        Assert.Equal((0.2, 0.6), (one.Division.Exclusion!.Range.From, one.Division.Exclusion.Range.To));
        Assert.Equal(("""{"country":{"$in":["FR","DE"]},"id":{"$notInGroup":"staff"}}""", 1), (one.Division.Condition.ToString(), one.Division.ForcedFor["u7"]));
        Assert.Equal([false, true], one.Variants.Select(variant => variant.Value.GetBoolean()));
        Assert.Equal((MetricKind.Revenue, 30, 0.99, true, 90), (one.Goal.Kind, one.Goal.ToDays, one.Goal.Cap, one.Goal.Adjusted, one.Goal.BeforeDays));
        Assert.Equal(["conversion", "order_value"], one.Others.Select(metric => metric.Name));
        Assert.Equal([("complaints", 0.01, true), ("retention", 0, false)], one.Guardrails.Select(rail => (rail.Metric.Name, rail.Margin, rail.Metric.LessIsBetter)));
        Assert.Equal((0.9, 20_000, new DateTime(2026, 11, 1), 8), (one.Level, one.TunedFor, one.Starts, one.Line));
    }

    [Fact]
    public void Json_is_read_as_well()
    {
        var set = ExperimentFile.Parse("""
            {"experiments": {"test": {"status": "running", "variants": [{"name": "a", "value": "red"}, {"name": "b", "value": "007"}], "goal": "conversion"}}}
            """, "experiments.json");

        Assert.Equal(["red", "007"], set.Experiments["test"].Variants.Select(variant => variant.Value.GetString()));
    }

    [Theory]
    [InlineData("goal: spend", "goal: spent", "line 26: experiments.free-shipping.goal names the metric spent, which is not there")]
    [InlineData("weight: 0.5, value: true", "weight: 0.6, value: true", "line 23: experiments.free-shipping.variants has weights that add up to 1.1;")]
    [InlineData("coverage: 0.5", "coverage: 1.5", "line 17: experiments.free-shipping.coverage is 1.5; it must be from 0 to 1.")]
    [InlineData("coverage: 0.5", "coverag: 0.5", "line 17: experiments.free-shipping.coverag is not known here; did you mean coverage?")]
    [InlineData("$in: [FR, DE]", "$im: [FR, DE]", "line 19: experiments.free-shipping.condition uses $im, which is no operator")]
    [InlineData("$in: [FR, DE]", "$regex: '('", "line 19: experiments.free-shipping.condition uses $regex with an expression that cannot be read")]
    [InlineData("ends: 2026-12-01", "ends: 2026-10-01", "line 13: experiments.free-shipping.ends is 2026-10-01")]
    [InlineData("ends: 2026-12-01", "ends: soon", "line 13: experiments.free-shipping.ends is soon; it must be a day")]
    [InlineData("u7: free", "u7: fre", "line 22: experiments.free-shipping.assign.u7 names the variant fre, which is not there; there are control, free.")]
    [InlineData("name: free,", "name: control,", "another variant is called so too")]
    [InlineData("value: true", "value: 3", "has values of different kinds")]
    [InlineData("kind: revenue", "kind: income", "line 5: metrics.spend.kind is income; it must be one of conversion, revenue")]
    [InlineData("to_days: 30", "to_days: 0", "which is not after its begin, 0")]
    [InlineData("kind: event, event: Ticket Opened", "kind: event", "line 6: metrics.complaints has no `event:`")]
    [InlineData("holdout: 0.05", "holdout: lots", "line 1: holdout must be a number from 0 to 0.9")]
    [InlineData("from: 0.2, to: 0.6", "from: 0.6, to: 0.2", "goes from 0.6 to 0.2; the second must be larger")]
    [InlineData("status: running", "status: going", "status is going; it must be one of draft, running, stopped.")]
    [InlineData("hash_version: 1", "hash_version: 3", "hash_version is 3; it must be one of 1, 2.")]
    [InlineData("free-shipping:", "free shipping:", "must be called by up to 100 letters")]
    [InlineData("holdout: 0.05", "holdout: &x 0.05", "uses the mark &x")]
    [InlineData("holdout: 0.05", "holdout: [", "this is no YAML and no JSON")]
    public void What_is_wrong_is_named_with_its_line(string right, string wrong, string sentence)
    {
        Assert.Contains(right, Whole, StringComparison.Ordinal);

        var mistake = Assert.Throws<ExperimentFileException>(() => ExperimentFile.Parse(Whole.Replace(right, wrong, StringComparison.Ordinal), "experiments.yaml"));

        Assert.StartsWith("experiments.yaml, line ", mistake.Message, StringComparison.Ordinal);
        Assert.Contains(sentence, mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_too_deep_or_empty_is_refused()
    {
        Assert.Contains("nested more than 24 deep", Assert.Throws<ExperimentFileException>(() => ExperimentFile.Parse($"experiments: {new string('[', 40)}{new string(']', 40)}", "x.yaml")).Message, StringComparison.Ordinal);
        Assert.Contains("the file is empty", Assert.Throws<ExperimentFileException>(() => ExperimentFile.Parse("", "x.yaml")).Message, StringComparison.Ordinal);
        Assert.Contains("holds no `experiments:`", Assert.Throws<ExperimentFileException>(() => ExperimentFile.Parse("metrics: {}", "x.yaml")).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be read", Assert.Throws<ExperimentFileException>(() => ExperimentFile.Read(Path.Combine(Path.GetTempPath(), "no such file.yaml"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_schema_knows_the_same_words()
    {
        var schema = JsonElement.Parse(File.ReadAllText(Path.Combine(Repository.Folder, "src", "Habitue", "Experiments", "Definitions", "experiments.schema.json")));

        Assert.Equal(ExperimentFile.Words.Order(), Words(schema));
        Assert.Equal(ExperimentFile.ExperimentWords.Order(), Words(schema.GetProperty("$defs").GetProperty("experiment")));
        Assert.Equal(MetricReader.Words.Order(), Words(schema.GetProperty("$defs").GetProperty("metric")));
        Assert.Equal(MetricReader.Kinds.Keys, schema.GetProperty("$defs").GetProperty("metric").GetProperty("properties").GetProperty("kind").GetProperty("enum").EnumerateArray().Select(one => one.GetString()));

        static IEnumerable<string> Words(JsonElement part) => part.GetProperty("properties").EnumerateObject().Select(one => one.Name).Order();
    }

    [Fact]
    public void The_example_of_the_page_is_read()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Folder, "docs", "experiments.md"));
        var example = page.Split("```yaml\n")[1].Split("```")[0];

        var one = ExperimentFile.Parse(example, "experiments.yaml").Experiments["free-shipping"];

        Assert.Equal(("conversion", 2, 2), (one.Goal.Name, one.Others.Count, one.Guardrails.Count));
    }
}
