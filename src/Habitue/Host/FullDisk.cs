using Microsoft.Data.Sqlite;

namespace Habitue.Host;

/// <summary>Tells a disk without space from other troubles, whoever met it: the framework, DuckDB or SQLite.</summary>
internal static class FullDisk
{
    private const int NoSpaceOnUnix = 28, NoSpaceOnWindows = 0x70, SqliteFull = 13;

    public static bool Is(Exception problem) =>
        problem.Message.Contains("No space left", StringComparison.OrdinalIgnoreCase) || problem.Message.Contains("not enough space", StringComparison.OrdinalIgnoreCase)
        || (problem is IOException && (problem.HResult & 0xFFFF) is NoSpaceOnUnix or NoSpaceOnWindows) || problem is SqliteException { SqliteErrorCode: SqliteFull };
}
