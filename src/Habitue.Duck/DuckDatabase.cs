using Habitue.Duck.Native;

namespace Habitue.Duck;

/// <summary>An open DuckDB database; it makes connections, one for each thread that works with it.</summary>
public sealed class DuckDatabase : IDisposable
{
    private readonly OwnedDatabase _handle;
    private readonly bool _countsProgress;

    private DuckDatabase(OwnedDatabase handle, bool countsProgress) => (_handle, _countsProgress) = (handle, countsProgress);

    /// <summary>The version of the DuckDB library, such as "v1.5.6".</summary>
    public static string LibraryVersion => DuckApi.duckdb_library_version().ToString();

    /// <summary>Opens the database file, or makes it when it is not there.</summary>
    public static DuckDatabase Open(string path, DuckSettings? settings = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        settings ??= new DuckSettings();
        DuckApi.duckdb_create_config(out var config);
        using (config)
        {
            foreach (var (name, value) in settings.All())
                if (DuckApi.duckdb_set_config(config, name, value) == DuckState.Error)
                    throw new DuckException($"DuckDB does not take the setting {name} = '{value}'.", "");
            var state = DuckApi.duckdb_open_ext(path, out var handle, config, out var error);
            if (state == DuckState.Success)
                return new DuckDatabase(handle, settings.CountsProgress).ThatKnowsOfferedRows();
            handle.Dispose();
            throw new DuckException(error.Take() ?? $"DuckDB could not open {path}.", "");
        }
    }

    /// <summary>Opens an empty database that lives in memory only.</summary>
    public static DuckDatabase InMemory(DuckSettings? settings = null) => Open(":memory:", settings);

    /// <summary>A new connection; it stays usable when this object is disposed, and the database closes with the last of them.</summary>
    public DuckConnection Connect()
    {
        if (DuckApi.duckdb_connect(_handle, out var handle) == DuckState.Error)
        {
            handle.Dispose();
            throw new DuckException("DuckDB made no connection.", "");
        }
        var connection = new DuckConnection(handle, this);
        // DuckDB counts while its progress bar is on; the bar itself must never be printed.
        if (_countsProgress)
            connection.Execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false");
        return connection;
    }

    /// <summary>Before anybody else works with it: to DuckDB it is a change of the catalogue, and those of two transactions at once exclude each other.</summary>
    private DuckDatabase ThatKnowsOfferedRows()
    {
        try
        {
            using var connection = Connect();
            OfferedRowsFunction.Register(connection);
            return this;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Dispose() => _handle.Dispose();
}
