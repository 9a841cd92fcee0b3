using System.Collections.Concurrent;

namespace Habitue.Duck;

/// <summary>Rows of C# code that SQL can read: <c>SELECT … FROM</c> <see cref="Sql"/>. Dispose it when no query reads them any more.</summary>
public sealed class OfferedRows : IDisposable
{
    private static readonly ConcurrentDictionary<long, IDuckRows> s_offered = [];
    private static long s_last;
    private readonly long _id;

    private OfferedRows(long id) => _id = id;

    /// <summary>What stands for a table in SQL.</summary>
    public string Sql => $"{OfferedRowsFunction.Name}({_id})";

    internal static OfferedRows Of(IDuckRows rows)
    {
        var offered = new OfferedRows(Interlocked.Increment(ref s_last));
        s_offered[offered._id] = rows;
        return offered;
    }

    internal static IDuckRows? Find(long id) => s_offered.GetValueOrDefault(id);

    public void Dispose() => s_offered.TryRemove(_id, out _);
}
