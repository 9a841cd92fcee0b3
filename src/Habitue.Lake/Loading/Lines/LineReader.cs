using System.Text.Json;
using System.Text.Unicode;

namespace Habitue.Lake.Loading.Lines;

/// <summary>
/// Reads one line of JSON for a <see cref="LineShape"/>: the texts of the paths that a mapping names, per item of its array, and the
/// members that are kept as JSON. One pass, and nothing allocated. A line about which there is any doubt (a key twice, a
/// number in a rare form, no JSON at all) is not read: DuckDB reads it, as it reads files.
/// </summary>
internal sealed class LineReader(LineShape shape)
{
    private readonly LineBuffer buffer = new(), json = new();
    private readonly LineText[] line = new LineText[shape.LineSlots];
    private readonly LineText[] kept = new LineText[shape.Kept.Count];
    private readonly byte[][] names = [.. shape.Kept.Select(name => System.Text.Encoding.UTF8.GetBytes($"\"{name}\":"))];
    private LineText[] items = new LineText[shape.ItemSlots * 8];
    private bool isWhole;

    /// <summary>How many items the array has; 0 when it is not there or empty.</summary>
    public int Items { get; private set; }

    /// <summary>What is kept of the line, as one JSON object: what nobody mapped, or all of it when it has a key that the mapping does not know.</summary>
    public LineText Properties { get; private set; }

    public ReadOnlySpan<byte> Span(LineText text) => buffer.Span(text);

    /// <summary>The text of a source in a row of the line; <see cref="LineText.None"/> where there is none.</summary>
    public LineText Text(LineSource source, int row) => source.IsOfItem ? row < Items ? items[row * shape.ItemSlots + source.Slot] : LineText.None
        : source.OnFirstRow && row > 0 ? LineText.None : line[source.Slot];

    /// <returns>False when the line is one for DuckDB.</returns>
    public bool Read(ReadOnlySpan<byte> text)
    {
        buffer.Clear();
        json.Clear();
        line.AsSpan().Fill(LineText.None);
        kept.AsSpan().Fill(LineText.None);
        (Items, isWhole) = (0, false);
        try
        {
            var reader = new Utf8JsonReader(text);
            if (text.IsEmpty || text[0] != '{' || !Utf8.IsValid(text) || !reader.Read() || !Root(ref reader, shape.NextReading) || reader.Read())
                return false;
        }
        catch (JsonException)
        {
            return false;   // DuckDB tells whether it is none
        }

        Properties = isWhole ? buffer.Write(text) : Joined();
        return true;
    }

