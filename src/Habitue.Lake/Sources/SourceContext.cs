namespace Habitue.Lake.Sources;

/// <summary>What a source may use of the world around it.</summary>
/// <param name="SpoolFolder">Where fetched rows are put; made when it is missing.</param>
/// <param name="CursorOf">The cursor that the last committed load of an address left, or null.</param>
/// <param name="Clock">The time, also for waiting between attempts.</param>
/// <param name="Say">Takes a sentence about something a person may want to know and that is no error.</param>
public sealed record SourceContext(
    string SpoolFolder,
    Func<string, string?> CursorOf,
    TimeProvider Clock,
    Action<string>? Say = null)
{
    /// <summary>Takes a file of a folder that cannot be read, with the sentence why; the others are still read.</summary>
    public Action<string, string>? Refused { get; init; }
}
