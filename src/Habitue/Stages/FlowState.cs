using Habitue.Duck;
using Habitue.Host;
using Habitue.Insights;
using Habitue.Lake.Cleaning;
using Habitue.Lake.Loading;
using Habitue.Lake.Sources;
using Habitue.Lake.Storage;
using Habitue.Learning;
using Habitue.ModelShelf;

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

    /// <summary>The seed of a run that names none.</summary>
    public const ulong UsualSeed = 7;

    public int Threads { get; init; }

    /// <summary>The slices to do; null for all.</summary>
    public IReadOnlyList<string>? Slices { get; init; }

    /// <summary>The file with the business's own rules for segments; null for the home's, if there is one.</summary>
    public string? SegmentRules { get; init; }

    /// <summary>What was chosen for the slices, by the option's name.</summary>
    public IReadOnlyDictionary<string, string> Chosen { get; init; } = System.Collections.Frozen.FrozenDictionary<string, string>.Empty;

    /// <summary>What the report calls the shop.</summary>
    public string? ShopName { get; init; }
}

/// <summary>What the stages of one run share: the request, the home, and what each has found.</summary>
internal sealed class FlowState(FlowRequest request, Home home, DuckConnection warehouse, TimeProvider clock)
{
    /// <summary>A load of less than this share of the memory that DuckDB may take leaves room for two stages at once.</summary>
    private const int RoomShare = 8;

    private Versions? versions;
    private PastFeatures? past;

    public FlowState(FlowRequest request, Workspace work, TimeProvider clock) : this(request, work.Home, work.Warehouse, clock) { }

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

    /// <summary>What was wrong in what was read, where it was counted while tables were made.</summary>
    public Task<QualityOfRead>? Counted { get; set; }

    /// <summary>The stages that began late; what they bring is there when they are done.</summary>
    public Task Late { get; set; } = Task.CompletedTask;

    /// <summary>The tables are those of this load.</summary>
    public bool HasTables { get; set; }
    public DateTime AsOf { get; set; }
    public string? Report { get; set; }
    public List<(string Stage, TimeSpan Time)> Times { get; } = [];

    /// <summary>What a slice of this run works with; what was computed for one is there for the next.</summary>
    public SliceRun SliceRun(StageRun run) => new(Warehouse, new Shelf(Home.Models, Warehouse, Clock), past ??= new PastFeatures(Warehouse, AsOf), AsOf, DataSoFar(Warehouse), new Seed(Request.Seed), Request.Threads, run) { IsAlone = Request.Slices is { Count: 1 }, Chosen = Request.Chosen, SegmentRules = Request.SegmentRules ?? Path.Combine(Home.Folder, Segments.SegmentRules.FileName) };

    /// <summary>Another connection to the warehouse, for a stage that runs beside the others.</summary>
    public DuckConnection Connect() => Warehouse.Another();

    public bool HasRoomBeside => Load.BytesRead < Warehouse.MemoryLimit / RoomShare;

    /// <summary>Changes with every committed load: what all later stages work from.</summary>
    public string LoadedSoFar() => LoadedSoFar(Warehouse);

    /// <summary>
    /// Names the loaded data for whoever wants to know what a model learned from: the last load, and a fingerprint of all files and rows until then, which is the same
    /// in any home that loaded the same.
    /// </summary>
    public static string DataSoFar(DuckConnection warehouse) => $"{LoadedSoFar(warehouse)}, {warehouse.Scalar<string>("""
        SELECT substr(sha256(CONCAT(
            (SELECT string_agg(CONCAT(sha256, ' ', rows, ' ', rejected), ';' ORDER BY load, sha256, rows, rejected) FROM sources), '|',
            (SELECT string_agg(CONCAT(rows, ' ', kept, ' ', rejected), ';' ORDER BY load) FROM loads))), 1, 16)
        """)}";

    public static string LoadedSoFar(DuckConnection warehouse) => $"load {warehouse.Scalar<long>("SELECT COALESCE(MAX(load), 0) FROM loads")}";
}
