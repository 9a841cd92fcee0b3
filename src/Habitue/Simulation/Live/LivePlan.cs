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

    /// <summary>When to stop; null for never.</summary>
    public TimeSpan? For { get; init; }

    /// <summary>How many times as fast as people act the visitors of one session act.</summary>
    public double Pace { get; init; } = 1;

    /// <summary>Where the ledger goes; null for none.</summary>
    public string? Ledger { get; init; }
}
