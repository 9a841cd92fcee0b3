using System.Collections.Concurrent;
using System.Security.Cryptography;
using Habitue.Server.Web.Access;

namespace Habitue.Server.Web;

/// <summary>
/// What a page tells about the act that led to it. The address carries only a word that stands for it, so nobody can make an address that puts words into the program's mouth.
/// </summary>
internal sealed class Notices
{
    public const string Parameter = "note";
    private const int Kept = 1_000;
    private readonly ConcurrentDictionary<string, Notice> known = new();
    private readonly ConcurrentQueue<string> order = new();

    public sealed record Notice(string Name, string Words, bool Went);

    /// <summary>The address with the word for what is to be told there; what was told there before is told no more.</summary>
    public string Address(string address, Person who, string words, bool went)
    {
        var word = RandomNumberGenerator.GetHexString(16, lowercase: true);
        known[word] = new Notice(who.Name, words, went);
        order.Enqueue(word);
        if (order.Count > Kept && order.TryDequeue(out var oldest)) known.TryRemove(oldest, out _);
        var mark = address.IndexOf('#');
        var (page, place) = mark < 0 ? (address, "") : (address[..mark], address[mark..]);
        var asked = page.IndexOf('?');
        var parts = asked < 0 ? [] : page[(asked + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries).Where(part => part.Split('=')[0] != Parameter);
        return $"{(asked < 0 ? page : page[..asked])}?{string.Join('&', parts.Append($"{Parameter}={word}"))}{place}";
    }

    /// <summary>What this word stands for, when it was said to this person.</summary>
    public Notice? Of(string word, Person who) => known.TryGetValue(word, out var notice) && notice.Name == who.Name ? notice : null;
}
