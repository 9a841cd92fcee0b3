namespace Habitue.Server;

/// <summary>Something that the server cannot do without. Each registered one is asked by <c>/health/ready</c>.</summary>
/// <param name="Name">A word, such as "log".</param>
/// <param name="Problem">What is wrong with it in one sentence; null when it is well.</param>
internal sealed record Dependency(string Name, Func<CancellationToken, ValueTask<string?>> Problem);
