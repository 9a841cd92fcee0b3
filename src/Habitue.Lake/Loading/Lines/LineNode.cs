using System.Text;

namespace Habitue.Lake.Loading.Lines;

/// <summary>A key on one of the paths that a mapping names; keys that lie on none have no node.</summary>
internal sealed class LineNode(string name)
{
    private readonly byte[] key = Encoding.UTF8.GetBytes(name);
    private readonly List<LineNode> children = [];

    /// <summary>Where the text of the value goes; -1 for nowhere.</summary>
    public int Slot { get; set; } = -1;

    /// <summary>The place among the members that are kept as JSON; -1 for a member that is not.</summary>
    public int Kept { get; set; } = -1;

    /// <summary>Each item of the array makes a row of its own; null for what is no such array. The paths within an item hang on it.</summary>
    public LineNode? Item { get; set; }

    /// <summary>The reading in which the key was met last: a key that is there twice is told by it.</summary>
    public long Met { get; set; }

    public bool HasChildren => children.Count > 0;

    public LineNode? Find(ReadOnlySpan<byte> of)
    {
        foreach (LineNode child in children)
            if (of.SequenceEqual(child.key))
                return child;
        return null;
    }

    /// <summary>The node at the end of a path with dots; made as far as it is not there.</summary>
    public LineNode At(string path)
    {
        LineNode at = this;
        foreach (string part in path.Split('.'))
        {
            LineNode? next = at.Find(Encoding.UTF8.GetBytes(part));
            if (next is null)
                at.children.Add(next = new LineNode(part));
            at = next;
        }

        return at;
    }
}
