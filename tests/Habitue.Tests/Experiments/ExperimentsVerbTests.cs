using System.CommandLine;
using System.Text.Json;
using Habitue.Host;
using Habitue.Host.Verbs;
using Habitue.Tests.Host;

namespace Habitue.Tests.Experiments;

public sealed class ExperimentsVerbTests : IDisposable
{
    private const string Definitions = """
        experiments:
          free-shipping:
            name: Free shipping from 30
            hypothesis: More orders when shipping is free.
            status: running
            variants: [ { name: control, value: false }, { name: free, value: true } ]
            goal: conversion
            metrics: [revenue, order_value]
            guardrails: [retention]
          badge:
            status: draft
            variants: [ { name: control }, { name: badge } ]
            goal: revenue
        """;

    private readonly TemporaryHome home = TemporaryHome.With("""
        CREATE TABLE orders (order_id VARCHAR, customer_id VARCHAR, ordered_at TIMESTAMP, revenue DECIMAL(18,4));
        INSERT INTO orders SELECT 'o', CASE WHEN i < 200 THEN 'a' || i ELSE 'b' || (i - 200) END, TIMESTAMP '2026-10-02', 20 + (i % 7) FROM range(520) r(i)
        """);

    public ExperimentsVerbTests() => File.WriteAllText(Path.Combine(home.Folder, "experiments.yaml"), Definitions);

    public void Dispose() => home.Dispose();

    [Fact]
    public void From_a_file_of_exposures_to_a_verdict()
    {
        var lines = Enumerable.Range(0, 2_000).SelectMany(i => new[] { $"free-shipping,control,a{i},2026-10-01 08:00:00", $"free-shipping,free,b{i},2026-10-01T09:00:00" });
        var exposures = home.Write("exposures.csv", "experiment,variant,customer_id,exposed_at\n" + string.Join('\n', lines) + "\n");

        Assert.Equal(["4,000 lines: 4,000 exposures taken, 0 were known already or said twice."], Ask("exposures", exposures).Lines);
        Assert.Equal(["4,000 lines: 0 exposures taken, 4,000 were known already or said twice."], Ask("exposures", exposures).Lines);
        var judged = Ask("judge", "--as-of", "2026-11-27");
        Assert.Equal(0, judged.Code);
        Assert.StartsWith("free-shipping: free is better: conversion 16.00 % against 10.00 %, a change of +60.0 %", judged.Lines[0], StringComparison.Ordinal);
        Assert.Equal("badge: Nobody has been exposed yet.", judged.Lines[1]);

        foreach (var width in (int[])[80, 160])
        {
            var (show, list) = (Ask(width, "show", "free-shipping"), Ask(width));
            Assert.Equal((0, 0), (show.Code, list.Code));
            Assert.All([.. show.Lines, .. list.Lines], line => Assert.True(line.Length <= width, line));
            Assert.Contains("Free shipping from 30  (running, as of 2026-11-27 00:00)", show.Out, StringComparison.Ordinal);
            Assert.Contains("divided as meant", string.Join(' ', show.Lines), StringComparison.Ordinal);
            Assert.Equal(width == 160, show.Out.Contains("p once  ", StringComparison.Ordinal));
            Assert.Contains("conversion", show.Out, StringComparison.Ordinal);
            Assert.Contains("badge", list.Out, StringComparison.Ordinal);
        }

        var json = JsonElement.Parse(Ask("--json").Out);
        Assert.Equal([("free-shipping", "running", "better", 4_000), ("badge", "off", "no data", 0)],
            json.EnumerateArray().Select(one => (one.GetProperty("experiment").GetString()!, one.GetProperty("state").GetString()!, one.GetProperty("verdict").GetString()!, one.GetProperty("customers").GetInt32())));
        Assert.Equal(["badge was not stopped."], Ask("lift", "badge").Lines);
    }

