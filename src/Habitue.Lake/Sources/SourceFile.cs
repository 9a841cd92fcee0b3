namespace Habitue.Lake.Sources;

public enum SourceFormat
{
    Csv,
    JsonLines,
    Parquet,
}

/// <summary>
/// One file on the local disk that DuckDB can read: a user's own file, or what was fetched from elsewhere and
/// spooled. Everything behind a source deals with this and never asks where the rows came from.
/// </summary>
public sealed record SourceFile
{
    /// <summary>
    /// What people see and the key of the ledger of loads: a full path (<c>/data/book.xlsx#Sheet1</c>), or
    /// <c>postgres://host/db?table=orders</c>, <c>https://…</c>. Never holds a password or a token.
    /// </summary>
    public required string Address { get; init; }

    public required string LocalPath { get; init; }

    public required SourceFormat Format { get; init; }

    /// <summary>The file is ours to delete after the load.</summary>
    public bool IsSpooled { get; init; }

    /// <summary>
    /// The rows add to what earlier loads of the address brought (a poll since a cursor). Otherwise the file is a
    /// snapshot: the address holds these rows and no others.
    /// </summary>
    public bool Appends { get; init; }

    /// <summary>How far the address has been read: committed with the load and given back at the next fetch.</summary>
    public string? Cursor { get; init; }
}
