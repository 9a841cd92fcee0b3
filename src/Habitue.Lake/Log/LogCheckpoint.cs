using Microsoft.Data.Sqlite;

namespace Habitue.Lake.Log;

/// <summary>
/// Moves what was written from the write-ahead file to its place in the log: most of it beside the writing, on a connection of
/// its own; the little that came meanwhile is left to the writer, after which the file begins anew.
/// </summary>
internal sealed class LogCheckpoint(LogStore store)
{
    private const long Every = 16 << 20, AtMost = 256 << 20;
    private long written;
    private volatile bool isRunning, isDue;

    /// <summary>Whether the writer must do its part now. Asking is taking.</summary>
    public bool IsDue
    {
        get
        {
            bool due = isDue;
            if (due)
                isDue = false;
            return due;
        }
    }

    /// <summary>Called by the writer after each transaction.</summary>
    public void Written(long bytes)
    {
        written += bytes;
        if (written < Every || isRunning)
        {
            isDue |= written > AtMost;
            return;
        }

        written = 0;
        isRunning = true;
        _ = Task.Run(Move);
    }

    private void Move()
    {
        try
        {
            using SqliteConnection own = store.Connect();
            using SqliteCommand move = own.CreateCommand();
            move.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
            move.ExecuteNonQuery();
            isDue = true;
        }
        catch (SqliteException)
        {
            isDue = false;   // a full disk: the write-ahead file keeps everything until there is space
        }
        finally
        {
            isRunning = false;
        }
    }
}
