using Habitue.Lake.Sources;
using Habitue.Lake.Sources.Api;

namespace Habitue.Tests.Sources;

/// <summary>Fetches from an address with a clock on which nobody waits and variables of the test's own.</summary>
public sealed class HttpFixture : IDisposable
{
    public JumpingClock Clock { get; } = new();

    public SpoolFixture Spool { get; }

    public Dictionary<string, string> Variables { get; } = [];

    public ApiPatience Patience { get; init; } = new();

    public HttpFixture() => Spool = new() { Clock = Clock };

    public void Dispose() => Spool.Dispose();

    public HttpSource Source => new(Patience, Variables.GetValueOrDefault);

    public SourceFile Fetch(string address, CancellationToken cancel = default) => Assert.Single(Source.Fetch(address, Spool.Context, cancel));

    public string[] Lines(string address) => File.ReadAllLines(Fetch(address).LocalPath);

    /// <summary>The sentence a fetch fails with; no file may be left.</summary>
    public string Refusal(string address)
    {
        var error = Assert.Throws<SourceException>(() => Fetch(address));
        Assert.StartsWith(error.Address, error.Message);
        Assert.DoesNotContain("hunter2", error.ToString());
        Assert.Empty(Spool.Left);
        return error.Message;
    }
}
