using System.Numerics;
using Habitue.Duck;

namespace Habitue.Lake.Loading.Csv;

/// <summary>
/// A hash of the texts of a row that tells which rows may be alike, so that DuckDB compares these alone. It is worked out while a file's text
/// is in the processor's cache, and forgotten when the rows are: what the warehouse keeps of a row is DuckDB's own hash.
/// </summary>
internal static unsafe class RowHash
{
    // Odd numbers without a pattern: the fractions of the golden ratio, of the root of 2 and of the root of 3.
    private const ulong A = 0x9E3779B97F4A7C15, B = 0x6A09E667F3BCC909, C = 0xBB67AE8584CAA73B;

    /// <summary>Hashes rows.</summary>
    /// <param name="text">Where the fields lie, with eight bytes of any kind behind it.</param>
    /// <param name="fields">The fields, row by row.</param>
    /// <param name="columns">How many a row has.</param>
    /// <param name="into">Room for a hash of each row.</param>
    public static void Of(byte* text, TextSpan* fields, int columns, Span<ulong> into)
    {
        foreach (ref ulong hash in into)
        {
            // Each field is hashed apart, so that a processor works on several at once; how far a hash is turned says which column it is of.
            ulong sum = 0;
            for (int column = 1; column <= columns; column++, fields++)
                sum += BitOperations.RotateLeft(OfField(text + fields->Start, fields->Length), column);
            hash = (sum ^ (sum >> 32)) * A;
        }
    }

    private static ulong OfField(byte* field, int length)
    {
        ulong hash = (ulong)length * A;
        for (; length > 16; length -= 8, field += 8)
            hash = BitOperations.RotateLeft((hash ^ *(ulong*)field) * B, 29);
        // The first eight and the last eight of what is left, which may be partly the same; the bytes behind a short one are cut off.
        if (length > 8)
            hash = BitOperations.RotateLeft((hash ^ *(ulong*)(field + length - 8)) * B, 29);
        if (length > 0)
            hash ^= length < 8 ? *(ulong*)field & ((1ul << (8 * length)) - 1) : *(ulong*)field;
        // Without the second multiplication what differs in one field could be taken back by another.
        hash *= C;
        hash = (hash ^ (hash >> 32)) * B;
        return hash ^ (hash >> 29);
    }
}
