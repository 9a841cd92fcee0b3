using System.CommandLine;
using System.Globalization;
using Habitue.Host.Answers;
using Habitue.Insights;
using Habitue.Lake.Features;
using Habitue.Value;

namespace Habitue.Host.Verbs;

/// <summary>Sets what customer values are made of (margin, discount, an external series) and works them out anew; without options it shows how they stand.</summary>
internal sealed class ValueVerb : Verb
{
    private readonly Option<double?> margin;
    private readonly Option<double?> discount;
    private readonly Option<string?> series;
    private readonly Option<int?> lag;
    private readonly Option<bool> noSeries;
    private readonly Option<ulong> seed;
    private readonly Option<bool> json;
    private readonly HomeOptions home;

    public ValueVerb() : base("value", "What customers will bring in 12 months: set margin, discount and an external series, or see how it stands.",
        "habitue value",
        "habitue value --margin 0.35 --discount 0.1",
        "habitue value --series prices.csv --series-lag 15")
    {
        margin = Takes<double?>("--margin", "The share of the revenue that you keep, above 0 to 1 (else 1: values are revenue).", "SHARE");
        discount = Takes<double?>("--discount", "How much less money counts that comes a year later, 0 to 1 (else 0).", "SHARE");
        series = Takes<string?>("--series", "A CSV of date and value that goes with your sales: prices, weather, advertising.", "FILE");
        lag = Takes<int?>("--series-lag", "How many days after its date a value of the series is known (else 0).", "DAYS");
        noSeries = TakesFlag("--no-series", "Forget the external series.");
        seed = Takes<ulong>("--seed", "Where random choices start from.", "N", 7);
        json = TakesFlag("--json", "Answer as JSON.");
        home = new HomeOptions(this);
        Limit(margin, given => given is > 0 and <= 1, "a share above 0 and at most 1, such as 0.35");
        Limit(discount, given => given is >= 0 and <= 1, "a share from 0 to 1, such as 0.1");
        Limit(lag, given => given is >= 0 and <= 3650, "a number of days from 0 to 3650");
    }

    public override int Execute(Call call)
    {
        if (call.Of(series) is not null && call.Of(noSeries)) throw new UserMistakeException("--series and --no-series contradict each other; leave one out.");
        var asked = call.Gave(margin) || call.Gave(discount) || call.Gave(series) || call.Gave(lag) || call.Of(noSeries);
        if (asked)
        {
            var loaded = call.Of(series) is { } file ? ValueSeries.Parse(file) : null;
            using var workspace = Workspace.Look(call, home, Name, readOnly: false);
            workspace.MustHave(CustomerFeatures.Table, "habitue run PATH");
            var kept = ValueSettings.Read(workspace.Warehouse);
            new ValueSettings(call.Of(margin) ?? kept.Margin, call.Of(discount) ?? kept.Discount, call.Of(lag) ?? kept.SeriesLagDays).Write(workspace.Warehouse);
            loaded?.Write(workspace.Warehouse);
            if (call.Of(noSeries)) ValueSeries.Forget(workspace.Warehouse);
        }
        return asked ? SliceWork.Do(call, home, Name, Name, call.Of(seed), call.Of(json), SliceStates.Train) : Show(call);
    }

    private int Show(Call call)
    {
        using var workspace = Workspace.Look(call, home, Name, readOnly: true);
        if (SliceStates.Read(workspace.Warehouse).FirstOrDefault(state => state.Slice == Name) is not { } stands)
            throw new UserMistakeException($"{workspace.Home.Folder}: values were not worked out yet; `habitue train {Name}` does it.");
        var settings = ValueSettings.Read(workspace.Warehouse);
        if (call.Of(json))
        {
            using var answer = new JsonAnswer(call.Terminal.Out);
            answer.Array([stands], (written, one) =>
            {
                written.WriteBoolean("ready", one.Ready);
                written.WriteString("words", one.Words);
                written.WriteNumber("margin", settings.Margin);
                written.WriteNumber("discount", settings.Discount);
                written.WriteNumber("series_lag_days", settings.SeriesLagDays);
            });
            return CommandLine.Done;
        }
        var grid = new Grid("Value", GridColumn.Sentence("How it stands"));
        grid.Add("now", stands.Words);
        grid.Add("margin", settings.Margin.ToString("0.###", CultureInfo.InvariantCulture));
        grid.Add("discount", settings.Discount.ToString("0.###", CultureInfo.InvariantCulture));
        if (ValueSeries.Read(workspace.Warehouse, settings.SeriesLagDays) is { } known)
            grid.Add("series", string.Create(CultureInfo.InvariantCulture, $"{known.Count} dates from {known.First:yyyy-MM-dd} to {known.Last:yyyy-MM-dd}, known {settings.SeriesLagDays} days later"));
        grid.Write(call.Terminal.Out, call.Terminal.Width);
        return CommandLine.Done;
    }

    private static void Limit<T>(Option<T> option, Func<double, bool> good, string what) => option.Validators.Add(result =>
    {
        if (result.Tokens is [var given, ..] && !(double.TryParse(given.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && good(number)))
            result.AddError($"{option.Name} {given.Value}: give {what}.");
    });
}
