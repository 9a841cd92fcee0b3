using System.Text.RegularExpressions;

namespace Habitue.Collector;

/// <summary>
/// Which senders are machines: by their user agent, and by doing in a minute what no person does. The same bounds hold for files
/// (the rule for bots of the cleaning).
/// </summary>
internal sealed partial class BotWatch(CollectorSettings settings)
{
    private const int Slots = 1 << 16;
    private readonly long[] visitors = new long[Slots];

    public static bool IsBotAgent(string? agent) => agent is { Length: > 0 } && Agents().IsMatch(agent);

    public static bool IsBotAgent(ReadOnlySpan<byte> quoted)
    {
        Span<char> text = stackalloc char[512];
        ReadOnlySpan<byte> head = quoted[..Math.Min(quoted.Length, 512)];
        int length = 0;
        foreach (byte b in head)
            text[length++] = (char)b;   // the words that are looked for are ASCII
        return Agents().IsMatch(text[..length]);
    }

    /// <summary>Counts an event of a visitor; true from the one on with which there are too many in a minute.</summary>
    /// <param name="visitor">The anonymous id.</param>
    /// <param name="at">When it happened.</param>
    public bool IsTooFast(ReadOnlySpan<byte> visitor, DateTimeOffset at)
    {
        uint hash = (uint)System.IO.Hashing.XxHash3.HashToUInt64(visitor);
        // Who, which minute and how many, in one number: two visitors in one slot drive each other out, and neither is a bot for it.
        ref long slot = ref visitors[hash & (Slots - 1)];
        long who = (long)(hash >> 16) << 48, minute = at.ToUnixTimeSeconds() / 60 & 0xFFFF_FFFF, seen = Volatile.Read(ref slot);
        long mine = who | minute << 16;
        long count = (seen & ~0xFFFFL) == mine ? Math.Min((seen & 0xFFFF) + 1, 0xFFFF) : 1;
        Volatile.Write(ref slot, mine | count);
        return count >= settings.BotEventsInMinute;
    }

    [GeneratedRegex("bot|crawl|spider|slurp|headless|scrap|python-requests|curl/|wget/", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Agents();
}
