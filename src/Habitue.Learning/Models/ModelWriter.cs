using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Habitue.Learning.Models;

/// <summary>
/// Takes what a model writes: arrays under names, texts, other models. Each entry is its name, one byte for what
/// it is, a count, and the values, all little-endian.
/// </summary>
public sealed class ModelWriter
{
    internal const byte Float = 1, Double = 2, Integer = 3, Text = 4, Child = 5;

    private readonly ArrayBufferWriter<byte> body = new();

    internal ModelWriter()
    {
    }

    /// <summary>Writes numbers under a name.</summary>
    public void Write(string name, ReadOnlySpan<float> values)
    {
        Begin(name, Float, values.Length);
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        if (BitConverter.IsLittleEndian) body.Write(MemoryMarshal.AsBytes(values));
        else
            foreach (var value in values)
            {
                BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
                body.Write(bytes);
            }
    }

    /// <inheritdoc cref="Write(string, ReadOnlySpan{float})"/>
    public void Write(string name, ReadOnlySpan<double> values)
    {
        Begin(name, Double, values.Length);
        foreach (var value in values) Put(value);
    }

    /// <inheritdoc cref="Write(string, ReadOnlySpan{float})"/>
    public void Write(string name, ReadOnlySpan<int> values)
    {
        Begin(name, Integer, values.Length);
        foreach (var value in values) Put(value);
    }

    /// <summary>Writes texts under a name.</summary>
    public void Write(string name, IReadOnlyList<string> texts)
    {
        Begin(name, Text, texts.Count);
        foreach (var text in texts) Put(text);
    }

    /// <summary>Writes a whole model, with its kind, version and card, under a name.</summary>
    public void Write(string name, IModel model)
    {
        Begin(name, Child, 1);
        Put(model);
    }

    internal void Put(IModel model)
    {
        var card = model.Card;
        Put(card.Format.Kind);
        Put(card.Format.Version);
        Put(card.Recipe);
        Put(card.Rows);
        Put(card.Columns.Count);
        foreach (var column in card.Columns) Put(column);
        Put(card.Settings.Count);
        foreach (var (name, value) in card.Settings.OrderBy(setting => setting.Key, StringComparer.Ordinal))
        {
            Put(name);
            Put(value);
        }

        Put(card.Figures.Count);
        foreach (var (name, value) in card.Figures.OrderBy(figure => figure.Key, StringComparer.Ordinal))
        {
            Put(name);
            Put(value);
        }

        var entries = new ModelWriter();
        model.Save(entries);
        Put(entries.body.WrittenCount);
        body.Write(entries.body.WrittenSpan);
    }

    internal ReadOnlySpan<byte> Bytes => body.WrittenSpan;

    private void Begin(string name, byte what, int count)
    {
        Put(name);
        body.Write([what]);
        Put(count);
    }

    private void Put(int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        body.Write(bytes);
    }

    private void Put(double value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        body.Write(bytes);
    }

    private void Put(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Put(bytes.Length);
        body.Write(bytes);
    }
}
