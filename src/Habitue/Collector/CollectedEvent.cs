using System.Runtime.CompilerServices;

namespace Habitue.Collector;

/// <summary>One event of a request: where its parts lie in the body, and what is wrong with it. Used again for the next request.</summary>
internal sealed class CollectedEvent
{
    private Members members;

    /// <summary>Where the event lies in the body.</summary>
    public int Start, End;

    /// <summary>Ranges of the body that go into the log as they are: members that the collector does not write anew.</summary>
    public List<(int Start, int End)> Kept { get; } = [];

    /// <summary>The value of <c>context.userAgent</c>.</summary>
    public JsonMember UserAgent;

    public Rejection? Problem { get; set; }

    /// <summary>Whose event it is.</summary>
    public string Key { get; set; } = "";

    public UInt128 Id { get; set; }

    /// <summary>The message id when the event came without one.</summary>
    public string? MadeId { get; set; }

    public DateTimeOffset Timestamp { get; set; }

    public bool IsBot { get; set; }

    /// <summary>Where the completed event lies in the batch's output.</summary>
    public int OutStart, OutEnd;

    public int Length => End - Start;

    public ref JsonMember this[Known member] => ref members[(int)member];

    public void Reset(int start)
    {
        Start = End = start;
        Kept.Clear();
        members = default;
        UserAgent = default;
        (Problem, Key, Id, MadeId, IsBot, OutStart, OutEnd) = (null, "", default, null, false, 0, 0);
    }

    [InlineArray(KnownMembers.Count)]
    private struct Members
    {
        private JsonMember first;
    }
}
