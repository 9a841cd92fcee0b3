using System.Text;
using Habitue.Experiments.Definitions;
using Habitue.Experiments.Serving;
using Habitue.Live;

namespace Habitue.Tests.Experiments;

public sealed class ExposureTests
{
    private static readonly ExperimentSet Set = ExperimentFile.Parse("""
        experiments:
          test: { status: running, variants: [ { name: a }, { name: b } ], goal: conversion }
        """, "experiments.yaml");

    [Theory]
    [InlineData("""{"experiment_id": "test", "variation_name": "b"}""", "b")]
    [InlineData("""{"experiment_id": "test", "variation_id": "b"}""", "b")]
    [InlineData("""{"experiment_id": "test", "variation_id": 1}""", "b")]
    [InlineData("""{"experiment_id": "test", "variation_id": "1", "variation_name": "Variation 1"}""", "b")]
    [InlineData("""{"experiment_id": "elsewhere", "variation_name": "x"}""", "x")]
    [InlineData("""{"experiment_id": "test", "variation_id": 2}""", null)]
    [InlineData("""{"experiment_id": "test"}""", null)]
    [InlineData("""{"variation_name": "b"}""", null)]
    public void Experiment_Viewed_is_read_by_name_or_number(string properties, string? variant) =>
        Assert.Equal(variant, ExposureReader.Of(Event("Experiment Viewed", properties), Set)?.Variant);

    [Fact]
    public void Other_events_and_machines_are_no_exposures()
    {
        const string properties = """{"experiment_id": "test", "variation_name": "b"}""";

        Assert.Null(ExposureReader.Of(Event("Product Viewed", properties), Set));
        Assert.Null(ExposureReader.Of(Event("Experiment Viewed", properties) with { IsBot = true }, Set));
        Assert.Equal(("test", "u1", "b", new DateTime(2026, 11, 27, 8, 0, 0)), ExposureReader.Of(Event("Experiment Viewed", properties), Set) is { } one ? (one.Experiment, one.Customer, one.Variant, one.At) : default);
    }

    private static CustomerEvent Event(string name, string properties) => CustomerEvent.Read(Encoding.UTF8.GetBytes($$"""
        {"type": "track", "event": "{{name}}", "messageId": "m1", "userId": "u1", "anonymousId": "v1", "timestamp": "2026-11-27T08:00:00Z", "receivedAt": "2026-11-27T08:00:01Z", "properties": {{properties}}}
        """));
}