    private bool Root(ref Utf8JsonReader reader, long round)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueIsEscaped)
                return false;
            LineNode? node = shape.Root.Find(reader.ValueSpan);
            if (node?.Met == round)
                return false;
            reader.Read();
            if (node is null)
            {
                isWhole = true;
                reader.Skip();
                continue;
            }

            node.Met = round;
            int start = json.Length;
            if (!Value(ref reader, node, line, round, node.Kept >= 0))
                return false;
            if (node.Kept >= 0)
                kept[node.Kept] = new LineText(start, json.Length - start);
        }

        return true;
    }

    private LineText Joined()
    {
        int start = buffer.Length;
        buffer.Write((byte)'{');
        for (int i = 0; i < kept.Length; i++)
        {
            if (kept[i].IsNone)
                continue;
            if (buffer.Length > start + 1)
                buffer.Write((byte)',');
            buffer.Write(names[i]);
            buffer.Write(json.Span(kept[i]));
        }

        buffer.Write((byte)'}');
        return new LineText(start, buffer.Length - start);
    }

    /// <summary>The value that the reader stands at.</summary>
    private bool Value(ref Utf8JsonReader reader, LineNode? node, Span<LineText> slots, long round, bool keeps)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return node is not { Slot: >= 0 } && Object(ref reader, node, slots, round, keeps);
            case JsonTokenType.StartArray:
                return node is not { Slot: >= 0 } && (node?.Item is { } item ? ItemsOf(ref reader, item, keeps) : Array(ref reader, keeps));
            case JsonTokenType.String:
                return String(ref reader, node, slots, keeps);
            case JsonTokenType.Number:
                return Number(ref reader, node, slots, keeps);
            default:
                return Word(reader.TokenType, node, slots, keeps);
        }
    }

    private bool Object(ref Utf8JsonReader reader, LineNode? node, Span<LineText> slots, long round, bool keeps)
    {
        if (!keeps && node is not { HasChildren: true })
        {
            reader.Skip();
            return true;
        }

        bool isFirst = true;
        Keep(keeps, (byte)'{');
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            LineNode? child = null;
            if (node is { HasChildren: true })
            {
                child = reader.ValueIsEscaped ? null : node.Find(reader.ValueSpan);
                if (reader.ValueIsEscaped || child?.Met == round)
                    return false;
                if (child is not null)
                    child.Met = round;
            }

            if (keeps && !Key(ref reader, ref isFirst))
                return false;
            reader.Read();
            if (!Value(ref reader, child, slots, round, keeps))
                return false;
        }

        Keep(keeps, (byte)'}');
        return true;
    }

    private bool Key(ref Utf8JsonReader reader, ref bool isFirst)
    {
        json.Write(isFirst ? "\""u8 : ",\""u8);
        isFirst = false;
        if (!LineJson.WriteEscaped(reader.ValueSpan, json))
            return false;
        json.Write("\":"u8);
        return true;
    }

    private bool Array(ref Utf8JsonReader reader, bool keeps)
    {
        if (!keeps)
        {
            reader.Skip();
            return true;
        }

        json.Write((byte)'[');
        for (bool isFirst = true; reader.Read() && reader.TokenType != JsonTokenType.EndArray; isFirst = false)
        {
            if (!isFirst)
                json.Write((byte)',');
            if (!Value(ref reader, null, [], 0, keeps: true))
                return false;
        }

        json.Write((byte)']');
        return true;
    }

    private bool ItemsOf(ref Utf8JsonReader reader, LineNode item, bool keeps)
    {
        Keep(keeps, (byte)'[');
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
                return false;
            if (Items > 0)
                Keep(keeps, (byte)',');
            int from = Items++ * shape.ItemSlots;
            if (items.Length < from + shape.ItemSlots)
                System.Array.Resize(ref items, items.Length * 2);
            Span<LineText> own = items.AsSpan(from, shape.ItemSlots);
            own.Fill(LineText.None);
            if (!Object(ref reader, item, own, shape.NextReading, keeps))
                return false;
        }

        Keep(keeps, (byte)']');
        return true;
    }

    private bool String(ref Utf8JsonReader reader, LineNode? node, Span<LineText> slots, bool keeps)
    {
        if (keeps)
        {
            json.Write((byte)'"');
            if (!LineJson.WriteEscaped(reader.ValueSpan, json))
                return false;
            json.Write((byte)'"');
        }

        if (node is not { Slot: >= 0 })
            return true;
        slots[node.Slot] = LineJson.Unescape(ref reader, buffer);
        return !slots[node.Slot].IsNone;
    }

    private bool Number(ref Utf8JsonReader reader, LineNode? node, Span<LineText> slots, bool keeps)
    {
        int start = buffer.Length;
        if (!LineJson.WriteNumber(reader.ValueSpan, buffer))
            return false;
        var text = new LineText(start, buffer.Length - start);
        if (keeps)
            json.Write(buffer.Span(text));
        if (node is { Slot: >= 0 })
            slots[node.Slot] = text;
        return true;
    }

    private bool Word(JsonTokenType kind, LineNode? node, Span<LineText> slots, bool keeps)
    {
        ReadOnlySpan<byte> word = kind switch { JsonTokenType.True => "true"u8, JsonTokenType.False => "false"u8, _ => "null"u8 };
        if (keeps)
            json.Write(word);
        if (node is { Slot: >= 0 } && kind != JsonTokenType.Null)
            slots[node.Slot] = buffer.Write(word);
        return true;
    }

    private void Keep(bool keeps, byte one)
    {
        if (keeps)
            json.Write(one);
    }
}
