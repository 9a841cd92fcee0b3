using System.CommandLine;
using Habitue.Insights;
using Habitue.LabelledFiles;
using Habitue.MarketBaskets;
using Habitue.Purchase;
using Habitue.Segments;

namespace Habitue.Host.Verbs;

/// <summary>Learns anew from what is loaded: all slices, or one; or from a file of one's own in which a column says what happened.</summary>
internal sealed class TrainVerb : Verb
{
    private readonly Argument<string?> slice = new("SLICE") { Description = $"One of {string.Join(", ", Slices.Names)}; all without it.", Arity = ArgumentArity.ZeroOrOne };
    private readonly LabelOptions labels;
    private readonly BasketOptions baskets;
    private readonly ConsentOption consent;
    private readonly SegmentsByOption segmentsBy;
    private readonly Option<ulong> seed;
    private readonly Option<int[]> horizon;
    private readonly Option<bool> json;
    private readonly HomeOptions home;

    public TrainVerb() : base("train", "Learn anew from what is loaded: segments, predictions and the rest.",
        "habitue train",
        "habitue train purchase",
        "habitue train purchase --horizon 1 --horizon 14",
        "habitue train segments --segments-by kmeans",
        "habitue train baskets --support 0.02 --confidence 0.3",
        "habitue train recommendations --unknown-consent serve",
        "habitue train churn --label Churn customers.csv",
        "habitue train purchase --label bought leads.csv --without call_seconds --reweigh gender")
    {
        Add(slice);
        labels = new LabelOptions(this);
        baskets = new BasketOptions(this);
        consent = new ConsentOption(this);
        segmentsBy = new SegmentsByOption(this);
        seed = Takes<ulong>("--seed", "Where random choices start from.", "N", 7);
        horizon = Takes<int[]>("--horizon", "With purchase: also the probability of an order within so many days, besides 7 and 30; from then on it is kept up. May be given several times.", "DAYS");
        horizon.Validators.Add(result =>
        {
            foreach (var given in result.Tokens)
                if (int.TryParse(given.Value, out var days) && days is < 1 or > 365) result.AddError($"--horizon {given.Value}: it must be 1 to 365 days.");
        });
        json = TakesFlag("--json", "Answer as JSON.");
        home = new HomeOptions(this);
    }

    public override int Execute(Call call)
    {
        if (labels.Of(call, call.Of(slice)) is not { } file)
            return SliceWork.Do(call, home, Name, call.Of(slice), call.Of(seed), call.Of(json), SliceStates.Train, Horizons(call), Chosen(call).ToDictionary());
        if (call.Of(horizon) is [_, ..]) throw new UserMistakeException("--horizon is for what is loaded; what a file's label says has no horizon: leave one out.");
        return FileWork.Do(call, home, Name, file, call.Of(seed), call.Of(json));
    }

    private IEnumerable<KeyValuePair<string, string>> Chosen(Call call)
    {
        var only = call.Of(slice);
        return [.. baskets.Of(call, only), .. consent.Of(call, only), .. segmentsBy.Of(call, only is null || only == SegmentsSlice.Slice.Name)];
    }

    private int[] Horizons(Call call) => call.Of(horizon) is not [_, ..] days ? [] : call.Of(slice) == PurchaseSlice.Slice.Name ? days
        : throw new UserMistakeException("--horizon belongs to one slice: `habitue train purchase --horizon 14`.");
}
