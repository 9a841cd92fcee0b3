namespace Habitue.Simulation;

/// <summary>Where <see cref="WebEvents"/> writes: to files of the past (<see cref="WebLog"/>) or to a server now (<see cref="Live.LiveLines"/>).</summary>
internal interface IEventLines
{
    /// <summary>Begins an event; the head is everything from <c>"type"</c> to the event's name.</summary>
    /// <param name="session">Whose event it is.</param>
    /// <param name="at">Milliseconds since the first day.</param>
    /// <param name="head">From <c>"type"</c> to the event's name.</param>
    /// <param name="path">The page's path, null for what happens on no page.</param>
    /// <param name="body">Whether the event's own members are <c>properties</c> or <c>traits</c>.</param>
    /// <param name="member">One more member beside them: a page's name, a group's id.</param>
    /// <returns>The line, inside of <c>properties</c>, for the event's own members.</returns>
    Utf8Text Begin(WebSession session, long at, ReadOnlySpan<byte> head, string? path, ReadOnlySpan<byte> body, (string Name, string Value)? member = null);

    /// <summary>Ends the event that was begun.</summary>
    void End();
}
