using System.Net.Http.Headers;
using System.Text;

namespace Habitue.Simulation.Live;

/// <summary>How a simulated shop plays against a running server.</summary>
/// <param name="Shop">The shop; the same plan as its history gives the same customers on the same devices.</param>
/// <param name="Server">The collector's address.</param>
/// <param name="Rate">Events a second on average.</param>
/// <param name="Run">Where the random numbers of this run start: two runs with the same one send the same messages.</param>
internal sealed record LivePlan(ShopPlan Shop, Uri Server, double Rate, ulong Run)
{
    /// <summary>The write key; null for a server that asks for none.</summary>
    public string? WriteKey { get; init; }

    /// <summary>The places for which each visitor is asked about; none to ask for nothing.</summary>
    public IReadOnlyList<string> Placements { get; init; } = [];

    /// <summary>When to stop; null for never.</summary>
    public TimeSpan? For { get; init; }

    /// <summary>After how many events to stop; null for never.</summary>
    public long? Count { get; init; }

    /// <summary>How many times as fast as people act the visitors of one session act.</summary>
    public double Pace { get; init; } = 1;

    /// <summary>Where the ledger goes; null for none.</summary>
    public string? Ledger { get; init; }

    /// <summary>A client of the server that presents the key.</summary>
    public HttpClient Client()
    {
        var client = new HttpClient { BaseAddress = Server, Timeout = TimeSpan.FromSeconds(30) };
        if (WriteKey is { } key) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(key + ":")));
        return client;
    }
}
