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

    /// <summary>The same with bytes of its own: whoever keeps an event for long must not keep the whole block of the log in memory that it came from.</summary>
    public LazyJson OnItsOwn() => json.IsEmpty ? this : new LazyJson(json.ToArray());

    /// <summary>An empty object.</summary>
    public static LazyJson Nothing { get; } = new(Empty);

    /// <summary>The text of a member, numbers as they are written; null when it is missing, empty, or neither. What is not parsed yet is only looked through.</summary>
    public string? Text(string name)
    {
        if (Volatile.Read(ref parsed) is JsonElement element)
            return element.TryGetProperty(name, out JsonElement value) ? TextOf(value) : null;
        if (!MayHave(name))
            return null;
        var reader = new Utf8JsonReader(json.Span);
        reader.Read();
        string? found = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isIt = reader.ValueTextEquals(name);
            reader.Read();
            if (isIt)   // of a member that is there twice the last counts
                found = TextOf(ref reader);
            reader.Skip();
        }

        return found;
    }

    /// <summary>What is taken for a text: texts, and numbers as they are written; null for an empty one and for all else.</summary>
    public static string? TextOf(ref Utf8JsonReader reader)
    {
        string? text = reader.TokenType switch { JsonTokenType.String => reader.GetString(), JsonTokenType.Number => System.Text.Encoding.ASCII.GetString(reader.ValueSpan), _ => null };
        return string.IsNullOrEmpty(text) ? null : text;
    }

    /// <summary>The same of what is parsed.</summary>
    private static string? TextOf(JsonElement value)
    {
        string? text = value.ValueKind switch { JsonValueKind.String => value.GetString(), JsonValueKind.Number => value.GetRawText(), _ => null };
        return string.IsNullOrEmpty(text) ? null : text;
    }

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
