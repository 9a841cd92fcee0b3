using System.CommandLine;
using Habitue.Insights;
using Habitue.MarketBaskets;

namespace Habitue.Host.Verbs;

/// <summary>Learns anew from what is loaded: all slices, or one.</summary>
internal sealed class TrainVerb : Verb
{
    private readonly Argument<string?> slice = new("SLICE") { Description = $"One of {string.Join(", ", Slices.Names)}; all without it.", Arity = ArgumentArity.ZeroOrOne };
    private readonly BasketOptions baskets;
    private readonly Option<ulong> seed;
    private readonly Option<bool> json;
    private readonly HomeOptions home;

    public TrainVerb() : base("train", "Learn anew from what is loaded: segments, predictions and the rest.",
        "habitue train",
        "habitue train purchase",
        "habitue train baskets --support 0.02 --confidence 0.3")
    {
        Add(slice);
        baskets = new BasketOptions(this);
        seed = Takes<ulong>("--seed", "Where random choices start from.", "N", 7);
        json = TakesFlag("--json", "Answer as JSON.");
        home = new HomeOptions(this);
    }

    public override int Execute(Call call) => SliceWork.Do(call, home, Name, call.Of(slice), call.Of(seed), call.Of(json), SliceStates.Train, baskets.Of(call, call.Of(slice)));
}
