using System.Collections.Concurrent;
using Habitue.Duck;
using Habitue.Experiments.Analysis;
using Habitue.Live.Warehousing;
using Habitue.Server;

namespace Habitue.Experiments.Serving;

/// <summary>Somebody was shown a variant.</summary>
internal readonly record struct Exposure(string Experiment, string Customer, string Variant, DateTime At);

/// <summary>Collects exposures and writes them into the warehouse; the first of a customer, experiment and variant counts, so that saying one again does no harm.</summary>
/// <param name="warehouse">Where they are written.</param>
/// <param name="most">How many may wait while the warehouse takes none.</param>
internal sealed class ExposureBook(LiveWarehouse warehouse, int most = ExposureBook.UsualMost) : IDisposable
{
    public const int UsualMost = 200_000;

    private readonly ConcurrentDictionary<(string, string, string), DateTime> waiting = new();
    private readonly Lock writing = new();

    /// <summary>Several followers of the log flush: on threads of the pool each would be held up by the writes of the others.</summary>
    private readonly BackThread back = new("exposures");

    public int Waiting => waiting.Count;

    public void Add(Exposure one) => waiting.AddOrUpdate((one.Experiment, one.Customer, one.Variant), one.At, (_, before) => one.At < before ? one.At : before);

    /// <summary>Adds one that nobody else has; false when too many wait already, and the variant must not be shown since it would not be counted.</summary>
    public bool TryAdd(Exposure one)
    {
        if (waiting.Count >= most && !waiting.ContainsKey((one.Experiment, one.Customer, one.Variant))) return false;
        Add(one);
        return true;
    }

    /// <summary>Writes what waits. What could not be written waits on.</summary>
    public void Flush()
    {
        lock (writing)
        {
            var taken = waiting.ToArray();
            if (taken.Length == 0) return;
            using var connection = warehouse.Connect();
            Write(connection, taken.Select(one => new Exposure(one.Key.Item1, one.Key.Item2, one.Key.Item3, one.Value)));
            foreach (var one in taken) waiting.TryRemove(one);
        }
    }

    /// <summary>The same, on a thread of its own.</summary>
    public Task FlushBehind() => back.Run(Flush);

    /// <summary>Writes exposures in one transaction.</summary>
    public static void Write(DuckConnection connection, IEnumerable<Exposure> exposures)
    {
        ExperimentTables.MakeExposures(connection);
        using var transaction = connection.Begin();
        foreach (var chunk in exposures.Chunk(200))
        {
            var rows = string.Join(", ", chunk.Select((_, i) => $"(${(4 * i) + 1}, ${(4 * i) + 2}, ${(4 * i) + 3}, ${(4 * i) + 4})"));
            connection.Execute($"INSERT INTO {ExperimentTables.Exposures} VALUES {rows} ON CONFLICT DO NOTHING", [.. chunk.SelectMany(one => new object?[] { one.Experiment, one.Customer, one.Variant, one.At })]);
        }

        transaction.Commit();
    }

    public void Dispose() => back.Dispose();
}
