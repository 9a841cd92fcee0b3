namespace Habitue.Duck;

/// <summary>Rows that C# code holds or makes, for SQL to read like a table (<see cref="DuckConnection.Offer"/>).</summary>
public interface IDuckRows
{
    /// <summary>The columns: plain types and DECIMAL.</summary>
    IReadOnlyList<DuckColumn> Columns { get; }

    /// <summary>How many rows there are, as long as they are offered.</summary>
    long Count { get; }

    /// <summary>Writes some rows; several threads ask at once, each for other rows.</summary>
    /// <param name="first">The first row, from 0.</param>
    /// <param name="count">How many, at most <see cref="DuckAppender.ChunkRows"/>.</param>
    /// <param name="columns">Where each column goes; null for one that nobody asked for. A column to which nothing is written is NULL.</param>
    void Fill(long first, int count, ReadOnlySpan<DuckColumnWriter?> columns);
}
