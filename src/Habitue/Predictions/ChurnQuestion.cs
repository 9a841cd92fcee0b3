using System.Globalization;
using Habitue.Server.Web;

namespace Habitue.Predictions;

/// <summary>What the address asks of the page on who stays away: from which risk on, and on which terms.</summary>
internal sealed record ChurnQuestion(int Percent, ContactTerms Terms, IReadOnlyList<string> Mistakes)
{
    public const int UsualPercent = 50;

    private const double UsualCost = 1, UsualSuccess = 0.1, UsualMargin = 0.3;

    /// <summary>The shop's own margin, when it has told one for values; else a usual one.</summary>
    private static double MarginOf(PageView view) => view.Has("value_facts") && view.Warehouse.Rows<double>("SELECT margin FROM value_facts") is [> 0 and < 1 and var own] ? own : UsualMargin;

    public static ChurnQuestion Read(PageView view)
    {
        var mistakes = new List<string>();
        double Number(string name, double usual, double most, string form)
        {
            var asked = view.Asked(name);
            if (asked.Length == 0) return usual;
            if (double.TryParse(asked, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= 0 && value <= most) return value;
            mistakes.Add($"{name}={(asked.Length > 40 ? asked[..40] + "…" : asked)}: {form}.");
            return usual;
        }
        var percent = (int)Number("threshold", UsualPercent, 99, "the risk is a number from 0 to 99, in percent");
        var cost = Number("cost", UsualCost, 1e9, "the cost of a contact is an amount from 0 on, such as 0.80");
        var success = Number("success", UsualSuccess * 100, 100, "success is a number from 0 to 100, in percent") / 100;
        var margin = Number("margin", MarginOf(view) * 100, 100, "the margin is a number from 0 to 100, in percent") / 100;
        return new ChurnQuestion(percent, new ContactTerms(cost, success, margin), mistakes);
    }

    /// <summary>The parts of the address that ask this, with another risk if one is given.</summary>
    public IReadOnlyList<(string Name, string? Value)> Address(int? percent = null) =>
        [("threshold", Text(percent ?? Percent)), ("cost", Text(Terms.Cost)), ("success", Text(Terms.Success * 100)), ("margin", Text(Terms.Margin * 100))];

    public static string Text(double value) => Math.Round(value, 6).ToString(CultureInfo.InvariantCulture);
}
