using System.Security.Cryptography;
using Habitue.Live.Shards;
using Habitue.Live.State;

namespace Habitue.Live.Snapshots;

/// <summary>
/// The file in which a shard outlives the process: what it is, the layout's version, the shard, and a checksum over all. It is written beside the old one and takes its place in
/// one step, so there is always a whole one.
/// </summary>
internal static class SnapshotFile
{
    /// <summary>Raised when the layout changes.</summary>
    public const int Version = 1;

    private const string Kind = "habitue live shard";

    public static string PathOf(string folder, int shard) => Path.Combine(folder, $"shard-{shard:000}.snapshot");

    /// <summary>The whole content of a file; done by the shard's worker, in memory.</summary>
    public static byte[] Content(Shard shard, int shards)
    {
        var sink = new ByteSink();
        sink.Text(Kind);
        sink.Number(Version);
        sink.Number(CustomerState.Layout);
        sink.Number(shard.Number);
        sink.Number(shards);
        shard.Write(sink);
        return sink.Written.ToArray();
    }

    /// <summary>Puts it on the disk in the place of the one before.</summary>
    public static void Write(string folder, int shard, byte[] content)
    {
        Directory.CreateDirectory(folder);
        var path = PathOf(folder, shard);
        using (var file = new FileStream(path + ".part", FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
        {
            file.Write(content);
            file.Write(SHA256.HashData(content));
            file.Flush(flushToDisk: true);
        }
        File.Move(path + ".part", path, overwrite: true);
    }

    /// <summary>Makes a new shard what the file says.</summary>
    /// <returns>Why it could not be read, in one sentence; null when all is well or there is no file.</returns>
    public static string? Read(string folder, Shard shard, int shards)
    {
        var path = PathOf(folder, shard.Number);
        if (!File.Exists(path)) return null;
        try
        {
            var bytes = File.ReadAllBytes(path);
            if (bytes.Length < SHA256.HashSizeInBytes) return Damaged(path, "it is too short");
            var content = bytes.AsSpan(0, bytes.Length - SHA256.HashSizeInBytes);
            if (!SHA256.HashData(content).AsSpan().SequenceEqual(bytes.AsSpan(content.Length))) return Damaged(path, "its checksum is not that of its content");
            var source = new ByteSource(content);
            if (source.Text() != Kind) return Damaged(path, "it is no snapshot of live state");
            if (source.Number() != Version || source.Number() != CustomerState.Layout) return Damaged(path, "another version of Habitue wrote it");
            if (source.Number() != shard.Number || source.Number() != shards) return Damaged(path, "it is of another shard");
            shard.Read(ref source);
            return null;
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException)
        {
            return Damaged(path, broken.Message.TrimEnd('.'));
        }
    }

    private static string Damaged(string path, string why) =>
        $"{Path.GetFileName(path)} cannot be used ({why}); these customers' live state is made again from the log, as far back as it is kept.";
}
