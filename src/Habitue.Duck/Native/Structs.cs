using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Unicode;

namespace Habitue.Duck.Native;

internal enum DuckState { Success, Error }

/// <summary>How a result that is being computed stands.</summary>
internal enum DuckPendingState { Ready, NotReady, Error, NoTasks }

/// <summary>The C struct duckdb_result; only its size and place matter, its fields are not to be read.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct ResultStruct
{
#pragma warning disable CS0169, IDE0051 // never read here: the struct is passed on as a whole
    private readonly ulong _columns, _rows, _changed;
    private readonly nint _columnData, _error, _internal;
#pragma warning restore CS0169, IDE0051
}

/// <summary>128 bits as the C API passes them (Int128 itself may not cross the border by value).</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct HugeStruct(ulong Lower, ulong Upper)
{
    internal static HugeStruct From(Int128 value) => new((ulong)value, (ulong)(value >> 64));

    internal static HugeStruct From(UInt128 value) => new((ulong)value, (ulong)(value >> 64));
}

[StructLayout(LayoutKind.Sequential)]
internal readonly record struct DecimalStruct(byte Width, byte Scale, HugeStruct Value);

[StructLayout(LayoutKind.Sequential)]
internal readonly record struct ProgressStruct(double Percentage, ulong RowsDone, ulong RowsTotal);

/// <summary>A string inside a vector: 12 bytes or fewer stand in the struct, longer ones are pointed at. The bytes belong to the chunk.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal readonly unsafe struct BorrowedString
{
    internal const int MaxInline = 12;
    [FieldOffset(0)] internal readonly uint Length;
    [FieldOffset(4)] private readonly byte _inline;
    [FieldOffset(4)] private readonly uint _prefix;
    [FieldOffset(8)] private readonly byte* _far;

    /// <summary>A string of more than 12 bytes, which must stay where they are as long as the struct is used.</summary>
    internal BorrowedString(byte* far, int length)
    {
        Length = (uint)length;
        _prefix = *(uint*)far;
        _far = far;
    }

    /// <summary>Makes a string of at most 12 bytes in place; what is left of them is zero, which comparisons rely on.</summary>
    internal static void WriteInline(BorrowedString* at, ReadOnlySpan<byte> bytes)
    {
        *at = default;
        *(uint*)at = (uint)bytes.Length;
        bytes.CopyTo(new Span<byte>(&at->_inline, MaxInline));
    }

    /// <summary>The same, where 12 bytes can be read whatever the length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void WriteInline(BorrowedString* at, byte* bytes, int length)
    {
        var low = *(ulong*)bytes;
        var high = *(uint*)(bytes + 8);
        if (length < 8)
            (low, high) = (low & ((1UL << (8 * length)) - 1), 0);
        else
            high &= (uint)((1UL << (8 * (length - 8))) - 1);
        *(uint*)at = (uint)length;
        *(ulong*)((byte*)at + 4) = low;
        *(uint*)((byte*)at + 12) = high;
    }

    /// <summary>Makes a string in place, when its text takes no more than 12 bytes.</summary>
    internal static bool TryWriteInline(BorrowedString* at, ReadOnlySpan<char> text)
    {
        *at = default;
        if (Utf8.FromUtf16(text, new Span<byte>(&at->_inline, MaxInline), out _, out var length) != OperationStatus.Done)
            return false;
        *(uint*)at = (uint)length;
        return true;
    }

    /// <summary>The bytes; `at` is where this struct lies in native memory.</summary>
    internal static ReadOnlySpan<byte> Bytes(BorrowedString* at)
    {
        var length = (int)at->Length;
        return new ReadOnlySpan<byte>(length <= MaxInline ? &at->_inline : at->_far, length);
    }
}
