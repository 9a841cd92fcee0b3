using Habitue.Learning.OffPolicy;

namespace Habitue.Decisions.Judging;

/// <summary>What a policy would have brought per decision of a placement, by three estimates.</summary>
/// <param name="Policy">Its name in words.</param>
internal sealed record JudgedPolicy(string Policy, OffPolicyEstimate Ips, OffPolicyEstimate Snips, OffPolicyEstimate DoublyRobust)
{
    /// <summary>The log shows nothing, or hardly anything, of what the policy would do.</summary>
    public bool IsUnseen => !(Ips.EffectiveDecisions >= LeastWorth);

    /// <summary>An estimate that is worth fewer decisions of the policy's own than this is not to be trusted.</summary>
    public const int LeastWorth = 30;
}
