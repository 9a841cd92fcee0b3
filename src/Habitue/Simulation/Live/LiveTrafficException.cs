namespace Habitue.Simulation.Live;

/// <summary>The server does not take what the simulated shop sends. The message is one sentence.</summary>
public sealed class LiveTrafficException(string sentence) : Exception(sentence);
