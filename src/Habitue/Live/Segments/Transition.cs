namespace Habitue.Live.Segments;

/// <summary>Somebody entered or left a live segment.</summary>
/// <param name="Segment">Which.</param>
/// <param name="Entered">False for having left.</param>
/// <param name="Person">The person's first id.</param>
/// <param name="UserId">A user's id of theirs, when there is one.</param>
/// <param name="AnonymousId">The visitor's id, when no user's is known.</param>
/// <param name="At">The moment from which it holds.</param>
/// <param name="Event">The trigger that it brings about; null for none.</param>
/// <param name="Facts">What the trigger tells.</param>
internal sealed record Transition(string Segment, bool Entered, string Person, string? UserId, string? AnonymousId, long At, string? Event, TriggerFacts Facts)
{
    /// <summary>Names the trigger: the same entry is the same event, also when it is worked out again after a crash.</summary>
    public string MessageId { get; } = Name(Segment, Entered, Person, At);

    private static string Name(string segment, bool entered, string person, long at) =>
        "trigger-" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{segment}\n{entered}\n{person}\n{at}")).AsSpan(0, 16));
}

/// <summary>What a trigger tells of the customer at that moment.</summary>
internal sealed record TriggerFacts(double CartValue, IReadOnlyList<string> CartProducts, string? Product, double? PriceBefore, double? PriceNow, string? CustomerSegment, string? RiskClass);
