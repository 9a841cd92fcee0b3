using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Habitue.Duck;

namespace Habitue.Lake.Loading.Csv;

/// <summary>
/// Splits a text of comma-separated values into fields, 32 bytes at a time. It takes only what every reader understands in the same
/// way (RFC 4180, with lines that end alike); what is odd in any way it refuses, and DuckDB decides about it.
/// </summary>
internal static unsafe class CsvSplit
{
    private const byte LineFeed = (byte)'\n', Return = (byte)'\r';

    /// <summary>Finds the fields of all rows. Doubled quotes become single ones in place.</summary>
    /// <param name="text">The text, from its first row on, with 32 bytes of any kind behind it.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="delimiter">Between fields.</param>
    /// <param name="quote">Around fields.</param>
    /// <param name="columns">Fields of each row.</param>
    /// <param name="fields">Room for the fields of as many rows as the text has lines.</param>
    /// <returns>How many rows; -1 when anything is odd.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]   // what is compiled ahead knows no vectors of 32 bytes
    public static int Rows(byte* text, int length, byte delimiter, byte quote, int columns, TextSpan* fields)
    {
        Vector256<byte> delimiters = Vector256.Create(delimiter), quotes = Vector256.Create(quote), ends = Vector256.Create(LineFeed);
        int row = 0, column = 0, start = 0, closed = -1, skipTo = 0, returns = 0;
        bool isQuoted = false, hasDoubled = false;
        TextSpan* at = fields;
        for (int block = 0; block < length; block += Vector256<byte>.Count)
        {
            Vector256<byte> bytes = Vector256.Load(text + block);
            uint found = (Vector256.Equals(bytes, delimiters) | Vector256.Equals(bytes, quotes) | Vector256.Equals(bytes, ends)).ExtractMostSignificantBits();
            for (; found != 0; found &= found - 1)
            {
                int here = block + BitOperations.TrailingZeroCount(found);
                if (here >= length)
                    break;
                if (here < skipTo)
                    continue;
                byte mark = text[here];
                if (mark == quote)
                {
                    if (!isQuoted)
                    {
                        if (here != start || closed >= 0)
                            return -1;
                        isQuoted = true;
                    }
                    else if (here + 1 < length && text[here + 1] == quote)
                        (hasDoubled, skipTo) = (true, here + 2);
                    else
                        (isQuoted, closed) = (false, here);
                    continue;
                }

                if (isQuoted)
                {
                    if (mark == LineFeed)
                        return -1;
                    continue;
                }

                int end = here;
                if (mark == LineFeed)
                {
                    if (end > start && text[end - 1] == Return)
                        (end, returns) = (end - 1, returns + 1);
                    // An empty line is no row, or an empty one where there is one column only.
                    if (column != columns - 1 || (end == start && column == 0))
                        return -1;
                }
                else if (column == columns - 1)
                    return -1;
                if (!Take(text, start, end, closed, hasDoubled, quote, at++))
                    return -1;
                (column, row) = mark == LineFeed ? (0, row + 1) : (column + 1, row);
                (start, closed, hasDoubled) = (here + 1, -1, false);
            }
        }

        if (isQuoted)
            return -1;
        int lines = row;
        if (start < length || column > 0)
        {
            if (column != columns - 1 || !Take(text, start, length, closed, hasDoubled, quote, at))
                return -1;
            row++;
        }

        // Where some lines end with a return and others do not, or a return stands elsewhere, readers differ.
        int all = new ReadOnlySpan<byte>(text, length).Count(Return);
        return all == returns && (returns == 0 || returns == lines) ? row : -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Take(byte* text, int start, int end, int closed, bool hasDoubled, byte quote, TextSpan* into)
    {
        int length = end - start;
        if (closed >= 0)
        {
            if (closed + 1 != end)
                return false;
            (start, length) = (start + 1, closed - start - 1);
            if (hasDoubled)
                length = Undouble(text + start, length, quote);
        }

        *into = length == 0 ? TextSpan.Null : new TextSpan(start, length);
        return true;
    }

    private static int Undouble(byte* text, int length, byte quote)
    {
        int to = 0;
        for (int from = 0; from < length; from++)
        {
            text[to++] = text[from];
            if (text[from] == quote)
                from++;
        }

        return to;
    }
}
