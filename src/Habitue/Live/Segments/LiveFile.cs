using Habitue.Live.State;

namespace Habitue.Live.Segments;

/// <summary>
/// Reads the file of live segments, <c>live-segments.yaml</c> in the home. Without one the segments that nearly every shop wants are
/// defined (<c>Live/Segments/standard.yaml</c>).
/// </summary>
internal static class LiveFile
{
    public const string Name = "live-segments.yaml";

    private const int MostSegments = 200, LongestName = 60, LongestAbout = 300;

    /// <summary>The definitions that hold where the user wrote none.</summary>
    public static string Standard
    {
        get
        {
            using var text = new StreamReader(typeof(LiveFile).Assembly.GetManifestResourceStream("Live/Segments/standard.yaml") ?? throw new InvalidOperationException("standard.yaml is not in the program."));
            return text.ReadToEnd();
        }
    }

    /// <exception cref="LiveFileException">Something in it is wrong; the sentence names the line.</exception>
    public static LiveDefinitions Parse(string text, string file)
    {
        var root = LiveNode.Of(text, file).Map("segments");
        if (root.Find("segments") is not { } listed) throw root.Wrong("the file lacks `segments`, the list of live segments.");
        var all = new List<LiveDefinition>();
        foreach (var item in listed.Items())
        {
            var segment = Read(item);
            if (all.Any(one => one.Name.Equals(segment.Name, StringComparison.OrdinalIgnoreCase))) throw item.Wrong($"there are two segments called \"{segment.Name}\".");
            all.Add(segment);
            if (all.Count > MostSegments) throw item.Wrong($"there are more than {MostSegments} segments.");
        }
        return new LiveDefinitions(all);
    }

    private static LiveDefinition Read(LiveNode node)
    {
        var map = node.Map("name", "about", "when", "trigger", "on_leave", "quiet_for");
        var conditions = map.Must("when").Items();
        if (conditions.Count == 0) throw node.Wrong("`when` has no condition; everybody would be in the segment.");
        Condition[] read = [.. conditions.Select(ConditionKinds.Read)];
        return new LiveDefinition(map.Must("name").Text(LongestName), map.Find("about")?.Text(LongestAbout) ?? "", read, EventName(map.Find("trigger")), EventName(map.Find("on_leave")),
            map.Find("quiet_for")?.Span() ?? 0, string.Join(' ', conditions.Select(condition => condition.Written())));
    }

    private static string? EventName(LiveNode? node)
    {
        if (node is null) return null;
        var name = node.Text(LongestName);
        // Such an event would be taken for what a customer did.
        return Activities.Of(CallType.Track, name, OwnEvents.Channel) == Activity.None && !Lake.Events.EventNames.Convention.Contains(name) ? name
            : throw node.Wrong($"`{name}` is what the convention calls something that customers do; name the trigger otherwise.");
    }
}
