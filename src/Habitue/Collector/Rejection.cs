namespace Habitue.Collector;

/// <summary>Why an event was not accepted.</summary>
/// <param name="Code">A word for programs.</param>
/// <param name="Field">The field that it is about; null when it is about the event as a whole.</param>
/// <param name="Sentence">What to do about it, for a person.</param>
internal sealed record Rejection(string Code, string? Field, string Sentence)
{
    /// <summary>All codes, which the quarantine keeps as rules; impossible-time is a rule of the cleaning too.</summary>
    public static IReadOnlyList<string> Codes { get; } = ["not-an-object", "invalid-utf8", "missing-id", "unknown-type", "too-large", "too-many", "missing-field", "repeated-field", "wrong-type", "too-long", "unparsable-time"];

    public static Rejection NotAnObject { get; } = new("not-an-object", null, "An event is a JSON object.");
    public static Rejection BadText { get; } = new("invalid-utf8", null, "The event is not valid UTF-8; send text in UTF-8.");
    public static Rejection NoCustomer { get; } = new("missing-id", "userId", "The event names nobody; give userId or anonymousId.");
    public static Rejection UnknownType { get; } = new("unknown-type", "type", "The type is none of identify, track, page, screen, group, alias.");

    public static Rejection TooLarge(int bytes, int most) => new("too-large", null, $"The event has {bytes} bytes; {most} are the most.");

    public static Rejection TooMany(int events, int most) => new("too-many", null, $"The batch has {events} events; {most} are the most. Send them in several batches.");

    public static Rejection Missing(string field, string why) => new("missing-field", field, why);

    public static Rejection Twice(string field) => new("repeated-field", field, $"The event has {field} twice; which one holds cannot be known.");

    public static Rejection WrongKind(string field, string right) => new("wrong-type", field, $"{field} must be {right}.");

    public static Rejection TooLong(string field, int most) => new("too-long", field, $"{field} has more than {most} characters.");

    public static Rejection NoTime(string field) => new("unparsable-time", field, $"{field} is no time; write it like 2026-01-31T12:00:00.000Z.");

    public static Rejection ImpossibleTime { get; } = new("impossible-time", "timestamp", "The event lies before 1970 or more than a day in the future.");
}
