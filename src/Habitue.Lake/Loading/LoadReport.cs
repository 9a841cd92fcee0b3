namespace Habitue.Lake.Loading;

/// <summary>One line of the mapping table: a column, the field that it fills, and how many of its cells could be read.</summary>
public sealed record MappedColumn(string Column, string Field, string? ReadAs, long? Filled, long? Parsed);

/// <summary>How the files of one layout were read.</summary>
public sealed record LayoutReport(string Layout, string Entity, int Files, long Rows, IReadOnlyList<MappedColumn> Columns, IReadOnlyList<string> Notes, string? MappingFile);

/// <summary>A file that was left out of the load, and the sentence why.</summary>
public sealed record RefusedFile(string Address, string Reason);

/// <summary>What a load did.</summary>
public sealed record LoadReport
{
    public int FilesFound { get; init; }
    public int FilesRead { get; init; }
    public int FilesUnchanged { get; init; }
    public int FilesGrown { get; init; }
    public int FilesReplaced { get; init; }
    public long BytesRead { get; init; }
    public long Rows { get; init; }
    public long Kept { get; init; }
    public long Rejected { get; init; }
    public IReadOnlyList<LayoutReport> Layouts { get; init; } = [];
    public IReadOnlyList<RefusedFile> Refused { get; init; } = [];
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Numbers of the loads that were committed; empty when there was nothing new.</summary>
    public IReadOnlyList<long> Loads { get; init; } = [];
    public bool NothingNew => Loads.Count == 0;
}

/// <summary>What a load may be told.</summary>
public sealed record LoadSettings
{
    /// <summary>Where mappings are kept between loads, for people to edit.</summary>
    public required string MappingsFolder { get; init; }

    /// <summary>Where copies of files that DuckDB cannot read as they are go; emptied afterwards.</summary>
    public required string SpoolFolder { get; init; }
    public required TimeProvider Clock { get; init; }

    /// <summary>A mapping to use instead of the inferred or kept one.</summary>
    public string? MappingFile { get; init; }

    /// <summary>Input of one transaction at the most. Smaller takes less memory, larger is faster.</summary>
    public long BatchBytes { get; init; } = 512L << 20;

    /// <summary>Called when what is left of a batch takes one processor.</summary>
    public Action LeavesRoom { get; init; } = () => { };

    /// <summary>Events of CSV files are held in memory where they may be; without it all rows go through a table, and come to the same.</summary>
    internal bool HoldsRows { get; init; } = true;
}

/// <summary>How far a load is.</summary>
public sealed record LoadProgress(string Doing, long Done, long Total);
