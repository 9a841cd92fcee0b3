using System.Text;

namespace Habitue.Lake.Log;

/// <summary>Which partition a key belongs to: FNV-1a of its UTF-8 bytes, which is the same in every process and version.</summary>
public static class LogPartition
{
    public static int Of(string key, int partitions)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentOutOfRangeException.ThrowIfLessThan(partitions, 1);
        Span<byte> buffer = stackalloc byte[256];
        int most = Encoding.UTF8.GetMaxByteCount(key.Length);
        Span<byte> bytes = most <= buffer.Length ? buffer : new byte[most];
        bytes = bytes[..Encoding.UTF8.GetBytes(key, bytes)];
        uint hash = 2166136261;
        foreach (byte b in bytes)
            hash = (hash ^ b) * 16777619;
        return (int)(hash % (uint)partitions);
    }
}