    [Theory]
    [InlineData("show nowhere", "There is no experiment 'nowhere'; there are free-shipping, badge.")]
    [InlineData("show badge", "experiment_verdicts yet; `habitue experiments judge` makes it.")]
    [InlineData("exposures nowhere.csv", "nowhere.csv: there is no such file.")]
    [InlineData("check nowhere.yaml", "nowhere.yaml: the file cannot be read")]
    [InlineData("power --lift 0.1", "Name --share, or --mean with --spread.")]
    [InlineData("power --share 1.5 --lift 0.1", "--share 1.5: it must be above 0 and below 1.")]
    [InlineData("power --share 0.5 --lift 3", "it would make the share 2")]
    [InlineData("power --share 0.5", "--lift: name the change")]
    [InlineData("power --share 0.5 --lift 0.1 --variants 1", "--variants 1: there must be from 2 to 50.")]
    [InlineData("power --mean 3 --spread 0 --lift 0.1", "--spread 0: it must be above 0.")]
    [InlineData("power --share 0.5 --lift 0.1 --level 2", "--level 2: it must be from 0.5 to 0.9999.")]
    public void A_mistake_is_one_sentence(string words, string sentence)
    {
        var ran = Ask(words.Split(' '));

        Assert.Equal(2, ran.Code);
        Assert.Single(ran.Error.TrimEnd().Split('\n'));
        Assert.Contains(sentence, ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_exposures_with_a_bad_line_is_not_taken()
    {
        var bad = home.Write("bad.csv", "experiment,variant,customer_id,exposed_at\nx,a,u1,2026-10-01\nx,a,u2,soon\n");
        var without = home.Write("without.csv", "experiment,variant,customer\nx,a,u1\n");

        Assert.Contains("bad.csv, line 3: experiment, variant, customer_id and a moment such as", Ask("exposures", bad).Error, StringComparison.Ordinal);
        Assert.Contains("the column customer_id is missing", Ask("exposures", without).Error, StringComparison.Ordinal);
        Assert.Equal("n\n0\n", TheProgram.Run(home.Folder, "sql", "SELECT COUNT(*) AS n FROM experiment_exposures", "--format", "csv").Out);
    }

    [Fact]
    public void A_file_is_checked_and_a_plan_is_made()
    {
        Assert.Equal("experiments.yaml is well: 2 experiments.", TheProgram.Run(home.Folder, "experiments", "check", Path.Combine(home.Folder, "experiments.yaml")).Lines[^1]);
        var wrong = home.Write("wrong.yaml", Definitions.Replace("goal: revenue", "goaal: revenue", StringComparison.Ordinal));
        Assert.Contains("wrong.yaml, line 13: experiments.badge.goaal is not known here; did you mean goal?", Ask("check", wrong).Error, StringComparison.Ordinal);

        // The reference of tests/reference/experiments.py: 53,210.3 in each arm, so 53,211 whole customers.
        var plan = Ask("power", "--share", "0.03", "--lift", "0.1", "--daily", "4000").Lines;
        Assert.Equal("From       0.03 to 0.033", plan[0]);
        Assert.Equal("One look   53,211 customers in each of 2 variants, 106,422 in all", plan[1]);
        Assert.Equal(27, int.Parse(plan[3].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]));
        Assert.Equal(["From       4 to 4.5", "One look   1,005 customers in each of 2 variants, 2,010 in all"], Ask("power", "--mean", "4", "--spread", "4", "--lift", "0.125").Lines.Take(2));
    }

    private Ran Ask(params string[] words) => Ask(120, words);

    /// <summary>Within this process, which starts faster; one test runs the program itself.</summary>
    private Ran Ask(int width, params string[] words)
    {
        string[] line = words is ["power" or "check", ..] ? ["experiments", .. words] : ["experiments", .. words, "--home", home.Folder];
        var parsed = new RootCommand { new ExperimentsVerb() }.Parse(line);
        Assert.Empty(parsed.Errors);
        using StringWriter output = new(), error = new();
        var terminal = Terminal.Into(output, error, width);
        try
        {
            var code = ((Verb)parsed.CommandResult.Command).Execute(new Call(parsed, terminal, TimeProvider.System, TestContext.Current.CancellationToken));
            return new Ran(code, output.ToString(), error.ToString());
        }
        catch (UserMistakeException mistake)
        {
            return new Ran(2, output.ToString(), mistake.Message);
        }
        finally
        {
            terminal.Dispose();
        }
    }
}
