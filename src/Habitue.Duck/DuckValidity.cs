using System.Numerics;

namespace Habitue.Duck;

/// <summary>Which rows of a vector hold a value: one bit each, set when there is one.</summary>
public readonly unsafe ref struct DuckValidity
{
    private readonly ulong* _words;
    private readonly int _count;

    internal DuckValidity(ulong* words, int count)
    {
        _words = words;
        _count = count;
    }

    /// <summary>The bits, 64 rows in a word; empty when every row is valid.</summary>
    public ReadOnlySpan<ulong> Mask => _words == null ? [] : new ReadOnlySpan<ulong>(_words, (_count + 63) / 64);

    /// <summary>Whether no row is NULL.</summary>
    public bool AllValid => _words == null || NullCount == 0;

    /// <summary>How many rows are NULL.</summary>
    public int NullCount
    {
        get
        {
            var valid = 0;
            var mask = Mask;
            for (var i = 0; i < mask.Length; i++)
            {
                var rest = _count - (i * 64);
                valid += BitOperations.PopCount(rest >= 64 ? mask[i] : mask[i] & ((1UL << rest) - 1));
            }
            return mask.IsEmpty ? 0 : _count - valid;
        }
    }

    /// <summary>Whether the row holds a value.</summary>
    public bool IsValid(int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)_count);
        return _words == null || ((_words[row >> 6] >> (row & 63)) & 1) != 0;
    }
}
