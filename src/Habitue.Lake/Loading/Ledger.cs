using Habitue.Duck;

namespace Habitue.Lake.Loading;

/// <summary>What the warehouse knows of an address that was loaded.</summary>
public sealed record KnownSource(int Source, string Address, string Layout, string Entity, long Bytes, DateTime Modified, string Sha256, long Rows, string? Cursor, string Mapping, long Load);

/// <summary>
/// The ledger of loads: which address brought which rows, by size, time and fingerprint. It is written in the same
/// transaction as the rows, so a load is there as a whole or not at all.
/// </summary>
public sealed class Ledger
{
    private readonly Dictionary<string, KnownSource> byAddress;
    private int next;

    private Ledger(IEnumerable<KnownSource> known)
    {
        byAddress = known.ToDictionary(k => k.Address);
        next = byAddress.Count == 0 ? 1 : byAddress.Values.Max(k => k.Source) + 1;
    }

    public static Ledger Read(DuckConnection warehouse) => new(warehouse.Rows<KnownSource>(
        "SELECT source, address, layout, entity, bytes, modified, sha256, rows, cursor, mapping, load FROM sources"));

    public KnownSource? Find(string address) => byAddress.GetValueOrDefault(address);

    public string? CursorOf(string address) => Find(address)?.Cursor;

    public int NextId() => next++;

    /// <summary>The number of the next load.</summary>
    public static long NextLoad(DuckConnection warehouse) => warehouse.Scalar<long>("SELECT COALESCE(MAX(load), 0) + 1 FROM loads");
}
