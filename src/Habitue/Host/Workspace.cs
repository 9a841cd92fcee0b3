using Habitue.Duck;
using Habitue.Lake.Storage;

namespace Habitue.Host;

/// <summary>An opened home with its warehouse: what nearly every verb works with. Disposing gives the home back.</summary>
internal sealed class Workspace : IDisposable
{
    private readonly DuckDatabase database;
    private bool isLeft;

    private Workspace(Home home, DuckDatabase database) =>
        (Home, this.database, Warehouse) = (home, database, database.Connect());

    public Home Home { get; }

    public DuckConnection Warehouse { get; }

    /// <summary>Opens the home to change it, and makes it when it is not there.</summary>
    /// <param name="first">Done with the home before its warehouse is opened.</param>
    public static Workspace Open(Call call, HomeOptions options, string verb, Action<Home>? first = null) => Open(call, options, verb, readOnly: false, first);

    /// <summary>Opens a home that holds something, to look at it.</summary>
    /// <exception cref="UserMistakeException">Nothing has been loaded yet.</exception>
    public static Workspace Look(Call call, HomeOptions options, string verb, bool readOnly = true)
    {
        if (!IsThere(call, options))
            throw new UserMistakeException($"{options.Folder(call)}: nothing has been loaded here yet; start with `habitue run PATH` or `habitue demo`.");
        return Open(call, options, verb, readOnly, null);
    }

    /// <summary>True when the home has a warehouse.</summary>
    public static bool IsThere(Call call, HomeOptions options) => File.Exists(Path.Combine(options.Folder(call), Home.WarehouseName));

    private static Workspace Open(Call call, HomeOptions options, string verb, bool readOnly, Action<Home>? first)
    {
        var home = Home.Open(options.Folder(call), verb, call.Clock);
        try
        {
            first?.Invoke(home);
            return new Workspace(home, DuckDatabase.Open(home.Warehouse, new DuckSettings
            {
                Threads = options.Threads(call),
                MemoryLimit = options.Memory(call) ?? DefaultMemory,
                TempDirectory = Path.Combine(home.Spool, "duckdb"),
                ReadOnly = readOnly,
                // The newest format packs texts four times as tightly and in half the time; no older DuckDB reads a home.
                // Joining half-filled blocks rewrites most of a table to save little; only a load that takes rows away asks for it (BatchCleaning).
                Other = new Dictionary<string, string> { ["storage_compatibility_version"] = "latest", ["max_vacuum_tasks"] = "0", ["allocator_flush_threshold"] = "8GB", ["allocator_bulk_deallocation_flush_threshold"] = "8GB" },
            }));
        }
        catch
        {
            home.Dispose();
            throw;
        }
    }

    /// <summary>Enough for ten million events, and little enough that a laptop stays usable; beyond it DuckDB uses the disk.</summary>
    private static string DefaultMemory => $"{Math.Min(2500L << 20, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 10 * 7) >> 20}MiB";

    /// <summary>Another connection to the warehouse, for work beside the first one; whoever asks disposes it.</summary>
    public DuckConnection Connect() => database.Connect();

    /// <exception cref="UserMistakeException">An earlier step is missing; the sentence names the command that does it.</exception>
    public void MustHave(string table, string command)
    {
        if (!Warehouse.Has(table))
            throw new UserMistakeException($"{Home.Folder}: there is no table {table} yet; `{command}` makes it.");
    }

    /// <summary>
    /// Saves the warehouse and leaves it open: the process ends now, and the operating system takes memory and locks back in one go, where
    /// DuckDB would give back piece by piece. The home is given back by the end of the process too.
    /// </summary>
    public void Leave()
    {
        Warehouse.Execute("CHECKPOINT");
        isLeft = true;
    }

    public void Dispose()
    {
        if (isLeft)
        {
            Home.Leave();
            return;
        }
        Warehouse.Dispose();
        database.Dispose();
        Home.Dispose();
    }
}
