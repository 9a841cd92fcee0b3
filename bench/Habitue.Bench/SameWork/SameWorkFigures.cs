using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Habitue.Bench.SameWork;

/// <summary>What the same work came to on both sides, and how long it took.</summary>
internal static class SameWorkFigures
{
    public static string Beside(string ours, string theirs, double ratio, double ratioOfBest)
    {
        using var own = JsonDocument.Parse(ours);
        using var peer = JsonDocument.Parse(theirs);
        var quality = peer.RootElement.GetProperty("quality");
        double Of(params ReadOnlySpan<string> path)
        {
            var at = quality;
            foreach (var name in path) at = at.GetProperty(name);
            return at.GetDouble();
        }
        var expected = new Dictionary<string, double>
        {
            ["rows"] = Of("rows", "rows"),
            ["sales of known customers"] = Of("rows", "sales_of_known_customers"),
            ["without outliers"] = Of("rows", "without_outliers"),
            ["customers"] = Of("features", "customers"),
            ["sum of all features"] = quality.GetProperty("features").GetProperty("sums").EnumerateObject().Sum(sum => sum.Value.GetDouble()),
            ["inertia"] = Of("segments", "inertia"),
            ["silhouette"] = Of("segments", "silhouette"),
            ["logistic AUC"] = Of("model", "logistic", "auc"),
            ["forest AUC"] = Of("model", "forest", "auc"),
            ["baskets"] = Of("rules", "baskets"),
            ["itemsets"] = Of("rules", "itemsets"),
            ["rules"] = Of("rules", "rules"),
        };
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"\nThe same work, step by step, is done {ratio:0.00} times as fast (best of each: {ratioOfBest:0.00}), and comes to the same:\n\n| | Habitue's libraries | pandas and scikit-learn |\n|---|---:|---:|\n");
        foreach (var figure in own.RootElement.GetProperty("figures").EnumerateObject())
            page.Append(CultureInfo.InvariantCulture, $"| {figure.Name} | {figure.Value.GetDouble():0.######} | {expected[figure.Name]:0.######} |\n");
        return page.ToString();
    }
}
