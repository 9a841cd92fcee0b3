using Habitue.Insights;
using Habitue.Prediction;

namespace Habitue.Audit;

/// <summary>Holds every judged model against the groups that the data themselves tell apart, and against those that somebody asked for before.</summary>
internal static class AuditSlice
{
    public static Slice Slice { get; } = new("audit", "whether the models treat groups of people alike", AuditWork.Look)
    {
        Watches = AuditWork.Judged,
        Lineage = [new(Judgements.Table, ModelAudit.Table), new("customers", ModelAudit.Table), new("orders", ModelAudit.Table)],
    };
}
