namespace Habitue.Lake.Sources;

/// <summary>
/// A kind of place that rows come from. It brings them to the local disk as files; it neither maps nor cleans them.
/// </summary>
/// <remarks>
/// Every source keeps the laws in <c>tests/Habitue.Tests/Contracts/SourceLaws.cs</c>: fetching twice gives the same
/// bytes, cancelling stops, no address holds a secret, what is missing is named in a <see cref="SourceException"/>.
/// </remarks>
public interface ISource
{
    bool Accepts(string address);

    /// <exception cref="SourceException">The address cannot be read; the message says why and what to do.</exception>
    IReadOnlyList<SourceFile> Fetch(string address, SourceContext context, CancellationToken cancel);
}
