using Habitue.Live.State;

namespace Habitue.Live.Segments;

/// <summary>In which live segments a person is, and when triggers fired.</summary>
/// <param name="Segment">The segment's name.</param>
/// <param name="Since">When it was entered; never for somebody who left it.</param>
/// <param name="Fired">When its trigger fired last; never if it did not.</param>
internal readonly record struct Member(string Segment, long Since, long Fired)
{
    public bool IsIn => Since != Moment.Never;
}

/// <summary>
/// The standing of a person who is known by this id first. Each merge begins a standing of its own, and the ones before it are kept as they were: undone, a merge leaves no trace.
/// </summary>
internal sealed class Standing
{
    private readonly List<(long Merge, List<Member> Members)> layers = [(0, [])];

    /// <summary>The newest: that of the merge that holds.</summary>
    public List<Member> Members => layers[^1].Members;

    public long Merge => layers[^1].Merge;

    public bool IsEmpty => layers.Count == 1 && Members.Count == 0;

    public int Find(string segment) => Members.FindIndex(one => one.Segment == segment);

    /// <summary>Makes the standing that of a profile: what held before the latest merge goes on holding, and what merges that were undone brought is forgotten.</summary>
    /// <param name="merges">The merges that hold; none for an id that stands alone.</param>
    /// <returns>True when the latest merge is new here.</returns>
    public bool Become(IReadOnlyList<long> merges)
    {
        layers.RemoveAll(layer => layer.Merge != 0 && !merges.Contains(layer.Merge));
        if (merges.Count == 0 || Merge == merges[^1]) return false;
        layers.Add((merges[^1], [.. Members]));
        return true;
    }

    /// <summary>Another id of the person was in these segments: so the person is, and nothing fires for it again.</summary>
    public void Inherit(IEnumerable<Member> others)
    {
        foreach (var other in others)
        {
            var place = Find(other.Segment);
            if (place < 0) Members.Add(other);
            else Members[place] = Members[place] with { Since = Earlier(Members[place].Since, other.Since), Fired = Math.Max(Members[place].Fired, other.Fired) };
        }
    }

    public void Write(ByteSink to)
    {
        to.Number(layers.Count);
        foreach (var (merge, members) in layers)
        {
            to.Number(merge);
            to.Number(members.Count);
            foreach (var member in members)
            {
                to.Text(member.Segment);
                to.Time(member.Since);
                to.Time(member.Fired);
            }
        }
    }

    public static Standing Read(ref ByteSource from)
    {
        var standing = new Standing();
        standing.layers.Clear();
        var count = from.Count();
        for (var i = 0; i < count; i++)
        {
            var merge = from.Number();
            var members = new List<Member>();
            for (var left = from.Count(); left > 0; left--) members.Add(new Member(from.Text()!, from.Time(), from.Time()));
            standing.layers.Add((merge, members));
        }
        return count > 0 ? standing : throw new InvalidDataException("a standing has no layer");
    }

    private static long Earlier(long first, long second) => first == Moment.Never ? second : second == Moment.Never ? first : Math.Min(first, second);
}
