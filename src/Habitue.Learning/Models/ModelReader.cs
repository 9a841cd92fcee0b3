using System.Buffers.Binary;
using System.Text;

namespace Habitue.Learning.Models;

/// <summary>
/// Gives a model back what it wrote, by name. A name that is not there, or holds something else, is an
/// <see cref="InvalidDataException"/>; nothing that is read is ever run.
/// </summary>
public sealed class ModelReader
{
    private const int DeepestChild = 16; // a file made to harm must not exhaust the stack

    private readonly Dictionary<string, (byte What, int Count, int Start)> entries = new(StringComparer.Ordinal);
    private readonly byte[] file;
    private readonly int depth;

    private ModelReader(byte[] file, ref int at, int depth)
    {
        if (depth > DeepestChild) throw new InvalidDataException($"Models are nested more than {DeepestChild} deep.");
        (this.file, this.depth) = (file, depth);
        var format = new ModelFormat(Text(ref at), Integer(ref at));
        var recipe = Text(ref at);
        var rows = Integer(ref at);
        var columns = Texts(ref at, Count(ref at, sizeof(int)));
        var settings = new Dictionary<string, string>();
        for (var left = Count(ref at, 2 * sizeof(int)); left > 0; left--) settings[Text(ref at)] = Text(ref at);
        var figures = new Dictionary<string, double>();
        for (var left = Count(ref at, sizeof(int) + sizeof(double)); left > 0; left--) figures[Text(ref at)] = Double(ref at);
        Card = new ModelCard(format, recipe, settings, columns, rows, figures);
        var end = Count(ref at, 1) + at;
        while (at < end) ReadEntry(ref at);
        if (at != end) throw new InvalidDataException("The entries of a model run past its end.");
    }

    /// <summary>What the file says about the model, its <see cref="ModelCard.Format"/> foremost.</summary>
    public ModelCard Card { get; }

    /// <summary>Reads numbers of which the count is known.</summary>
    public void Floats(string name, Span<float> into)
    {
        var (count, at) = Find(name, ModelWriter.Float);
        if (count != into.Length) throw new InvalidDataException($"The model's '{name}' has {count} values; {into.Length} belong there.");
        for (var i = 0; i < count; i++) into[i] = BinaryPrimitives.ReadSingleLittleEndian(file.AsSpan(at + (i * sizeof(float))));
    }

    /// <summary>Reads numbers.</summary>
    public float[] Floats(string name)
    {
        var values = new float[Find(name, ModelWriter.Float).Count];
        Floats(name, values);
        return values;
    }

    /// <summary>Reads numbers, and makes sure that there are as many as belong there.</summary>
    public double[] Doubles(string name, int expected)
    {
        var values = Doubles(name);
        return values.Length == expected
            ? values
            : throw new InvalidDataException($"The model's '{name}' has {values.Length} values; {expected} belong there.");
    }

    /// <summary>Reads numbers.</summary>
    public double[] Doubles(string name)
    {
        var (count, at) = Find(name, ModelWriter.Double);
        var values = new double[count];
        for (var i = 0; i < count; i++) values[i] = Double(ref at);
        return values;
    }

    /// <summary>Reads whole numbers.</summary>
    public int[] Integers(string name)
    {
        var (count, at) = Find(name, ModelWriter.Integer);
        var values = new int[count];
        for (var i = 0; i < count; i++) values[i] = Integer(ref at);
        return values;
    }

    /// <summary>Reads whole numbers, and makes sure that there are as many as belong there.</summary>
    public int[] Integers(string name, int expected)
    {
        var values = Integers(name);
        return values.Length == expected
            ? values
            : throw new InvalidDataException($"The model's '{name}' has {values.Length} values; {expected} belong there.");
    }

    /// <summary>Reads texts.</summary>
    public string[] Texts(string name)
    {
        var (count, at) = Find(name, ModelWriter.Text);
        return Texts(ref at, count);
    }

    /// <summary>Reads a whole model of any listed kind.</summary>
    public IModel Model(string name)
    {
        var (_, at) = Find(name, ModelWriter.Child);
        return Algorithms.Read(new ModelReader(file, ref at, depth + 1));
    }

    internal static ModelReader Of(byte[] file)
    {
        var at = 0;
        var reader = new ModelReader(file, ref at, 0);
        return at == file.Length ? reader : throw new InvalidDataException("There is more in the file than the model.");
    }

    private void ReadEntry(ref int at)
    {
        var name = Text(ref at);
        var what = file[Take(ref at, 1)];
        var count = Integer(ref at);
        if (count < 0) throw new InvalidDataException($"The model's '{name}' has a count below 0.");
        entries[name] = (what, count, at);
        switch (what)
        {
            case ModelWriter.Float: Take(ref at, (long)count * sizeof(float)); break;
            case ModelWriter.Integer: Take(ref at, (long)count * sizeof(int)); break;
            case ModelWriter.Double: Take(ref at, (long)count * sizeof(double)); break;
            case ModelWriter.Text:
                for (var i = 0; i < count; i++) Take(ref at, Integer(ref at));
                break;
            case ModelWriter.Child: _ = new ModelReader(file, ref at, depth + 1); break;
            default: throw new InvalidDataException($"The model's '{name}' is of an unknown sort ({what}).");
        }
    }

    private (int Count, int Start) Find(string name, byte what) =>
        entries.TryGetValue(name, out var entry) && entry.What == what
            ? (entry.Count, entry.Start)
            : throw new InvalidDataException($"The model has no '{name}' of the expected sort.");

    private int Take(ref int at, long bytes)
    {
        var start = at;
        if (bytes < 0 || bytes > file.Length - at) throw new InvalidDataException("The model is cut short.");
        at += (int)bytes;
        return start;
    }

    /// <summary>A count of things of at least so many bytes each: never more than the rest of the file can hold.</summary>
    private int Count(ref int at, int each)
    {
        var count = Integer(ref at);
        return count >= 0 && (long)count * each <= file.Length - at
            ? count
            : throw new InvalidDataException("The model is cut short.");
    }

    private int Integer(ref int at) => BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(Take(ref at, sizeof(int))));

    private double Double(ref int at) => BinaryPrimitives.ReadDoubleLittleEndian(file.AsSpan(Take(ref at, sizeof(double))));

    private string Text(ref int at)
    {
        var length = Integer(ref at);
        return Encoding.UTF8.GetString(file, Take(ref at, length), length);
    }

    private string[] Texts(ref int at, int count)
    {
        var texts = new string[count];
        for (var i = 0; i < count; i++) texts[i] = Text(ref at);
        return texts;
    }
}
