using System.Numerics;
using Habitue.Duck.Native;

namespace Habitue.Duck;

// Types that a customer's data seldom has; they can be read as objects, for printing.
public readonly unsafe ref partial struct DuckVector
{
    /// <summary>A BIT opens with the number of bits of its first byte that do not count.</summary>
    private static string BitText(ReadOnlySpan<byte> bytes)
    {
        var bits = new char[((bytes.Length - 1) * 8) - bytes[0]];
        for (var i = 0; i < bits.Length; i++)
        {
            var at = i + bytes[0];
            bits[i] = ((bytes[1 + (at / 8)] >> (7 - (at % 8))) & 1) == 0 ? '0' : '1';
        }
        return new string(bits);
    }

    /// <summary>A BIGNUM has three bytes of header, whose first bit is set for positive numbers; a negative one has all its bits turned over.</summary>
    private static BigInteger BigNumber(ReadOnlySpan<byte> bytes)
    {
        if ((bytes[0] & 0x80) != 0)
            return new BigInteger(bytes[3..], isUnsigned: true, isBigEndian: true);
        var turned = bytes[3..].ToArray();
        for (var i = 0; i < turned.Length; i++)
            turned[i] = (byte)~turned[i];
        return -new BigInteger(turned, isUnsigned: true, isBigEndian: true);
    }

    /// <summary>A UNION is stored as a struct: first the number of the member that counts, then all members.</summary>
    private object? UnionValue(int row)
    {
        var tag = DuckApi.duckdb_vector_get_data(DuckApi.duckdb_struct_vector_get_child(_borrowed, 0))[row];
        return new DuckVector(DuckApi.duckdb_struct_vector_get_child(_borrowed, (ulong)tag + 1), Type.Fields[tag], Count).GetValue(row);
    }
}
