using System.Buffers.Binary;

namespace Habitue.Learning.Models;

/// <summary>
/// Models as bytes: eight letters, the version of this outer form, the length, a checksum, then the model with
/// its kind, version, card and named arrays. Loading runs no code and trusts no length.
/// <code>
/// ModelFile.Save(model, stream);
/// var again = ModelFile.Load&lt;KMeansModel&gt;(stream);
/// </code>
/// </summary>
public static class ModelFile
{
    private const int OuterVersion = 1;
    private const int HeadBytes = 20;

    private static ReadOnlySpan<byte> Magic => "HABMODEL"u8;

    /// <summary>Writes a model.</summary>
    public static void Save(IModel model, Stream to)
    {
        var writer = new ModelWriter();
        writer.Put(model);
        var head = new byte[HeadBytes];
        Magic.CopyTo(head);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(8), OuterVersion);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(12), writer.Bytes.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(16), Checksum(writer.Bytes));
        to.Write(head);
        to.Write(writer.Bytes);
    }

    /// <summary>A model as bytes.</summary>
    public static byte[] Save(IModel model)
    {
        using var stream = new MemoryStream();
        Save(model, stream);
        return stream.ToArray();
    }

    /// <summary>Reads a model of any kind that <see cref="Algorithms"/> lists.</summary>
    /// <exception cref="InvalidDataException">It is no model, is damaged, or comes from a newer version.</exception>
    public static IModel Load(Stream from) => Algorithms.Read(Open(from));

    /// <summary>Reads a model of a known kind.</summary>
    /// <exception cref="InvalidDataException">It is no such model, is damaged, or comes from a newer version.</exception>
    public static T Load<T>(Stream from)
        where T : IModel<T> => Read<T>(Open(from));

    internal static T Read<T>(ModelReader from)
        where T : IModel<T>
    {
        var (found, known) = (from.Card.Format, T.Format);
        if (found.Kind != known.Kind) throw new InvalidDataException($"This is a model of kind '{found.Kind}', not '{known.Kind}'.");
        if (found.Version < 1 || found.Version > known.Version)
            throw new InvalidDataException($"This '{found.Kind}' model is of version {found.Version}; this program reads up to {known.Version}.");
        return T.Load(from);
    }

    private static ModelReader Open(Stream from)
    {
        var head = new byte[HeadBytes];
        if (from.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false) < HeadBytes || !head.AsSpan().StartsWith(Magic))
            throw new InvalidDataException("This is not a saved model.");
        var version = BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(8));
        if (version != OuterVersion) throw new InvalidDataException($"The file's form is of version {version}; this program reads {OuterVersion}.");
        var length = BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(12));
        var body = length < 0 ? [] : ReadUpTo(from, length);
        if (body.Length != length) throw new InvalidDataException("The model is cut short.");
        return Checksum(body) == BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(16))
            ? ModelReader.Of(body)
            : throw new InvalidDataException("The model is damaged: its checksum does not fit.");
    }

    /// <summary>Reads piece by piece, so that a wrong length does not reserve memory that is not there.</summary>
    private static byte[] ReadUpTo(Stream from, int length)
    {
        using var read = new MemoryStream();
        var piece = new byte[Math.Min(length, 1 << 16)];
        while (read.Length < length)
        {
            var got = from.Read(piece, 0, (int)Math.Min(piece.Length, length - read.Length));
            if (got == 0) break;
            read.Write(piece, 0, got);
        }

        return read.ToArray();
    }

    /// <summary>CRC-32 as in ISO/IEC 8802-3 (polynomial 0x04C11DB7, reflected).</summary>
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        Span<uint> table = stackalloc uint[256];
        for (uint i = 0; i < 256; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++) value = (value >> 1) ^ ((value & 1) * 0xEDB88320);
            table[(int)i] = value;
        }

        var sum = uint.MaxValue;
        foreach (var one in bytes) sum = table[(int)((sum ^ one) & 0xFF)] ^ (sum >> 8);
        return ~sum;
    }
}
