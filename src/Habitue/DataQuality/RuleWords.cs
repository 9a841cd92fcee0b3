using Habitue.Collector;
using Habitue.Lake.Cleaning;
using Habitue.Reports.Page;

namespace Habitue.DataQuality;

/// <summary>How many rows a rule has set aside.</summary>
public sealed record RejectedRule(string Rule, string Kind, long Rows, string Reason, DateTime Newest, long Sources)
{
    /// <summary>What is wrong with these rows, in a few words.</summary>
    public string Words => CleaningRules.All.FirstOrDefault(known => known.Name == Rule) is { } cleaning ? Names.Capital(cleaning.Issue)
        : Rejection.Codes.Contains(Rule) ? "Refused by the collector: " + Reason[(Reason.IndexOf(": ", StringComparison.Ordinal) is > 0 and < 40 and var at ? at + 2 : 0)..].TrimEnd('.')
        : Names.Capital(Reason);

    /// <summary>Setting these aside is no loss: the same is there already.</summary>
    public bool IsRepeat => Rule is "exact-duplicate" or "same-message-id" or "same-moment-and-content" or "newer-row";
}
