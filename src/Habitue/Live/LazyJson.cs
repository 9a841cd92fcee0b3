using System.Text.Json;

namespace Habitue.Live;

/// <summary>
/// An object of an event that is parsed when somebody looks into it, and then for everybody: most consumers look into the
/// properties of some events and into the context of few.
/// </summary>
internal sealed class LazyJson
{
    private static readonly JsonElement Empty = JsonDocument.Parse("{}").RootElement;
    private readonly ReadOnlyMemory<byte> json;
    private object? parsed;

    public LazyJson(JsonElement element) => parsed = element;

    /// <param name="json">A whole object, known to be JSON.</param>
    public LazyJson(ReadOnlyMemory<byte> json) => this.json = json;

    /// <summary>An empty object.</summary>
    public static LazyJson Nothing { get; } = new(Empty);

    public JsonElement Element => (JsonElement)(Volatile.Read(ref parsed) ?? Parse());

    /// <summary>Two threads may both parse; either is as good as the other.</summary>
    private object Parse()
    {
        object element = JsonElement.Parse(json.Span);
        Volatile.Write(ref parsed, element);
        return element;
    }
}
