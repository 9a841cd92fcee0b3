using System.CommandLine;

namespace Habitue.Host;

/// <summary>One call of a verb: what was asked, where the answer goes, the clock, and the wish to stop.</summary>
internal sealed record Call(ParseResult Asked, Terminal Terminal, TimeProvider Clock, CancellationToken Cancel)
{
    public T? Of<T>(Option<T> option) => Asked.GetValue(option);

    public T? Of<T>(Argument<T> argument) => Asked.GetValue(argument);

    /// <summary>The option's value only when the user gave it, so that a default can come from elsewhere.</summary>
    public bool Gave(Option option) => Asked.GetResult(option) is { Implicit: false };
}
