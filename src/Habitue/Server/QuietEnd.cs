using System.Runtime.CompilerServices;

namespace Habitue.Server;

/// <summary>For streams that end because a viewer left or the server stops: that is an end like any other, and no failure.</summary>
internal static class QuietEnd
{
    public static async IAsyncEnumerable<T> UntilCancelled<T>(this IAsyncEnumerable<T> items, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var each = items.GetAsyncEnumerator(cancel);
        while (true)
        {
            try
            {
                if (!await each.MoveNextAsync()) yield break;
            }
            catch (OperationCanceledException)
            {
                // Not asked whether the token says so: of tokens that are linked, this one may be the last to hear.
                yield break;
            }
            yield return each.Current;
        }
    }
}
