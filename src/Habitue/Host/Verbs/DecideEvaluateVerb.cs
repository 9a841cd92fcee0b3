using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Habitue.Decisions;
using Habitue.Decisions.Judging;
using Habitue.Decisions.Log;
using Habitue.Decisions.Reading;
using Habitue.Host.Answers;
using Habitue.Learning.OffPolicy;

namespace Habitue.Host.Verbs;

/// <summary>What other policies would have brought, by the log of decisions, before one of them meets a customer.</summary>
internal sealed class DecideEvaluateVerb : Verb
{
    private readonly Option<string?> placement;
    private readonly Option<bool> json;
    private readonly HomeOptions home;

    public DecideEvaluateVerb() : base("evaluate", "Judge policies by the decisions made so far: what each would have brought, with limits.",
        "habitue decide evaluate",
        "habitue decide evaluate --placement hero --json")
    {
        placement = Takes<string?>("--placement", "Only this placement.", "NAME");
        json = TakesFlag("--json", "Answer as JSON.");
        home = new HomeOptions(this);
    }

    public override int Execute(Call call)
    {
        using var work = Workspace.Look(call, home, "decide");
        work.MustHave(DecisionTables.Decisions, "habitue serve");
        var log = LoggedDecision.Read(work.Warehouse, Windows(work.Home.Folder), call.Clock.GetUtcNow().UtcDateTime, call.Cancel);
        if (call.Of(placement) is { } only)
            log = log.TryGetValue(only, out var those) ? new SortedDictionary<string, List<LoggedDecision>> { [only] = those }
                : throw new UserMistakeException($"--placement {only}: no decision of it is in the log{(log.Count == 0 ? "." : $"; there are {string.Join(", ", log.Keys)}.")}");
        if (log.Count == 0) throw new UserMistakeException("No decision is old enough to be judged: its outcome may still come.");
        var judged = log.Select(one => (Placement: one.Key, Decisions: one.Value.Count, Policies: PolicyJudge.Judge(one.Value))).ToArray();
        if (call.Of(json))
        {
            using var answer = new JsonAnswer(call.Terminal.Out);
            answer.Array(judged.SelectMany(one => one.Policies.Select(policy => (one.Placement, Policy: policy))), static (written, line) => Write(written, line.Placement, line.Policy));
            return CommandLine.Done;
        }
        foreach (var (name, decisions, policies) in judged)
        {
            call.Terminal.Say($"{name}: {decisions:N0} decisions");
            var grid = new Grid("Policy", GridColumn.Number("Worth"), GridColumn.Number("95 % limits"), GridColumn.Number("Counts as"), GridColumn.Number("SNIPS"), GridColumn.Number("its limits"), GridColumn.Number("IPS"), GridColumn.Number("its limits"), GridColumn.Number("Mean weight"));
            foreach (var one in policies)
                grid.Add(one.Policy, Worth(one.DoublyRobust, one), Limits(one.DoublyRobust, one), $"{one.Ips.EffectiveDecisions:N0}", Worth(one.Snips, one), Limits(one.Snips, one), Worth(one.Ips, one), Limits(one.Ips, one), one.Ips.MeanWeight.ToString("0.00", CultureInfo.InvariantCulture));
            grid.Write(call.Terminal.Out, call.Terminal.Width);
            call.Terminal.Say("");
        }
        call.Terminal.Say("Worth is the reward per decision (doubly robust). Counts as: how many decisions of the policy's own the log is worth; below 30 nothing is told.");
        return CommandLine.Done;
    }

    /// <summary>How long outcomes are waited for, by the home's file of decisions; an hour where it does not say.</summary>
    private static Func<string, TimeSpan> Windows(string folder)
    {
        var path = Path.Combine(folder, Catalogue.FileName);
        if (!File.Exists(path)) return _ => Goal.Default.Window;
        try
        {
            var catalogue = CatalogueReader.ReadFile(path);
            return name => catalogue.Placements.TryGetValue(name, out var one) ? one.Goal.Window : Goal.Default.Window;
        }
        catch (CatalogueException wrong)
        {
            throw new UserMistakeException(wrong.Message);
        }
    }

    private static string Worth(OffPolicyEstimate estimate, JudgedPolicy policy) => policy.IsUnseen ? "–" : Number(estimate.Value.Estimate);

    private static string Limits(OffPolicyEstimate estimate, JudgedPolicy policy) => policy.IsUnseen ? "not seen enough" : $"{Number(estimate.Value.Low)} to {Number(estimate.Value.High)}";

    private static string Number(double value) => value.ToString(Math.Abs(value) < 10 ? "0.0000" : "N2", CultureInfo.InvariantCulture);

    private static void Write(Utf8JsonWriter written, string placement, JudgedPolicy policy)
    {
        written.WriteString("placement", placement);
        written.WriteString("policy", policy.Policy);
        written.WriteNumber("decisions", policy.Ips.Decisions);
        written.WriteNumber("effective_decisions", policy.Ips.EffectiveDecisions);
        written.WriteNumber("mean_weight", policy.Ips.MeanWeight);
        foreach (var (name, estimate) in new[] { ("ips", policy.Ips), ("snips", policy.Snips), ("doubly_robust", policy.DoublyRobust) })
        {
            written.WriteStartObject(name);
            foreach (var (part, value) in new[] { ("value", estimate.Value.Estimate), ("low", estimate.Value.Low), ("high", estimate.Value.High), ("standard_error", estimate.StandardError) })
            {
                written.WritePropertyName(part);
                Cell.Json(written, value);
            }
            written.WriteEndObject();
        }
    }
}
