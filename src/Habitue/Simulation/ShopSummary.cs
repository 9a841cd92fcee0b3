namespace Habitue.Simulation;

/// <summary>What was written: one line per file, and the totals a person asks for first.</summary>
public sealed record ShopSummary(
    int Customers, int Products, long Orders, decimal Revenue, long Sessions, long Events, DateOnly From, DateOnly Until,
    IReadOnlyList<ShopFile> Files);

/// <summary>One written source file: its path below the shop's folder, its rows without the header, its size.</summary>
public sealed record ShopFile(string Path, long Rows, long Bytes);

/// <summary>How far the writing is: days done of all days.</summary>
public readonly record struct ShopProgress(string Stage, int Done, int Total);
