using System.Text.Json;
using Habitue.Experiments.Assignment;
using Habitue.Experiments.Definitions;
using Habitue.Lake.Storage;
using Microsoft.Data.Sqlite;

namespace Habitue.Tests.Experiments;

public sealed class StickinessTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("habitue-experiments-").FullName;
    private readonly FixedClock clock = new(new DateTimeOffset(2026, 11, 27, 12, 0, 0, TimeSpan.Zero));

    private AssignmentStore? store;

    public void Dispose()
    {
        store?.Dispose();
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void A_customer_keeps_the_variant_when_the_weights_change_and_after_a_restart()
    {
        var before = Variants("0.5", "0.5", 200);
        var after = Variants("0.01", "0.99", 200);

        Assert.Equal(before, after);
        Assert.Contains("a", before);
        Assert.True(Variants("0.01", "0.99", 400).Skip(200).Count(variant => variant == "b") > 190); // those who come new follow the new weights
    }

    [Fact]
    public void A_visitor_who_signs_in_keeps_what_the_visitor_saw()
    {
        var assigner = Assigner();
        var set = Set("0.5", "0.5");
        Assigned[] visitors = [.. Enumerable.Range(0, 12).Select(i => Of(assigner, set, $$"""{"id": "v{{i}}", "anonymousId": "v{{i}}"}"""))];
        Assigned[] signedIn = [.. visitors.Select((_, i) => Of(assigner, set, $$"""{"id": "u{{i}}", "userId": "u{{i}}", "anonymousId": "v{{i}}"}"""))];
        assigner = Assigner();
        Assigned[] elsewhere = [.. visitors.Select((_, i) => Of(assigner, set, $$"""{"id": "u{{i}}", "userId": "u{{i}}"}"""))]; // another device, after a restart

        Assert.Equal(2, visitors.Select(one => one.Variant).Distinct().Count());
        Assert.Equal(visitors.Select(one => one.Variant), signedIn.Select(one => one.Variant));
        Assert.Equal(visitors.Select(one => one.Variant), elsewhere.Select(one => one.Variant));
        Assert.Equal(visitors.Select(one => one.Customer), elsewhere.Select(one => one.Customer));
        Assert.All(elsewhere, one => Assert.Equal(AllocationReason.Sticky, one.Reason));
    }

    [Fact]
    public void Of_two_who_took_part_the_earlier_counts()
    {
        var (assigner, set) = (Assigner(), Set("0.5", "0.5"));
        var known = Of(assigner, set, """{"id": "user"}""");
        clock.Now += TimeSpan.FromHours(1);
        foreach (var device in (string[])["phone", "tablet", "laptop"])
        {
            Of(assigner, set, $$"""{"id": "{{device}}"}""");
            var joined = Of(assigner, set, $$"""{"id": "user", "userId": "user", "anonymousId": "{{device}}"}""");
            Assert.Equal((known.Variant, "user"), (joined.Variant, joined.Customer));
            Assert.Equal("user", Of(assigner, set, $$"""{"id": "{{device}}"}""").Customer);
        }
    }

    [Fact]
    public void Chains_of_ids_lead_to_the_first()
    {
        store = new AssignmentStore(new HomeDatabase(folder));
        store.Join("a", "b");
        store.Join("c", "d");

        Assert.Equal("a", store.FirstId("b"));
        Assert.Equal("c", store.Join("d", "b")); // neither took part: the visitor's first id
        using var again = new AssignmentStore(new HomeDatabase(folder));
        Assert.Equal(["c", "c", "c", "c"], ((string[])["a", "b", "c", "d"]).Select(again.FirstId));
        Assert.Equal(["a", "b", "d"], again.Joined().Select(one => one.Id).Order());
        Assert.Equal("c", store.Join("a", "d"));
    }

    [Fact]
    public void Two_requests_at_once_get_one_variant()
    {
        store = new AssignmentStore(new HomeDatabase(folder));
        var kept = new string[40];

        Parallel.For(0, kept.Length, i => kept[i] = store.Keep("test", "customer", i % 2 == 0 ? "a" : "b", clock.Now.UtcDateTime));

        Assert.Single(kept.Distinct());
        store.Flush();
        using var again = new AssignmentStore(new HomeDatabase(folder));
        Assert.Equal(kept[0], again.Variant("test", "customer"));
    }

    [Fact]
    public void Those_of_the_holdout_and_those_not_asked_for_get_the_control_and_do_not_take_part()
    {
        var set = ExperimentFile.Parse("""
            holdout: 0.2
            groups: { staff: [u1, u2] }
            experiments:
              test:
                status: running
                condition: { country: FR, id: { $notInGroup: staff } }
                variants: [ { name: a, value: 1 }, { name: b, value: 2 } ]
                goal: conversion
            """, "experiments.yaml");
        var assigner = Assigner();
        Assigned[] all = [.. Enumerable.Range(0, 1_000).Select(i => Of(assigner, set, $$"""{"id": "u{{i}}", "country": "FR"}"""))];

        Assert.InRange(all.Count(one => one.Reason == AllocationReason.Holdout), 160, 240); // 200 expected, 3 standard errors are 38
        Assert.All(all.Where(one => one.Reason == AllocationReason.Holdout), one => Assert.Equal((null, 1), (one.Variant, one.Value.GetInt32())));
        Assert.DoesNotContain(all[1..3], one => one.Variant is not null);
        AllocationReason[] others = [.. Enumerable.Range(0, 40).Select(i => Of(assigner, set, $$"""{"id": "w{{i}}", "country": "DE"}""").Reason)];
        Assert.Equal([AllocationReason.NotTargeted, AllocationReason.Holdout], others.Distinct().Order());
        Assert.Equal(AllocationReason.NoId, Of(assigner, set, """{"country": "FR"}""").Reason);
    }

    [Fact]
    public void Experiments_that_exclude_each_other_share_nobody()
    {
        var set = ExperimentFile.Parse("""
            experiments:
              one: { status: running, exclusion: { name: checkout, from: 0, to: 0.5 }, variants: [ { name: a }, { name: b } ], goal: conversion }
              two: { status: running, exclusion: { name: checkout, from: 0.5, to: 1 }, variants: [ { name: a }, { name: b } ], goal: conversion }
            """, "experiments.yaml");
        var assigner = Assigner();

        for (var i = 0; i < 300; i++)
        {
            var attributes = JsonElement.Parse($$"""{"id": "u{{i}}"}""");
            var (one, two) = (assigner.Of(set, set.Experiments["one"], attributes), assigner.Of(set, set.Experiments["two"], attributes));
            Assert.True(one.Variant is null != two.Variant is null);
        }
    }

    [Fact]
    public void A_stopped_test_gives_everybody_the_control_until_the_stop_is_lifted()
    {
        var database = new HomeDatabase(folder);
        var stops = new ExperimentStops(database);
        store = new AssignmentStore(database);
        var assigner = new Assigner(store, stops, clock);
        var set = Set("0.00001", "0.99999");
        Assert.Equal("b", Of(assigner, set, """{"id": "u1"}""").Variant);

        Assert.True(stops.Stop("test", "conversion fell", clock.Now.UtcDateTime));
        Assert.False(stops.Stop("test", "again", clock.Now.UtcDateTime));

        Assert.Equal((null, AllocationReason.Disabled), (Of(assigner, set, """{"id": "u1"}""").Variant, Of(assigner, set, """{"id": "u1"}""").Reason));
        Assert.Equal("conversion fell", new ExperimentStops(database).Reason("test"));
        Assert.True(stops.Lift("test"));
        Assert.Equal("b", Of(assigner, set, """{"id": "u1"}""").Variant);
    }

    [Fact]
    public void A_test_runs_from_its_start_to_its_end()
    {
        var set = ExperimentFile.Parse("""
            experiments:
              test: { status: running, starts: 2026-11-27T12:00:00Z, ends: 2026-11-28, variants: [ { name: a }, { name: b } ], goal: conversion }
            """, "experiments.yaml");
        var assigner = Assigner();
        bool Takes(string moment)
        {
            clock.Now = DateTimeOffset.Parse(moment);
            return Of(assigner, set, """{"id": "u1"}""").Variant is not null;
        }

        Assert.Equal([false, true, true, false], ((string[])["2026-11-27T11:59:59Z", "2026-11-27T12:00:00Z", "2026-11-27T23:59:59Z", "2026-11-28T00:00:00Z"]).Select(Takes));
    }

    private string?[] Variants(string a, string b, int customers)
    {
        var (assigner, set) = (Assigner(), Set(a, b)); // a new store on the same file, as after a restart
        return [.. Enumerable.Range(0, customers).Select(i => Of(assigner, set, $$"""{"id": "u{{i}}"}""").Variant)];
    }

    private Assigner Assigner()
    {
        store?.Flush();
        var database = new HomeDatabase(folder);
        store = new AssignmentStore(database);
        return new Assigner(store, new ExperimentStops(database), clock);
    }

    private static ExperimentSet Set(string a, string b) => ExperimentFile.Parse($$"""
        experiments:
          test: { status: running, variants: [ { name: a, weight: {{a}} }, { name: b, weight: {{b}} } ], goal: conversion }
        """, "experiments.yaml");

    private static Assigned Of(Assigner assigner, ExperimentSet set, string attributes) => assigner.Of(set, set.Experiments["test"], JsonElement.Parse(attributes));
}
