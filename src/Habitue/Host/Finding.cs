namespace Habitue.Host;

internal enum Verdict
{
    Good,
    Warning,
    Bad,
}

/// <summary>One thing that <c>habitue doctor</c> looked at.</summary>
/// <param name="Advice">What to do, when not all is well.</param>
internal sealed record Finding(string Subject, Verdict Verdict, string Found, string? Advice = null);
