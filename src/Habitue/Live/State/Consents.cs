using System.Text.Json;

namespace Habitue.Live.State;

/// <summary>What a customer allowed and refused, by category, as their events carry it (<c>context.consent.categoryPreferences</c>), and the browser's signal against selling data.</summary>
internal sealed class Consents
{
    private const int Most = 16, LongestName = 64;

    private static readonly SortedDictionary<string, bool> None = new(StringComparer.Ordinal);

    private SortedDictionary<string, bool>? asked;
    private long at = Moment.Never;

    public IReadOnlyDictionary<string, bool> Categories => asked ?? None;

    /// <summary>The latest event came from a browser that asks not to have its data sold or shared.</summary>
    public bool GlobalPrivacyControl { get; private set; }

    public void Set(CustomerEvent happened, long when)
    {
        if (when < at) return;
        at = when;
        GlobalPrivacyControl = happened.GlobalPrivacyControl;
        if (!happened.InContext("consent", out var consent)
            || !consent.TryGetProperty("categoryPreferences", out var preferences) || preferences.ValueKind != JsonValueKind.Object) return;
        asked = new SortedDictionary<string, bool>(StringComparer.Ordinal);
        foreach (var one in preferences.EnumerateObject())
            if (one.Value.ValueKind is JsonValueKind.True or JsonValueKind.False && one.Name.Length <= LongestName && asked.Count < Most) asked[one.Name] = one.Value.GetBoolean();
    }

    /// <summary>Of two ids of one person a refusal on either holds.</summary>
    public Consents With(Consents other)
    {
        var all = new Consents { at = Math.Max(at, other.at), GlobalPrivacyControl = GlobalPrivacyControl || other.GlobalPrivacyControl };
        if (asked is not null || other.asked is not null) all.asked = new SortedDictionary<string, bool>(StringComparer.Ordinal);
        foreach (var (name, allowed) in Categories.Concat(other.Categories)) all.asked![name] = allowed && all.asked.GetValueOrDefault(name, true);
        return all;
    }

    public void Write(ByteSink to)
    {
        to.Time(at);
        to.Byte(GlobalPrivacyControl ? (byte)1 : (byte)0);
        to.Number(Categories.Count);
        foreach (var (name, allowed) in asked ?? None)
        {
            to.Text(name);
            to.Byte(allowed ? (byte)1 : (byte)0);
        }
    }

    public static Consents Read(ref ByteSource from)
    {
        var read = new Consents { at = from.Time(), GlobalPrivacyControl = from.Byte() == 1 };
        var count = from.Count();
        if (count > 0) read.asked = new SortedDictionary<string, bool>(StringComparer.Ordinal);
        for (var i = 0; i < count; i++) read.asked![from.Text()!] = from.Byte() == 1;
        return read;
    }
}
