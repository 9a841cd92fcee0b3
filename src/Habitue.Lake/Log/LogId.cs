using System.Buffers;
using System.IO.Hashing;
using System.Text;

namespace Habitue.Lake.Log;

/// <summary>
/// The 128 bits by which the log knows an event again: XXH128 of its message id. Two ids of a thousand million events fall
/// together with a probability of about 10^-21.
/// </summary>
public static class LogId
{
    /// <param name="messageId">The message id as UTF-8.</param>
    public static UInt128 Of(ReadOnlySpan<byte> messageId)
    {
        UInt128 hash = XxHash128.HashToUInt128(messageId);
        return hash == UInt128.Zero ? UInt128.One : hash;   // zero means that there is no id
    }

    public static UInt128 Of(string messageId)
    {
        ArgumentNullException.ThrowIfNull(messageId);
        byte[] rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(messageId.Length));
        UInt128 id = Of(rented.AsSpan(0, Encoding.UTF8.GetBytes(messageId, rented)));
        ArrayPool<byte>.Shared.Return(rented);
        return id;
    }
}
