namespace Habitue.Reports;

/// <summary>What a report says about its own making. Everything else it reads from the warehouse.</summary>
public sealed record ReportSettings
{
    /// <summary>The name at the top of the page.</summary>
    public string ShopName { get; init; } = "Your shop";

    /// <summary>The moment the features and segments look back from, in UTC.</summary>
    public required DateTime AsOf { get; init; }

    /// <summary>When the report was made; the caller's clock, so that the same warehouse can give the same bytes.</summary>
    public required DateTimeOffset GeneratedAt { get; init; }

    public string Version { get; init; } = "";

    /// <summary>ISO 4217 code such as <c>GBP</c>; amounts stand without a sign when it is not known.</summary>
    public string? Currency { get; init; }

    public IReadOnlyList<ReportInput> Inputs { get; init; } = [];

    /// <summary>Asked for when the report comes to it; the lake may still be written until then.</summary>
    public Func<LakeSize?> Lake { get; init; } = () => null;
}

/// <summary>One source that was read.</summary>
public sealed record ReportInput(string Name, string Kind, long Rows, long Kept);

/// <summary>What the kept rows weighed as they came, and as Parquet in the lake.</summary>
public sealed record LakeSize(long SourceBytes, long ParquetBytes, int Files);

/// <summary>The report that was written.</summary>
public sealed record ReportWritten(string Path, long Bytes, TimeSpan Elapsed);
