using System.Text.Json;
using Habitue.Experiments.Assignment;
using Habitue.Tests.Architecture;

namespace Habitue.Tests.Experiments;

/// <summary>The language-neutral cases that GrowthBook's SDKs share: their source stands in tests/reference/bucketing.json.</summary>
public sealed class BucketingTests
{
    private static readonly JsonElement Cases = JsonElement.Parse(File.ReadAllText(Path.Combine(Repository.Folder, "tests", "reference", "bucketing.json")));

    [Fact]
    public void Ids_stand_where_they_stand_for_GrowthBook() => Assert.All(Of("hash"), one =>
        Assert.Equal(one[3].ValueKind == JsonValueKind.Null ? null : one[3].GetDouble(), BucketHash.Of(one[0].GetString()!, one[1].GetString()!, one[2].GetInt32())));

    [Fact]
    public void Ranges_follow_weights_and_coverage() => Assert.All(Of("ranges"), one =>
    {
        var (input, expected) = (one[1], one[2].EnumerateArray().Select(Range).ToArray());
        var found = Buckets.Ranges(input[0].GetInt32(), input[1].GetDouble(), Doubles(input[2]));
        Assert.Equal(expected.Length, found.Length);
        for (var i = 0; i < found.Length; i++)
        {
            Assert.Equal(expected[i].From, found[i].From, 1e-9);
            Assert.Equal(expected[i].To, found[i].To, 1e-9);
        }
    });

    [Fact]
    public void A_place_chooses_the_range_that_holds_it() => Assert.All(Of("choose"), one =>
        Assert.Equal(one[3].GetInt32(), Buckets.Choose(one[1].GetDouble(), [.. one[2].EnumerateArray().Select(Range)])));

    [Fact]
    public void Exclusion_holds_whom_it_should() => Assert.All(Of("namespaces"), one =>
        Assert.Equal(one[3].GetBoolean(), Namespace(one[2]).Holds(one[1].GetString()!)));

    [Fact]
    public void Equal_weights_add_up() => Assert.All(Of("weights"), one =>
    {
        var (expected, found) = (Doubles(one[1])!, Buckets.Equal(one[0].GetInt32()));
        Assert.Equal(expected.Length, found.Length);
        for (var i = 0; i < found.Length; i++) Assert.Equal(expected[i], found[i], 1e-8);
    });

    [Fact]
    public void Conditions_are_met_as_the_SDKs_judge_them()
    {
        var cases = Of("conditions");
        Assert.Equal(248, cases.Length);
        Assert.All(cases, one =>
        {
            var groups = one.GetArrayLength() > 4 ? one[4].EnumerateObject().ToDictionary(group => group.Name, group => group.Value) : null;
            Assert.True(one[3].GetBoolean() == new Targeting(groups).Meets(one[2], one[1]), one[0].GetString());
        });
    }

    [Fact]
    public void Experiments_draw_what_the_SDKs_draw()
    {
        var cases = Of("run");
        Assert.Equal(62, cases.Length);
        Assert.All(cases, one =>
        {
            var (context, experiment) = (one[1], one[2]);
            var attributes = context.TryGetProperty("attributes", out var known) ? known : JsonElement.Parse("{}");
            var groups = context.TryGetProperty("savedGroups", out var saved) ? saved.EnumerateObject().ToDictionary(group => group.Name, group => group.Value) : null;

            var drawn = Division(experiment, context).Of(attributes, new Targeting(groups), Holdout.None);

            var value = experiment.GetProperty("variations")[drawn.Variant];
            Assert.True(JsonElement.DeepEquals(one[3], value) && one[4].GetBoolean() == drawn.Takes && one[5].GetBoolean() == drawn.Drawn, one[0].GetString());
        });
    }

    [Fact]
    public void A_condition_that_takes_for_ever_is_not_met()
    {
        var condition = JsonElement.Parse("""{"name": {"$regex": "^(a+)+$"}}""");

        Assert.False(new Targeting().Meets(JsonElement.Parse($$"""{"name": "{{new string('a', 60)}}!"}"""), condition));
    }

    private static Division Division(JsonElement experiment, JsonElement context) => new()
    {
        Key = experiment.GetProperty("key").GetString()!,
        Variants = experiment.GetProperty("variations").GetArrayLength(),
        Seed = experiment.TryGetProperty("seed", out var seed) ? seed.GetString() : null,
        HashVersion = experiment.TryGetProperty("hashVersion", out var version) ? version.GetInt32() : 1,
        Unit = experiment.TryGetProperty("hashAttribute", out var unit) ? unit.GetString()! : "id",
        Weights = experiment.TryGetProperty("weights", out var weights) ? Doubles(weights) : null,
        Coverage = experiment.TryGetProperty("coverage", out var coverage) ? coverage.GetDouble() : 1,
        Ranges = experiment.TryGetProperty("ranges", out var ranges) ? [.. ranges.EnumerateArray().Select(Range)] : null,
        Exclusion = experiment.TryGetProperty("namespace", out var space) ? Namespace(space) : null,
        Condition = experiment.TryGetProperty("condition", out var condition) ? condition : default,
        Active = !experiment.TryGetProperty("active", out var active) || active.GetBoolean(),
        Force = experiment.TryGetProperty("force", out var force) ? force.GetInt32() : null,
        ForcedFor = context.TryGetProperty("forcedVariations", out var forced) && forced.TryGetProperty(experiment.GetProperty("key").GetString()!, out var variant)
            ? new Dictionary<string, int> { [context.GetProperty("attributes").GetProperty("id").GetString()!] = variant.GetInt32() }
            : [],
    };

    private static JsonElement[] Of(string part) => [.. Cases.GetProperty(part).EnumerateArray()];

    private static BucketRange Range(JsonElement pair) => new(pair[0].GetDouble(), pair[1].GetDouble());

    private static Exclusion Namespace(JsonElement space) => new(space[0].GetString()!, new BucketRange(space[1].GetDouble(), space[2].GetDouble()));

    private static double[]? Doubles(JsonElement list) => list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(one => one.GetDouble())] : null;
}
