using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Habitue.Duck.Native;

namespace Habitue.Duck;

/// <summary>
/// The table function through which DuckDB reads <see cref="OfferedRows"/>. Each of its threads takes a stretch of rows at a time, and only
/// the columns that the query needs are written.
/// </summary>
internal static unsafe class OfferedRowsFunction
{
    internal const string Name = "offered_rows";

    /// <summary>Chunks that one thread takes at a time at most: few enough that all have work to the end, and enough that a table keeps stretches together.</summary>
    private const int MostChunks = 15;

    /// <summary>Of fewer rows each thread takes so large a part.</summary>
    private const int Parts = 4;

    /// <summary>One query's reading: the stretches that are left.</summary>
    private sealed class Scan(IDuckRows rows)
    {
        private readonly int _stretch = Stretch(rows);
        private long _next;

        internal IDuckRows Rows => rows;

        internal bool Take(out long first, out long end)
        {
            first = Interlocked.Add(ref _next, _stretch) - _stretch;
            end = Math.Min(first + _stretch, rows.Count);
            return first < end;
        }
    }

    private static int Stretch(IDuckRows rows) =>
        DuckAppender.ChunkRows * (int)Math.Clamp(rows.Count / (DuckAppender.ChunkRows * Parts), 1, MostChunks);

    /// <summary>One thread's part of it.</summary>
    private sealed class Reader(DuckColumnWriter?[] byColumn, (DuckColumnWriter Writer, int Vector)[] asked, OwnedArena texts) : IDisposable
    {
        private long _at, _end;

        internal void Fill(Scan scan, nint chunk)
        {
            if (_at == _end && !scan.Take(out _at, out _end))
            {
                _at = _end = 0;
                DuckApi.duckdb_data_chunk_set_size(chunk, 0);
                return;
            }
            var count = (int)Math.Min(DuckAppender.ChunkRows, _end - _at);
            foreach (var (writer, vector) in asked)
                writer.Start(DuckApi.duckdb_data_chunk_get_vector(chunk, (ulong)vector), DuckAppender.ChunkRows);
            scan.Rows.Fill(_at, count, byColumn);
            foreach (var (writer, _) in asked)
                writer.Finish(count);
            DuckApi.duckdb_data_chunk_set_size(chunk, (ulong)count);
            _at += count;
        }

        // Texts that were copied stay until the query is over: a chunk may be referred to after the next one is asked for.
        public void Dispose() => texts.Dispose();
    }

    /// <summary>Makes the function known to the connection's database.</summary>
    internal static void Register(DuckConnection connection)
    {
        using var function = DuckApi.duckdb_create_table_function();
        using var number = DuckApi.duckdb_create_logical_type(DuckTypeId.BigInt);
        DuckApi.duckdb_table_function_set_name(function, Name);
        DuckApi.duckdb_table_function_add_parameter(function, number);
        DuckApi.duckdb_table_function_set_bind(function, &Bind);
        DuckApi.duckdb_table_function_set_init(function, &Init);
        DuckApi.duckdb_table_function_set_local_init(function, &InitThread);
        DuckApi.duckdb_table_function_set_function(function, &Fill);
        DuckApi.duckdb_table_function_supports_projection_pushdown(function, true);
        if (DuckApi.duckdb_register_table_function(connection.Handle, function) == DuckState.Error)
            throw new DuckException($"DuckDB did not take the table function {Name}.", "");
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Bind(nint info)
    {
        try
        {
            using var parameter = DuckApi.duckdb_bind_get_parameter(info, 0);
            var id = DuckApi.duckdb_get_int64(parameter);
            if (OfferedRows.Find(id) is not { } rows)
            {
                DuckApi.duckdb_bind_set_error(info, $"{Name}({id}): these rows are not offered, or no longer.");
                return;
            }
            foreach (var column in rows.Columns)
            {
                using var type = column.Type.Id == DuckTypeId.Decimal
                    ? DuckApi.duckdb_create_decimal_type(column.Type.Width, column.Type.Scale) : DuckApi.duckdb_create_logical_type(column.Type.Id);
                DuckApi.duckdb_bind_add_result_column(info, column.Name, type);
            }
            DuckApi.duckdb_bind_set_cardinality(info, (ulong)rows.Count, true);
            DuckApi.duckdb_bind_set_bind_data(info, Held(rows), &Release);
        }
        catch (Exception e)
        {
            DuckApi.duckdb_bind_set_error(info, e.Message);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Init(nint info)
    {
        try
        {
            var rows = The<IDuckRows>(DuckApi.duckdb_init_get_bind_data(info));
            DuckApi.duckdb_init_set_max_threads(info, (ulong)Math.Max(1, (rows.Count + Stretch(rows) - 1) / Stretch(rows)));
            DuckApi.duckdb_init_set_init_data(info, Held(new Scan(rows)), &Release);
        }
        catch (Exception e)
        {
            DuckApi.duckdb_init_set_error(info, e.Message);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void InitThread(nint info)
    {
        try
        {
            var columns = The<IDuckRows>(DuckApi.duckdb_init_get_bind_data(info)).Columns;
            var texts = new OwnedArena();
            var byColumn = new DuckColumnWriter?[columns.Count];
            var asked = new List<(DuckColumnWriter, int)>();
            for (var i = 0; i < (int)DuckApi.duckdb_init_get_column_count(info); i++)
            {
                // A query that only counts asks for the first column, or for one that is none.
                if (DuckApi.duckdb_init_get_column_index(info, (ulong)i) is var column && column >= (ulong)columns.Count)
                    continue;
                asked.Add((byColumn[column] = new DuckColumnWriter(columns[(int)column], texts), i));
            }
            DuckApi.duckdb_init_set_init_data(info, Held(new Reader(byColumn, [.. asked], texts)), &Release);
        }
        catch (Exception e)
        {
            DuckApi.duckdb_init_set_error(info, e.Message);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Fill(nint info, nint chunk)
    {
        try
        {
            The<Reader>(DuckApi.duckdb_function_get_local_init_data(info)).Fill(The<Scan>(DuckApi.duckdb_function_get_init_data(info)), chunk);
        }
        catch (Exception e)
        {
            DuckApi.duckdb_function_set_error(info, e.Message);
        }
    }

    private static nint Held(object it) => GCHandle.ToIntPtr(GCHandle.Alloc(it));

    private static T The<T>(nint held) where T : class => (T)GCHandle.FromIntPtr(held).Target!;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Release(nint held)
    {
        var handle = GCHandle.FromIntPtr(held);
        (handle.Target as Reader)?.Dispose();
        handle.Free();
    }
}
