using System.CommandLine;
using Habitue.Host.Answers;
using Habitue.Insights;
using Habitue.ModelShelf;
using Habitue.Segments;

namespace Habitue.Host.Verbs;

/// <summary>Segments that the business defines: shows the rules that are kept, or checks a file, keeps it and applies it.</summary>
internal sealed class SegmentsRulesVerb : Verb
{
    private readonly Argument<string?> file = new("FILE") { Description = "A file of rules, one a line: a name, a colon, a condition. Without it the kept ones are shown.", Arity = ArgumentArity.ZeroOrOne };
    private readonly HomeOptions home;

    public SegmentsRulesVerb() : base("rules", "Rules of your own that make or refine segments, such as `VIP: spend_365d > 5000 and recency_days < 90`.",
        "habitue segments rules",
        "habitue segments rules my.rules")
    {
        Add(file);
        home = new HomeOptions(this);
    }

    public override int Execute(Call call)
    {
        if (call.Of(file) is not { } path) return Show(call);
        if (!File.Exists(path)) throw new UserMistakeException($"{path}: there is no such file of rules.");
        var work = (Func<Slice, SliceRun, Stages.StageDone>)SliceStates.Train;
        using (var workspace = Workspace.Look(call, home, "segments", readOnly: false))
        {
            workspace.MustHave(SegmentTables.Portraits, "habitue train segments");
            Read(workspace, path);
            if (new Shelf(workspace.Home.Models, workspace.Warehouse, call.Clock).Promoted(SegmentModel.ShelfName) is not null) work = SliceStates.Score;
            var kept = Kept(workspace);
            if (Path.GetFullPath(path) != kept) File.Copy(path, kept, overwrite: true);
        }
        return SliceWork.Do(call, home, "segments", "segments", 7, json: false, work);
    }

    private int Show(Call call)
    {
        using var work = Workspace.Look(call, home, "segments");
        work.MustHave(SegmentTables.Portraits, "habitue train segments");
        if (!File.Exists(Kept(work)))
        {
            call.Terminal.Say($"No rules. Write some as `VIP: spend_365d > 5000 and recency_days < 90`, one a line, and apply them with `habitue segments rules FILE`. `habitue features` lists what a rule may ask.");
            return CommandLine.Done;
        }
        var customers = work.Warehouse.Rows<(string Name, long Customers)>($"SELECT segment, customers FROM {SegmentTables.Segments} WHERE kind = 'rule'").ToDictionary(one => one.Name, one => one.Customers);
        var grid = new Grid("Segment", GridColumn.Number("Customers"), GridColumn.Sentence("Rule"));
        foreach (var rule in Read(work, Kept(work))) grid.Add(rule.Name, $"{customers.GetValueOrDefault(rule.Name):N0}", rule.Text);
        grid.Write(call.Terminal.Out, call.Terminal.Width);
        return CommandLine.Done;
    }

    private static IReadOnlyList<SegmentRule> Read(Workspace work, string path)
    {
        try
        {
            var found = work.Warehouse.Rows<string>($"SELECT DISTINCT found_name FROM {SegmentTables.Customers} WHERE found_name IS NOT NULL ORDER BY 1");
            return SegmentRules.Parse(File.ReadAllText(path), Path.GetFileName(path), SegmentRules.Known(work.Warehouse), [.. found]);
        }
        catch (SegmentRuleException mistake)
        {
            throw new UserMistakeException(mistake.Message);
        }
    }

    private static string Kept(Workspace work) => Path.Combine(work.Home.Folder, SegmentRules.FileName);
}
