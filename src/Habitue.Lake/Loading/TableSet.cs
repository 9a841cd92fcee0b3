using Habitue.Lake.Mapping;
using Habitue.Lake.Sources;

namespace Habitue.Lake.Loading;

/// <summary>A file as the load knows it: where it came from, under which path it is read, and what the ledger says of it.</summary>
public sealed record LoadFile
{
    public required SourceFile Source { get; init; }
    public required string ReadPath { get; init; }
    public required int Id { get; init; }
    public required long Bytes { get; init; }
    public required DateTime Modified { get; init; }
    public required string Sha256 { get; init; }
    public IReadOnlyList<OverlongLine> Overlong { get; init; } = [];

    /// <summary>Rows of the address that are in the warehouse already: the file only grew, and this reads what is new.</summary>
    public long RowsBefore { get; init; }

    /// <summary>Rows that an earlier load of the address brought go, since the address holds something else now.</summary>
    public bool Replaces { get; init; }
}

/// <summary>Files of one layout: the same columns in the same dialect, read by one statement.</summary>
public sealed record TableSet
{
    public required SourceFormat Format { get; init; }
    public CsvDialect? Dialect { get; init; }

    /// <summary>Column names; of Parquet with their types.</summary>
    public required IReadOnlyList<(string Name, string Type)> Columns { get; init; }
    public required SourceMapping Mapping { get; init; }
    public required string MappingFile { get; init; }
    public required IReadOnlyList<LoadFile> Files { get; init; }
}
