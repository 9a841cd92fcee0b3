namespace Habitue.Simulation;

/// <summary>One e-mail campaign with its true effect: a strength of 1 gives each type its full response, 0 none at all.</summary>
internal sealed record Campaign(int Index, string Id, string Name, string Coupon, int SentAt, double Strength)
{
    /// <summary>Part of the addressees that gets no mail, so that the effect can be measured.</summary>
    public const double ControlShare = .2;

    /// <summary>An order caused by the mail comes within this time.</summary>
    public const int EffectDays = 7;

    private static readonly string[] Themes =
        ["New Year Warmers", "Spring Preview", "Garden Days", "Easter Table", "Summer Colours", "Picnic Season", "Back to the Desk", "Autumn Lights", "Gift Guide", "Advent"];

    /// <summary>One campaign every four weeks, Tuesdays at 8; every fourth has no effect, as a test for those who measure.</summary>
    public static Campaign[] Draw(ShopPlan plan, Seasons seasons)
    {
        var dice = Dice.Of(plan.Seed, Purpose.Campaign, 0);
        var campaigns = new List<Campaign>();
        for (var day = plan.HistoryDays + 9; day < seasons.Days; day++)
        {
            if (seasons.First.AddDays(day).DayOfWeek != DayOfWeek.Tuesday) continue;
            var index = campaigns.Count;
            var strength = index % 4 == 3 ? 0 : Math.Round(dice.Between(.6, 1.5), 2);
            campaigns.Add(new(index, $"M{index + 1:D3}", $"{Themes[index % Themes.Length]} {seasons.First.AddDays(day).Year}", $"MAIL{index + 1:D3}", day * Seasons.Day + 8 * 3600, strength));
            day += 27;
        }
        return [.. campaigns];
    }
}
