using System.CommandLine;
using Habitue.Insights;
using Habitue.Recommendations;

namespace Habitue.Host;

/// <summary>The option that says what becomes of customers who were asked for their consent and did not answer.</summary>
internal sealed class ConsentOption
{
    private readonly Option<string?> unknown = new($"--{Consent.UnknownName}")
    {
        HelpName = "WHAT", Description = $"recommendations: who was asked for consent and did not answer: {Consent.LeaveOut} (as without it) or {Consent.Serve}; from then on it is kept up.",
    };

    public ConsentOption(Command command)
    {
        command.Add(unknown);
        unknown.AcceptOnlyFromAmong(Consent.LeaveOut, Consent.Serve);
    }

    /// <summary>What was chosen, by name.</summary>
    public IReadOnlyDictionary<string, string> Of(Call call, string? slice)
    {
        if (call.Of(unknown) is not { } decision) return new Dictionary<string, string>();
        if (slice != RecommendationsSlice.Slice.Name) throw new UserMistakeException($"--{Consent.UnknownName} goes with recommendations: `habitue train {RecommendationsSlice.Slice.Name} --{Consent.UnknownName} {decision}`.");
        return new Dictionary<string, string> { [Consent.UnknownName] = decision };
    }
}
