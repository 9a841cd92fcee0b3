using System.CommandLine;
using Habitue.Insights;

namespace Habitue.Host.Verbs;

/// <summary>Applies the promoted models to the customers as they are now, without learning.</summary>
internal sealed class ScoreVerb : Verb
{
    private readonly Argument<string?> slice = new("SLICE") { Description = $"One of {string.Join(", ", Slices.Names)}; all without it.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<ulong> seed;
    private readonly Option<bool> json;
    private readonly HomeOptions home;

    public ScoreVerb() : base("score", "Apply the promoted models to the customers as they are now.",
        "habitue score",
        "habitue score purchase")
    {
        Add(slice);
        seed = Takes<ulong>("--seed", "Where random choices start from.", "N", 7);
        json = TakesFlag("--json", "Answer as JSON.");
        home = new HomeOptions(this);
    }

    public override int Execute(Call call) => SliceWork.Do(call, home, Name, call.Of(slice), call.Of(seed), call.Of(json), SliceStates.Score);
}
