using System.Text.Json;
using Habitue.Lake.Marts;

namespace Habitue.Live.State;

/// <summary>
/// What a customer said of themselves that decisions may use: a few short values by name. What names or reaches a person (e-mail, telephone, name, address, birth date) is
/// left out: it lives in the warehouse's profiles only.
/// </summary>
internal sealed class Traits
{
    public const int Most = 16, LongestValue = 64;

    private static readonly SortedDictionary<string, string> None = new(StringComparer.Ordinal);

    // Most customers say nothing of themselves: then there is nothing to keep.
    private SortedDictionary<string, string>? said;
    private long at = Moment.Never;

    public IReadOnlyDictionary<string, string> Values => said ?? None;

    /// <summary>The later of two calls decides.</summary>
    public void Set(JsonElement traits, long when)
    {
        foreach (var trait in traits.EnumerateObject())
        {
            var text = trait.Value.ValueKind switch { JsonValueKind.String => trait.Value.GetString(), JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => trait.Value.GetRawText(), _ => null };
            if (text is null || text.Length > LongestValue || trait.Name.Length > LongestValue || PersonalColumns.IsCalledNaming(trait.Name)) continue;
            said ??= new SortedDictionary<string, string>(StringComparer.Ordinal);
            if (said.ContainsKey(trait.Name) ? when >= at : said.Count < Most) said[trait.Name] = text;
        }
        at = Math.Max(at, when);
    }

    public Traits With(Traits other)
    {
        var (first, second) = at >= other.at ? (this, other) : (other, this);
        if (first.said is null && second.said is null) return new Traits { at = first.at };
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in first.Values.Concat(second.Values))
            if (all.Count < Most) all.TryAdd(name, value);
        return new Traits { at = first.at, said = all };
    }

    public void Write(ByteSink to)
    {
        to.Time(at);
        to.Number(Values.Count);
        foreach (var (name, value) in said ?? None)
        {
            to.Text(name);
            to.Text(value);
        }
    }

    public static Traits Read(ref ByteSource from)
    {
        var read = new Traits { at = from.Time() };
        var count = from.Count();
        if (count > 0) read.said = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < count; i++) read.said![from.Text()!] = from.Text()!;
        return read;
    }
}
