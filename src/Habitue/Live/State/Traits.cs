using System.Text.Json;
using Habitue.Lake.Events;

namespace Habitue.Live.State;

/// <summary>
/// What a customer said of themselves that decisions may use: a few short values by name. What names or reaches a person (e-mail, telephone, name, address, birth date) is
/// left out: it lives in the warehouse's profiles only.
/// </summary>
internal sealed class Traits
{
    public const int Most = 16, LongestValue = 64;

    private static readonly HashSet<string> Personal =
        [.. Entity.Profiles.Fields.Where(field => field.IsPersonal).SelectMany(field => field.Synonyms.Append(field.Name)).Concat(["firstname", "lastname", "username", "address", "street", "avatar", "title", "ip"]).Select(Plain)];

    private readonly SortedDictionary<string, string> values = new(StringComparer.Ordinal);
    private long at = Moment.Never;

    public IReadOnlyDictionary<string, string> Values => values;

    /// <summary>The later of two calls decides.</summary>
    public void Set(JsonElement traits, long when)
    {
        foreach (var trait in traits.EnumerateObject())
        {
            var text = trait.Value.ValueKind switch { JsonValueKind.String => trait.Value.GetString(), JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => trait.Value.GetRawText(), _ => null };
            if (text is null || text.Length > LongestValue || trait.Name.Length > LongestValue || Personal.Contains(Plain(trait.Name))) continue;
            if (values.ContainsKey(trait.Name) ? when >= at : values.Count < Most) values[trait.Name] = text;
        }
        at = Math.Max(at, when);
    }

    public Traits With(Traits other)
    {
        var (first, second) = at >= other.at ? (this, other) : (other, this);
        var all = new Traits { at = first.at };
        foreach (var (name, value) in first.values) all.values[name] = value;
        foreach (var (name, value) in second.values)
            if (all.values.Count < Most) all.values.TryAdd(name, value);
        return all;
    }

    public void Write(ByteSink to)
    {
        to.Time(at);
        to.Number(values.Count);
        foreach (var (name, value) in values)
        {
            to.Text(name);
            to.Text(value);
        }
    }

    public static Traits Read(ref ByteSource from)
    {
        var read = new Traits { at = from.Time() };
        var count = from.Count();
        for (var i = 0; i < count; i++) read.values[from.Text()!] = from.Text()!;
        return read;
    }

    private static string Plain(string name) => new([.. name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);
}
