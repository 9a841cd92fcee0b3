using System.CommandLine;
using Habitue.Insights;
using Habitue.Purchase;

namespace Habitue.Host.Verbs;

/// <summary>Learns anew from what is loaded: all slices, or one.</summary>
internal sealed class TrainVerb : Verb
{
    private readonly Argument<string?> slice = new("SLICE") { Description = $"One of {string.Join(", ", Slices.Names)}; all without it.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<ulong> seed;
    private readonly Option<int?> horizon;
    private readonly Option<bool> json;
    private readonly HomeOptions home;

    public TrainVerb() : base("train", "Learn anew from what is loaded: segments, predictions and the rest.",
        "habitue train",
        "habitue train purchase",
        "habitue train purchase --horizon 14")
    {
        Add(slice);
        seed = Takes<ulong>("--seed", "Where random choices start from.", "N", 7);
        horizon = Takes<int?>("--horizon", "With purchase: also the probability of an order within so many days, besides 7 and 30; from then on it is kept up.", "DAYS");
        horizon.Validators.Add(result =>
        {
            if (result.Tokens is [var given, ..] && int.TryParse(given.Value, out var days) && days is < 1 or > 365) result.AddError($"--horizon {given.Value}: it must be 1 to 365 days.");
        });
        json = TakesFlag("--json", "Answer as JSON.");
        home = new HomeOptions(this);
    }

    public override int Execute(Call call) => SliceWork.Do(call, home, Name, call.Of(slice), call.Of(seed), call.Of(json), SliceStates.Train, call.Of(horizon) is { } days && call.Of(slice) == PurchaseSlice.Slice.Name ? days : Refused(call));

    private int? Refused(Call call) => call.Of(horizon) is null ? null : throw new UserMistakeException("--horizon belongs to one slice: `habitue train purchase --horizon 14`.");
}
