using System.CommandLine;
using Habitue.Collector;
using Habitue.Host.Answers;
using Habitue.Lake.Cleaning;
using Habitue.Stages;

namespace Habitue.Host.Verbs;

/// <summary>The rows that were set aside: which rule, why, and what they said.</summary>
internal sealed class QualityRejectedVerb : Verb
{
    private readonly Option<string?> rule;
    private readonly Option<int> limit;
    private readonly Option<bool> json;
    private readonly HomeOptions home;

    public QualityRejectedVerb() : base("rejected", "The rows that were set aside, with the reason and what they said.",
        "habitue quality rejected",
        "habitue quality rejected --rule impossible-time --json")
    {
        rule = Takes<string?>("--rule", "Only what this rule set aside.", "NAME");
        limit = Takes("--limit", "Rows to show at most.", "N", 20);
        json = TakesFlag("--json", "Answer as JSON.");
        home = new HomeOptions(this);
    }

    public override int Execute(Call call)
    {
        using var work = Workspace.Look(call, home, "quality");
        work.MustHave("quarantine", "habitue run PATH");
        Check(call.Of(rule));
        var rows = Quality.Rejected(work.Warehouse, call.Of(rule), Math.Max(1, call.Of(limit)));
        if (call.Of(json))
        {
            using var answer = new JsonAnswer(call.Terminal.Out);
            answer.Array(rows, static (written, row) =>
            {
                written.WriteString("rule", row.Rule);
                written.WriteString("reason", row.Reason);
                written.WriteString("entity", row.Entity);
                written.WriteString("source", row.Address);
                if (row.Row is { } number) written.WriteNumber("row", number);
                written.WriteNumber("load", row.Load);
                written.WriteString("original", row.Original);
            });
            return CommandLine.Done;
        }
        foreach (var group in rows.GroupBy(row => (row.Rule, row.Reason)))
        {
            call.Terminal.Say($"{group.Key.Rule}: {group.Key.Reason}");
            var grid = new Grid("Where", "What the row said");
            foreach (var row in group) grid.Add($"{Path.GetFileName(row.Address)}{(row.Row is { } number ? $":{number}" : "")}", row.Original);
            grid.Write(call.Terminal.Out, call.Terminal.Width, "  ");
            call.Terminal.Say("");
        }
        var (count, rules) = work.Warehouse.Rows<(long, long)>("SELECT COUNT(*), COUNT(DISTINCT rule) FROM quarantine WHERE $1 IS NULL OR rule = $1", call.Of(rule))[0];
        call.Terminal.Say(count == 0 ? "Nothing was set aside." : $"{rows.Count:N0} of {Words.Count(count, "row")} that {Words.Count(rules, "rule")} set aside (--rule, --limit).");
        return CommandLine.Done;
    }

    internal static void Check(string? rule)
    {
        string[] all = [.. CleaningRules.All.Select(known => known.Name), .. Rejection.Codes];
        if (rule is not null && !all.Contains(rule))
            throw new UserMistakeException($"--rule {rule}: there is no such rule; there are {string.Join(", ", all)}.");
    }
}
