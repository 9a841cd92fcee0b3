using System.Text.Json;

namespace Habitue.Live;

/// <summary>
/// An object of an event that is parsed when somebody looks into it, and then for everybody: most consumers look into the
/// properties of some events and into the context of few.
/// </summary>
internal sealed class LazyJson
{
    private const int LongestName = 64;
    private static readonly JsonElement Empty = JsonDocument.Parse("{}").RootElement;
    private readonly ReadOnlyMemory<byte> json;
    private object? parsed;

    public LazyJson(JsonElement element) => parsed = element;

    /// <param name="json">A whole object, known to be JSON.</param>
    public LazyJson(ReadOnlyMemory<byte> json) => this.json = json;

    /// <summary>An empty object.</summary>
    public static LazyJson Nothing { get; } = new(Empty);

    /// <summary>Looks for a member, without parsing when nothing of that name can be there.</summary>
    public bool TryGet(string name, out JsonElement value)
    {
        value = default;
        return (Volatile.Read(ref parsed) is not null || MayHave(name)) && Element.TryGetProperty(name, out value);
    }

    /// <summary>A name may be written with escapes; then only parsing tells.</summary>
    private bool MayHave(string name)
    {
        Span<byte> bytes = stackalloc byte[LongestName];
        return !System.Text.Ascii.IsValid(name) || name.Length > LongestName
            || json.Span.IndexOf(bytes[..System.Text.Encoding.ASCII.GetBytes(name, bytes)]) >= 0 || json.Span.Contains((byte)'\\');
    }

    public JsonElement Element => (JsonElement)(Volatile.Read(ref parsed) ?? Parse());

    /// <summary>Two threads may both parse; either is as good as the other.</summary>
    private object Parse()
    {
        object element = JsonElement.Parse(json.Span);
        Volatile.Write(ref parsed, element);
        return element;
    }
}
