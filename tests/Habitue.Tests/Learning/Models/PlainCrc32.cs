namespace Habitue.Tests.Learning.Models;

/// <summary>The checksum of model files, reckoned bit by bit, not by table, so that it is not the code under test.</summary>
internal static class PlainCrc32
{
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        foreach (var one in bytes)
        {
            sum ^= one;
            for (var bit = 0; bit < 8; bit++) sum = (sum & 1) == 0 ? sum >> 1 : (sum >> 1) ^ 0xEDB88320;
        }

        return ~sum;
    }
}
