using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Habitue.Host;

/// <summary>JSON to a text stream, for programs that read an answer: indented, and letters as they are.</summary>
internal sealed class JsonAnswer(TextWriter output) : IDisposable
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly MemoryStream written = new();

    /// <summary>An array with one object per value.</summary>
    public void Array<T>(IEnumerable<T> values, Action<Utf8JsonWriter, T> fill) => Write(json =>
    {
        json.WriteStartArray();
        foreach (var value in values)
        {
            json.WriteStartObject();
            fill(json, value);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    public void Object(Action<Utf8JsonWriter> fill) => Write(json =>
    {
        json.WriteStartObject();
        fill(json);
        json.WriteEndObject();
    });

    public void Dispose()
    {
        output.WriteLine(Encoding.UTF8.GetString(written.GetBuffer(), 0, (int)written.Length));
        written.Dispose();
    }

    private void Write(Action<Utf8JsonWriter> fill)
    {
        using var json = new Utf8JsonWriter(written, Readable);
        fill(json);
    }
}
