using System.Text;
using Habitue.Collector;
using Habitue.Decisions.Policies;
using Habitue.Experiments;
using Habitue.Experiments.Assignment;
using Habitue.Experiments.Serving;
using Habitue.Lake.Log;
using Habitue.Lake.Storage;
using Habitue.Server;
using Habitue.Tests.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Habitue.Tests.Experiments;

/// <summary>Experiments beside the other rooms of the server: the log, decisions, profiles.</summary>
public sealed class TogetherTests : IAsyncLifetime
{
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;
    private readonly string folder = Directory.CreateTempSubdirectory("habitue-together-").FullName;
    private RunningServer server = null!;

    public async ValueTask InitializeAsync()
    {
        File.WriteAllText(Path.Combine(folder, "experiments.yaml"), """
            experiments:
              button: { status: running, variants: [ { name: red }, { name: blue } ], goal: conversion }
            """);
        server = await RunningServer.Start([new LogModule(), new CollectorModule(), new ExperimentsModule()], folder: folder);
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Experiment_Viewed_comes_from_the_collector_into_the_warehouse_once()
    {
        var key = server.Services.GetRequiredService<AccessKeys>().Make(KeyKind.Write, "page");
        var log = server.Services.GetRequiredService<IEventLog>();
        foreach (var (id, name) in ((string, string)[])[("m1", "Experiment Viewed"), ("m2", "Experiment Viewed"), ("m3", "Product Viewed")])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/track")
            {
                Content = new StringContent("{\"messageId\": \"" + id + "\", \"event\": \"" + name + "\", \"userId\": \"u1\", \"properties\": {\"experiment_id\": \"button\", \"variation_id\": 1}}", Encoding.UTF8, "application/json"),
            };
            request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(key + ":")));
            using var answer = await server.Client.SendAsync(request, cancel);
            Assert.True(answer.IsSuccessStatusCode);
        }

        await Until.True(() => Enumerable.Range(0, log.Partitions).All(partition => log.Position(ExposureReader.Consumer, partition) == log.End(partition)), "exposures are read to the end of the log");

        using var warehouse = server.Warehouse();
        Assert.Equal(("button", "u1", "blue"), warehouse.Rows<(string, string, string)>("SELECT experiment, customer_id, variant FROM experiment_exposures").Single());
    }

    [Fact]
    public void Decisions_ask_for_the_variant_and_what_they_show_is_an_exposure()
    {
        var assignments = server.Services.GetRequiredService<Assignments>();
        Variation[] variations = [new("red", "first", 0.5), new("blue", "second", 0.5)];

        Assert.Equal(BucketHash.Of("button", "u7", 2) < 0.5 ? "red" : "blue", assignments.Of("button", "u7", variations).Name);
        Assert.Null(server.Services.GetRequiredService<ExperimentsForDecisions>().Variation("nowhere", "u7"));
        Assert.Equal(1, server.Services.GetRequiredService<ExposureBook>().Waiting);
    }

    [Fact]
    public void Ids_that_the_log_has_joined_are_one_customer()
    {
        var database = new HomeDatabase(folder);
        using var store = new AssignmentStore(database);
        var definitions = server.Services.GetRequiredService<LiveDefinitions>();
        var assigner = new Assigner(store, new ExperimentStops(database), TimeProvider.System, id => id == "user" ? "visitor" : id);
        var set = definitions.Current;
        Assigned Of(string id) => assigner.Of(set, set.Experiments["button"], System.Text.Json.JsonElement.Parse("{\"id\": \"" + id + "\"}"));

        var visitor = Of("visitor");

        Assert.Equal((visitor.Variant, "visitor"), (Of("user").Variant, Of("user").Customer));
    }
}
