using Habitue.Duck;
using Habitue.Lake.Storage;

namespace Habitue.Host;

/// <summary>An opened home with its warehouse: what nearly every verb works with. Disposing gives the home back.</summary>
internal sealed class Workspace : IDisposable
{
    private readonly DuckDatabase database;

    private Workspace(Home home, DuckDatabase database) =>
        (Home, this.database, Warehouse) = (home, database, database.Connect());

    public Home Home { get; }

    public DuckConnection Warehouse { get; }

    /// <summary>Opens the home to change it, and makes it when it is not there.</summary>
    public static Workspace Open(Call call, HomeOptions options, string verb) => Open(call, options, verb, readOnly: false);

    /// <summary>Opens a home that holds something, to look at it.</summary>
    /// <exception cref="UserMistakeException">Nothing has been loaded yet.</exception>
    public static Workspace Look(Call call, HomeOptions options, string verb, bool readOnly = true)
    {
        var folder = options.Folder(call);
        if (!File.Exists(Path.Combine(folder, "warehouse.duckdb")))
            throw new UserMistakeException($"{folder}: nothing has been loaded here yet; start with `habitue run PATH` or `habitue demo`.");
        return Open(call, options, verb, readOnly);
    }

    private static Workspace Open(Call call, HomeOptions options, string verb, bool readOnly)
    {
        var home = Home.Open(options.Folder(call), verb, call.Clock);
        try
        {
            return new Workspace(home, DuckDatabase.Open(home.Warehouse, new DuckSettings
            {
                Threads = options.Threads(call),
                MemoryLimit = options.Memory(call),
                TempDirectory = Path.Combine(home.Spool, "duckdb"),
                ReadOnly = readOnly,
            }));
        }
        catch
        {
            home.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Warehouse.Dispose();
        database.Dispose();
        Home.Dispose();
    }
}
