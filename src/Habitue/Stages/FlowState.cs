using Habitue.Duck;
using Habitue.Lake.Loading;
using Habitue.Lake.Sources;
using Habitue.Lake.Storage;

namespace Habitue.Stages;

/// <summary>What a run was asked to do.</summary>
internal sealed record FlowRequest
{
    public required IReadOnlyList<string> Addresses { get; init; }
    public DateTime? AsOf { get; init; }
    public string? MappingFile { get; init; }
    public string? ReportFile { get; init; }
    public bool NoReport { get; init; }
    public ulong Seed { get; init; }
    public int Threads { get; init; }

    /// <summary>What the report calls the shop.</summary>
    public string? ShopName { get; init; }
}

/// <summary>What the stages of one run share: the request, the home, and what each has found.</summary>
internal sealed class FlowState(FlowRequest request, Home home, DuckConnection warehouse, TimeProvider clock)
{
    private Versions? versions;

    public FlowRequest Request { get; } = request;
    public Home Home { get; } = home;
    public DuckConnection Warehouse { get; } = warehouse;
    public TimeProvider Clock { get; } = clock;
    public FlowMemory Memory { get; } = new(warehouse);

    /// <summary>Tells the builders of tables whether what they read has changed.</summary>
    public Versions Versions => versions ??= new Versions(Warehouse, LoadedSoFar());

    public IReadOnlyList<SourceFile> Files { get; set; } = [];

    /// <summary>Files that could not even be brought here.</summary>
    public IReadOnlyList<RefusedFile> Refused { get; set; } = [];
    public LoadReport Load { get; set; } = new();
    public LakeReport? Lake { get; set; }
    public DateTime AsOf { get; set; }
    public string? Report { get; set; }
    public List<(string Stage, TimeSpan Time)> Times { get; } = [];

    /// <summary>Changes with every committed load: what all later stages work from.</summary>
    public string LoadedSoFar() => $"load {Warehouse.Scalar<long>("SELECT COALESCE(MAX(load), 0) FROM loads")}";
}
