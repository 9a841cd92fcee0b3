namespace Habitue.Duck;

/// <summary>All or nothing: what runs on the connection until <see cref="Commit"/> is undone when this is disposed without it.</summary>
public sealed class DuckTransaction : IDisposable
{
    private readonly DuckConnection _connection;
    private bool _open;

    internal DuckTransaction(DuckConnection connection)
    {
        _connection = connection;
        connection.Execute("BEGIN TRANSACTION");
        _open = true;
    }

    /// <summary>Makes the changes last.</summary>
    public void Commit()
    {
        ObjectDisposedException.ThrowIf(!_open, this);
        _open = false;
        _connection.Execute("COMMIT");
    }

    public void Dispose()
    {
        if (!_open)
            return;
        _open = false;
        if (!_connection.Handle.IsClosed)
            _connection.Execute("ROLLBACK");
    }
}
