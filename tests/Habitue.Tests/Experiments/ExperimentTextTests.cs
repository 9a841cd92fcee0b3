using Habitue.Experiments.Definitions;
using Habitue.Tests.Browser;

namespace Habitue.Tests.Experiments;

public sealed class ExperimentTextTests
{
    [Fact]
    public void One_field_is_changed_and_every_other_letter_stays()
    {
        var before = ExperimentHome.Definitions.ReplaceLineEndings("\n");
        Assert.Equal(before.Replace("    name: Free shipping from 30\n    hypothesis: More orders when shipping is free.\n    status: running", "    name: Free shipping from 30\n    hypothesis: More orders when shipping is free.\n    status: stopped", StringComparison.Ordinal) + "\n",
            ExperimentText.With(before, "free-shipping", [("status", "stopped")]));
    }

    [Fact]
    public void A_list_takes_the_place_of_a_list_and_null_takes_a_field_away()
    {
        var after = ExperimentText.With(ExperimentHome.Definitions, "free-shipping", [("variants", "\n  - { name: a }\n  - { name: b }\n  - { name: c }"), ("hypothesis", null)]);
        var one = ExperimentFile.Parse(after, "f").Experiments["free-shipping"];
        Assert.Equal(["a", "b", "c"], one.Variants.Select(variant => variant.Name));
        Assert.Equal("", one.Hypothesis);
        Assert.Equal(5, ExperimentFile.Parse(after, "f").Experiments.Count);
    }

    [Fact]
    public void What_stands_on_one_line_is_written_in_lines_and_keeps_its_fields()
    {
        var one = ExperimentFile.Parse(ExperimentText.With(ExperimentHome.Definitions, "badge", [("hypothesis", "\"so: it is\"")]), "f").Experiments["badge"];
        Assert.Equal(("so: it is", "revenue", false), (one.Hypothesis, one.Goal.Name, one.Running));
        Assert.Equal(["control", "badge"], one.Variants.Select(variant => variant.Name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("metrics:\n  spend: { kind: revenue }\n")]
    [InlineData("experiments:\n")]
    public void A_first_experiment_and_a_metric_are_added(string before)
    {
        var after = ExperimentText.With(ExperimentText.WithMetric(before, "calls", "{ kind: event, event: Called }"), "new", [("variants", "[ { name: a }, { name: b } ]"), ("goal", "calls")]);
        Assert.Equal("Called", ExperimentFile.Parse(after, "f").Experiments["new"].Goal.Event);
    }

    [Theory]
    [InlineData("{\"experiments\": {\"a\": {\"variants\": [{\"name\": \"x\"}, {\"name\": \"y\"}], \"goal\": \"conversion\"}}}")]
    [InlineData("experiments: { a: { variants: [ { name: x }, { name: y } ], goal: conversion } }")]
    public void A_file_in_one_piece_is_refused_in_a_sentence(string text)
    {
        Assert.Contains("in a way that pages cannot change", Assert.Throws<ExperimentFileException>(() => ExperimentText.With(text, "a", [("status", "running")])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Remarks_on_names_and_the_line_ends_of_another_system_stay()
    {
        const string before = "experiments:   # all of them\r\n  a:   # the first\r\n    variants: [ { name: x }, { name: y } ]\r\n    goal: conversion\r\n";
        Assert.Equal(before + "    status: running\r\n", ExperimentText.With(before, "a", [("status", "running")]));
    }

    [Theory]
    [InlineData("{\"experiments\": {\"a\": {\"variants\": [{\"name\": \"x\"}, {\"name\": \"y\"}], \"goal\": \"conversion\"}}}")]
    [InlineData("{\n\"experiments\": {\n\"a\": {}\n}\n}")]
    [InlineData("experiments: { a: { goal: conversion } }")]
    [InlineData("experiments:\n  { a: { goal: conversion } }")]
    [InlineData("no map at all")]
    public void Of_a_file_in_one_piece_there_is_no_version_and_no_mistake(string text) => Assert.Equal("none", ExperimentText.VersionOf(text, "a"));

    private const string Commented = """
        # Ours.
        experiments: # of this autumn
          # Asked for by Ann.
          "a": # since May
            status: running # until Ben decides
            hypothesis: |
              # no comment
              it's said
            variants: # agreed
              - { name: x } # the old one
              - { name: 'y # z', value: "q\" # r" }

            # What it is judged by.
            goal: conversion
            coverage: 0.5 # of them
            # Not asked for any more.
          b: { goal: revenue, variants: [ { name: x }, { name: y } ] } # short

        # The end.

        """;

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Comments_and_the_ends_of_lines_stay_whatever_is_changed(string end)
    {
        var before = Commented.ReplaceLineEndings(end);
        var after = ExperimentText.With(before, "a", [("status", "stopped"), ("hypothesis", "\"new\""), ("variants", "\n  - { name: x }\n  - { name: z }"), ("coverage", null), ("level", "0.9")]);
        Assert.Equal("""
            # Ours.
            experiments: # of this autumn
              # Asked for by Ann.
              "a": # since May
                status: stopped   # until Ben decides
                hypothesis: "new"
                variants:   # agreed   # the old one
                  - { name: x }
                  - { name: z }

                # What it is judged by.
                goal: conversion
                level: 0.9
                # Not asked for any more.
              b: { goal: revenue, variants: [ { name: x }, { name: y } ] } # short

            # The end.

            """.ReplaceLineEndings(end), after);
        var unfolded = ExperimentText.With(ExperimentText.WithMetric(before, "calls", "{ kind: event, event: Called }"), "b", [("status", "running")]);
        Assert.Contains($"  b:   # short{end}    goal: \"revenue\"{end}", unfolded, StringComparison.Ordinal);
        Assert.Equal(unfolded, unfolded.ReplaceLineEndings(end));
        var added = ExperimentText.With(before, "c", [("variants", "[ { name: x }, { name: y } ]"), ("goal", "revenue")]);
        Assert.Equal(before.Replace($"{end}{end}# The end.", $"{end}  c:{end}    variants: [ {{ name: x }}, {{ name: y }} ]{end}    goal: revenue{end}{end}# The end.", StringComparison.Ordinal), added);
        Assert.Equal(2, ExperimentFile.Parse(unfolded, "f").Experiments.Count);
    }

    [Fact]
    public void The_version_is_of_one_experiment_alone()
    {
        var before = ExperimentHome.Definitions;
        var after = ExperimentText.With(before, "popup", [("status", "draft")]);
        Assert.Equal(ExperimentText.VersionOf(before, "free-shipping"), ExperimentText.VersionOf(after, "free-shipping"));
        Assert.NotEqual(ExperimentText.VersionOf(before, "popup"), ExperimentText.VersionOf(after, "popup"));
        Assert.Equal("none", ExperimentText.VersionOf(before, "nobody"));
    }
}
