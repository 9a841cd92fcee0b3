using System.Buffers.Binary;

namespace Habitue.Duck;

/// <summary>DuckDB keeps a UUID as a 128-bit number with its first bit turned over, so that numbers sort as texts do.</summary>
internal static class UuidConversion
{
    private static readonly UInt128 s_firstBit = UInt128.One << 127;

    internal static Guid From(Int128 stored)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, (UInt128)stored ^ s_firstBit);
        return new Guid(bytes, bigEndian: true);
    }

    internal static Int128 ToStored(Guid value) => (Int128)(ToNumber(value) ^ s_firstBit);

    internal static UInt128 ToNumber(Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
