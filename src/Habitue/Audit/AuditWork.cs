using Habitue.Insights;
using Habitue.Stages;

namespace Habitue.Audit;

/// <summary>The audit that every run makes. What is found replaces what was found before, so that no figure of an older model stays.</summary>
internal static class AuditWork
{
    /// <summary>Of more rows than this a part is looked at, the same one each time: the intervals are narrow long before.</summary>
    private const int MostRows = 200_000;

    /// <summary>The versions that were judged: with others the audit is made anew.</summary>
    public static string Judged(SliceRun run) => string.Join(' ', new ModelAudit(run.Warehouse, run.Shelf).Models().Select(model => $"{model.Name} {model.Version}"));

    public static StageDone Look(SliceRun run)
    {
        var audit = new ModelAudit(run.Warehouse, run.Shelf) { MostRows = MostRows };
        var asked = audit.Asked();
        if (audit.Models() is { Count: 0 })
        {
            audit.Replace([], []);
            throw new NotReadyException("it needs a model that answers yes or no and was judged; there is none yet.");
        }
        List<AuditedGroups> own = [], automatic = [];
        foreach (var (model, _) in audit.Models())
        {
            run.Cancel.ThrowIfCancellationRequested();
            foreach (var (_, by, favourable) in asked.Where(one => one.Model == model)) own.Add(audit.Audit(model, GroupSpec.Parse(by), favourable, isAsked: false));
            automatic.AddRange(from spec in audit.AutomaticGroups(model) where !own.Exists(one => one.Model == model && one.By == spec.Text) select audit.Audit(model, spec, null, isAsked: false));
        }
        AuditedGroups[] known = [.. own.Where(one => one.Lack is null)], found = [.. automatic.Where(one => one.Lack is null)];
        audit.Replace(known, found);
        var all = known.Concat(found).ToArray();
        if (all.Length == 0) throw new NotReadyException("nothing in the data tells groups of people apart: no gender, age, country or device, and all customers are equally new.");
        var broken = all.SelectMany(one => one.Groups).Count(group => group.BreaksFourFifths);
        var judged = all.SelectMany(one => one.Groups).Count(group => !group.IsReference);
        return new StageDone($"{Words.Count(all.Select(one => one.Model).Distinct().Count(), "model")} held against {Words.Count(judged, "group")}: {(broken == 0 ? "none breaks the four-fifths rule for sure" : $"{Words.Count(broken, "comparison")} {(broken == 1 ? "breaks" : "break")} the four-fifths rule")}");
    }
}
