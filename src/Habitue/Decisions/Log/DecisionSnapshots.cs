using System.Security.Cryptography;
using System.Text;
using Habitue.Learning.Bandits;
using Habitue.Learning.Models;

namespace Habitue.Decisions.Log;

/// <summary>
/// Keeps what decisions remember in a file of the home, with the positions of the log it holds until. The file is replaced as a whole; one
/// that is damaged is passed by, and the log is read from its beginning.
/// </summary>
internal sealed class DecisionSnapshots(string folder)
{
    public const string FileName = "decisions.state";
    private const int Layout = 1, DigestBytes = 32;

    private string FilePath => Path.Combine(folder, FileName);

    /// <param name="memory">What is kept.</param>
    /// <param name="positions">The next place of each partition.</param>
    /// <param name="now">In seconds since 1970: what has gone out of date is tidied away first.</param>
    public void Save(DecisionMemory memory, IReadOnlyList<long> positions, long now)
    {
        memory.Tidy(now);
        using var body = new MemoryStream();
        using (var to = new BinaryWriter(body, Encoding.UTF8, leaveOpen: true))
        {
            to.Write(Layout);
            to.Write(positions.Count);
            foreach (var position in positions) to.Write(position);
            Write(to, memory.Shown.All().ToArray(), one =>
            {
                to.Write(one.Customer);
                to.Write(one.Shown.Decision);
                to.Write(one.Shown.Placement);
                Write(to, one.Shown.Actions, to.Write);
                to.Write(one.Shown.OfProducts);
                to.Write(one.Shown.At);
                to.Write(one.Shown.Rewarded);
            });
            Write(to, memory.Consents.All.ToArray(), one =>
            {
                to.Write(one.Key);
                Write(to, one.Value.ToArray(), said => { to.Write(said.Key); to.Write(said.Value); });
            });
            Write(to, memory.Stock.ToArray(), one => { to.Write(one.Key); to.Write(one.Value); });
            Write(to, memory.Bandits.Snapshots(), one =>
            {
                var bytes = ModelFile.Save(one.Snapshot);
                to.Write(one.Placement);
                to.Write(bytes.Length);
                to.Write(bytes);
            });
        }
        var temporary = FilePath + ".new";
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            file.Write(SHA256.HashData(body.GetBuffer().AsSpan(0, (int)body.Length)));
            body.WriteTo(file);
            file.Flush(flushToDisk: true);
        }
        File.Move(temporary, FilePath, overwrite: true);
    }

    /// <summary>Fills an empty memory; gives the positions, or null when there is nothing to go on from.</summary>
    public IReadOnlyList<long>? Restore(DecisionMemory memory)
    {
        if (!File.Exists(FilePath)) return null;
        var bytes = File.ReadAllBytes(FilePath);
        if (bytes.Length < DigestBytes || !SHA256.HashData(bytes.AsSpan(DigestBytes)).AsSpan().SequenceEqual(bytes.AsSpan(0, DigestBytes))) return null;
        using var from = new BinaryReader(new MemoryStream(bytes, DigestBytes, bytes.Length - DigestBytes), Encoding.UTF8);
        if (from.ReadInt32() != Layout) return null;
        var positions = Read(from, from.ReadInt64);
        foreach (var (customer, shown) in Read(from, () => (from.ReadString(), new Shown(from.ReadString(), from.ReadString(), Read(from, from.ReadString), from.ReadBoolean(), from.ReadInt64()) { Rewarded = from.ReadBoolean() })))
            memory.Shown.Add(customer, shown);
        foreach (var (customer, said) in Read(from, () => (from.ReadString(), Read(from, () => (from.ReadString(), from.ReadBoolean())))))
            memory.Consents.Set(customer, said.ToDictionary(one => one.Item1, one => one.Item2, StringComparer.OrdinalIgnoreCase));
        foreach (var (product, left) in Read(from, () => (from.ReadString(), from.ReadDouble()))) memory.SetStock(product, left);
        foreach (var (placement, saved) in Read(from, () => (from.ReadString(), from.ReadBytes(from.ReadInt32()))))
            memory.Bandits.Restore(placement, ModelFile.Load<BanditSnapshot>(new MemoryStream(saved)));
        return positions;
    }

    private static void Write<T>(BinaryWriter to, IReadOnlyList<T> items, Action<T> write)
    {
        to.Write(items.Count);
        foreach (var item in items) write(item);
    }

    private static T[] Read<T>(BinaryReader from, Func<T> read)
    {
        var items = new T[from.ReadInt32()];
        for (var i = 0; i < items.Length; i++) items[i] = read();
        return items;
    }
}
