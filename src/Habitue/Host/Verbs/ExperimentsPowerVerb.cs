using System.CommandLine;
using System.Globalization;
using Habitue.Learning.Experiments;

namespace Habitue.Host.Verbs;

/// <summary>How many customers a test needs before it starts.</summary>
internal sealed class ExperimentsPowerVerb : Verb
{
    private readonly Option<double?> share, mean, spread, lift, level, power, daily;
    private readonly Option<int> variants;

    public ExperimentsPowerVerb() : base("power", "How many customers a test needs to see a lift, and how long that takes.",
        "habitue experiments power --share 0.03 --lift 0.1",
        "habitue experiments power --share 0.03 --lift 0.1 --variants 3 --daily 4000",
        "habitue experiments power --mean 4.2 --spread 21 --lift 0.05")
    {
        share = Takes<double?>("--share", "The share of customers who do it now, such as 0.03.", "P");
        mean = Takes<double?>("--mean", "Or what a customer spends now, on average.", "X");
        spread = Takes<double?>("--spread", "With --mean: the standard deviation between customers.", "S");
        lift = Takes<double?>("--lift", "The change that should be seen, such as 0.1 for a tenth.", "L");
        level = Takes<double?>("--level", "How sure it should be (0.95).", "P");
        power = Takes<double?>("--power", "How often such a change should be seen (0.8).", "P");
        variants = Takes("--variants", "How many variants, the control counted.", "N", 2);
        daily = Takes<double?>("--daily", "Customers a day who take part, to say how long it takes.", "N");
    }

    public override int Execute(Call call)
    {
        var count = call.Of(variants);
        if (count is < 2 or > 50) throw new UserMistakeException($"--variants {count}: there must be from 2 to 50.");
        var size = new SampleSize { Level = Between(call, level, 0.5, 0.9999, 0.95), Power = Between(call, power, 0.05, 0.999, 0.8), Treatments = count - 1 };
        if (call.Of(lift) is not { } change || change == 0 || !double.IsFinite(change)) throw new UserMistakeException("--lift: name the change that should be seen, such as 0.1 for a tenth more.");
        var (control, difference, between) = Figures(call, change);
        var once = Math.Ceiling(call.Of(share) is not null ? size.OfShares(control, control + difference) : size.OfMeans(difference, between)); // whole customers
        var worst = Math.Ceiling(size.OfMeansLookedAtDaily(difference, between));
        var terminal = call.Terminal;
        terminal.Say($"From       {Number(control)} to {Number(control + difference)}");
        terminal.Say($"One look   {Count(once)} customers in each of {count} variants, {Count(once * count)} in all");
        terminal.Say($"Any look   {Count(worst)} in each at most, {Count(worst * count)} in all; set tuned_for: {2 * worst:0}");
        if (call.Of(daily) is { } each)
        {
            if (!(each > 0)) throw new UserMistakeException($"--daily {each}: it must be above 0.");
            terminal.Say($"Days       {Math.Ceiling(once * count / each):N0} for one look, {Math.Ceiling(worst * count / each):N0} at most for any look");
        }

        return CommandLine.Done;
    }

    /// <summary>What it is now, the difference to be seen, and the standard deviation between customers.</summary>
    private (double Control, double Difference, double Spread) Figures(Call call, double change)
    {
        if (call.Of(share) is { } p)
        {
            if (call.Of(mean) is not null) throw new UserMistakeException("--share and --mean: name one of the two.");
            if (!(p is > 0 and < 1)) throw new UserMistakeException($"--share {p}: it must be above 0 and below 1.");
            var treated = p * (1 + change);
            if (!(treated is > 0 and < 1)) throw new UserMistakeException($"--lift {change}: it would make the share {treated}; it must stay above 0 and below 1.");
            return (p, treated - p, Math.Sqrt(((p * (1 - p)) + (treated * (1 - treated))) / 2));
        }

        if (call.Of(mean) is not { } x || call.Of(spread) is not { } s) throw new UserMistakeException("Name --share, or --mean with --spread.");
        if (x == 0 || !double.IsFinite(x)) throw new UserMistakeException($"--mean {x}: a lift is a share of it, so it must not be 0.");
        return s > 0 && double.IsFinite(s) ? (x, x * change, s) : throw new UserMistakeException($"--spread {s}: it must be above 0.");
    }

    private static double Between(Call call, Option<double?> option, double least, double most, double usual) => call.Of(option) switch
    {
        null => usual,
        var given when given >= least && given <= most => given.Value,
        var given => throw new UserMistakeException($"{option.Name} {given}: it must be from {least} to {most}."),
    };

    private static string Count(double customers) => customers.ToString("N0", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
