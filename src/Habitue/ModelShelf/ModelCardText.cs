using System.Globalization;
using System.Text;

namespace Habitue.ModelShelf;

/// <summary>A model card as Markdown: what somebody must know before they rely on the model.</summary>
internal static class ModelCardText
{
    public static string Of(ModelDraft draft, int version)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {draft.Name}, version {version}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"**Purpose.** {draft.Purpose}\n\n**Data.** {draft.LearnedFrom} As of {draft.AsOf:yyyy-MM-dd}; data {draft.Data}.\n\n");
        text.Append(CultureInfo.InvariantCulture, $"**Recipe.** {draft.Recipe}");
        foreach (var (name, value) in draft.Settings) text.Append(CultureInfo.InvariantCulture, $"; {name} {value}");
        text.Append(CultureInfo.InvariantCulture, $".\n\n**Verdict.** {draft.Verdict}\n\n**Judged on {draft.JudgedOn}:**\n\n| on | figure | value | 95 % interval | baseline |\n|---|---|---:|---:|---:|\n");
        foreach (var metric in draft.Metrics)
            text.Append(CultureInfo.InvariantCulture, $"| {metric.Part} | {metric.Metric} | {metric.Value:0.####} | {metric.Low:0.####} to {metric.High:0.####} | {metric.Baseline:0.####} |\n");
        text.Append(CultureInfo.InvariantCulture, $"\n**Features ({draft.Features.Count}).** {string.Join(", ", draft.Features)}\n\n**Limits.** {draft.Limits}\n");
        return text.ToString();
    }
}
