using System.Runtime.InteropServices;

namespace Habitue.Duck.Native;

/// <summary>A native object that is ours to destroy. Everything named Owned… is freed by us, everything named Borrowed… by DuckDB.</summary>
internal abstract class OwnedHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected abstract void Destroy(ref nint native);

    protected override bool ReleaseHandle()
    {
        Destroy(ref handle);
        return true;
    }
}

internal sealed class OwnedDatabase : OwnedHandle
{
    protected override void Destroy(ref nint native) => DuckApi.duckdb_close(ref native);
}

internal sealed class OwnedConnection : OwnedHandle
{
    protected override void Destroy(ref nint native) => DuckApi.duckdb_disconnect(ref native);
}

internal sealed class OwnedConfig : OwnedHandle
{
    protected override void Destroy(ref nint native) => DuckApi.duckdb_destroy_config(ref native);
}

internal sealed class OwnedExtract : OwnedHandle
{
    protected override void Destroy(ref nint native) => DuckApi.duckdb_destroy_extracted(ref native);
}

internal sealed class OwnedStatement : OwnedHandle
{
    protected override void Destroy(ref nint native) => DuckApi.duckdb_destroy_prepare(ref native);
}

internal sealed class OwnedPending : OwnedHandle
{
    protected override void Destroy(ref nint native) => DuckApi.duckdb_destroy_pending(ref native);
}

internal sealed class OwnedChunk : OwnedHandle
{
    public OwnedChunk() { }

    internal OwnedChunk(nint native) => SetHandle(native);

    protected override void Destroy(ref nint native) => DuckApi.duckdb_destroy_data_chunk(ref native);
}

internal sealed class OwnedType : OwnedHandle
{
    protected override void Destroy(ref nint native) => DuckApi.duckdb_destroy_logical_type(ref native);
}

internal sealed class OwnedValue : OwnedHandle
{
    protected override void Destroy(ref nint native) => DuckApi.duckdb_destroy_value(ref native);
}

internal sealed class OwnedAppender : OwnedHandle
{
    protected override void Destroy(ref nint native) => DuckApi.duckdb_appender_destroy(ref native);
}

internal sealed class OwnedTableFunction : OwnedHandle
{
    protected override void Destroy(ref nint native) => DuckApi.duckdb_destroy_table_function(ref native);
}

/// <summary>The description of a table.</summary>
internal sealed class OwnedTable : OwnedHandle
{
    protected override void Destroy(ref nint native) => DuckApi.duckdb_table_description_destroy(ref native);
}

internal sealed class OwnedError : OwnedHandle
{
    protected override void Destroy(ref nint native) => DuckApi.duckdb_destroy_error_data(ref native);
}

/// <summary>A query result: the C struct lives in native memory of ours, what it points to is destroyed with it.</summary>
internal sealed unsafe class OwnedResult : OwnedHandle
{
    public OwnedResult() => SetHandle((nint)NativeMemory.AllocZeroed((nuint)sizeof(ResultStruct)));

    /// <summary>The next chunk, or null at the end.</summary>
    internal OwnedChunk? Fetch()
    {
        var counted = false;
        try
        {
            DangerousAddRef(ref counted);
            var chunk = DuckApi.duckdb_fetch_chunk(*(ResultStruct*)handle);
            return chunk == 0 ? null : new OwnedChunk(chunk);
        }
        finally
        {
            if (counted)
                DangerousRelease();
        }
    }

    protected override void Destroy(ref nint native)
    {
        DuckApi.duckdb_destroy_result(native);
        NativeMemory.Free((void*)native);
    }
}
