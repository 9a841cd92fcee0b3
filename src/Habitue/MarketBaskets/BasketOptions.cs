using System.CommandLine;
using System.Globalization;
using Habitue.Host;

namespace Habitue.MarketBaskets;

/// <summary>The options of <c>habitue train baskets</c>.</summary>
internal sealed class BasketOptions
{
    private readonly Option<double?> support = new("--support") { HelpName = "SHARE", Description = "baskets: the least share of all orders for a set, such as 0.01 (else as low as the data bear)." };
    private readonly Option<double?> confidence = new("--confidence") { HelpName = "SHARE", Description = $"baskets: how often a rule must be right, such as 0.3 (else {BasketSettings.UsualConfidence.ToString(CultureInfo.InvariantCulture)})." };
    private readonly Option<string?> lines = new("--lines") { HelpName = "LINES", Description = "baskets: goods (as without it), or all: charges and lines that cost nothing too." };

    public BasketOptions(Command command)
    {
        foreach (var option in (Option[])[support, confidence, lines]) command.Add(option);
        lines.AcceptOnlyFromAmong("goods", BasketSettings.All);
    }

    /// <summary>What was chosen, by name.</summary>
    public IReadOnlyDictionary<string, string> Of(Call call, string? slice)
    {
        var chosen = new Dictionary<string, string>();
        if (call.Of(support) is { } share) chosen[BasketSettings.SupportName] = Checked("--support", share, share is > 0 and <= 1);
        if (call.Of(confidence) is { } right) chosen[BasketSettings.ConfidenceName] = Checked("--confidence", right, right is >= 0 and <= 1);
        if (call.Of(lines) is { } which) chosen[BasketSettings.LinesName] = which;
        if (chosen.Count > 0 && slice != MarketBasketsSlice.Slice.Name)
            throw new UserMistakeException($"--support, --confidence and --lines go with baskets: `habitue train {MarketBasketsSlice.Slice.Name} --{chosen.Keys.First()} {chosen.Values.First()}`.");
        return chosen;
    }

    private static string Checked(string option, double value, bool fits) => fits ? value.ToString(CultureInfo.InvariantCulture)
        : throw new UserMistakeException(string.Create(CultureInfo.InvariantCulture, $"{option} {value}: a share lies between 0 and 1; one in a hundred is 0.01."));
}
