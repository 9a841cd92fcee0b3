namespace Habitue.Lake.Sources;

/// <summary>
/// A source that cannot be read, told in one sentence of the form <c>ADDRESS: what is wrong; what to do</c>.
/// The address must already be free of secrets.
/// </summary>
public sealed class SourceException : Exception
{
    public SourceException(string address, string problem, Exception? cause = null)
        : base($"{address}: {problem}", cause) => Address = address;

    public string Address { get; }
}
