namespace Habitue.Profiles;

/// <summary>An event said that two ids are one person's. Whether they are joined is for the rules to say.</summary>
/// <param name="Other">The visitor who signed in, or the id that is given up.</param>
/// <param name="User">The user's id, or the id that takes its place.</param>
/// <param name="Kind">Which call said so.</param>
/// <param name="Evidence">The event's message id.</param>
/// <param name="Happened">When it happened.</param>
/// <param name="At">When it was received.</param>
internal sealed record JoinWish(string Other, string User, JoinKind Kind, string Evidence, DateTime Happened, DateTime At)
{
    /// <summary>What an event says of who is who; null when it says nothing.</summary>
    public static JoinWish? Of(Live.CustomerEvent happened) => happened.Type switch
    {
        Live.CallType.Identify when happened is { UserId: { } user, AnonymousId: { } visitor } && user != visitor => new(visitor, user, JoinKind.Identify, happened.MessageId, happened.Timestamp, happened.ReceivedAt),
        Live.CallType.Alias when happened is { UserId: { } user, PreviousId: { } previous } && user != previous => new(previous, user, JoinKind.Alias, happened.MessageId, happened.Timestamp, happened.ReceivedAt),
        Live.CallType.Alias when happened is { UserId: null, AnonymousId: { } visitor, PreviousId: { } previous } && visitor != previous => new(previous, visitor, JoinKind.Alias, happened.MessageId, happened.Timestamp, happened.ReceivedAt),
        _ => null,
    };
}

internal enum JoinKind
{
    /// <summary>A visitor signed in on a device.</summary>
    Identify,

    /// <summary>One id takes the place of another.</summary>
    Alias,
}
