using System.Runtime.InteropServices;

namespace Habitue.Duck.Native;

/// <summary>Text that DuckDB keeps and frees; read it before its owner goes.</summary>
internal readonly struct BorrowedText(nint utf8)
{
    private readonly nint _utf8 = utf8;

    public override string ToString() => Marshal.PtrToStringUTF8(_utf8) ?? "";
}

/// <summary>Text that DuckDB hands over to us; reading it frees it.</summary>
internal readonly struct OwnedText(nint utf8)
{
    private readonly nint _utf8 = utf8;

    /// <summary>The text, or null when there is none; call once.</summary>
    internal string? Take()
    {
        if (_utf8 == 0)
            return null;
        var text = Marshal.PtrToStringUTF8(_utf8);
        DuckApi.duckdb_free(_utf8);
        return text;
    }
}
