using System.Runtime.InteropServices;

namespace Habitue.Duck.Native;

/// <summary>The functions of DuckDB's C API, under their C names; one partial file per chapter of its manual (https://duckdb.org/docs/stable/clients/c/api).</summary>
internal static partial class DuckApi
{
    private const string Library = "duckdb";

    // An explicit static constructor: the resolver must be in place before the first import is bound.
    static DuckApi() => NativeLibrary.SetDllImportResolver(typeof(DuckApi).Assembly, DuckLibrary.Resolve);
}
