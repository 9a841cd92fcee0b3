using System.Net;
using System.Text.Json;

namespace Habitue.Lake.Sources.Api;

/// <summary>One page of an API: what it says, and the next page's address when a Link header names one.</summary>
internal sealed record ApiAnswer(Uri Url, JsonDocument? Body, string? NextLink) : IDisposable
{
    public void Dispose() => Body?.Dispose();
}

/// <summary>One request that brought no page: why, and whether asking again may help.</summary>
internal sealed class ApiFault(string problem, bool mayPass = false, TimeSpan? retryAfter = null, HttpStatusCode? status = null, Exception? cause = null)
    : Exception(problem, cause)
{
    public bool MayPass { get; } = mayPass;

    public TimeSpan? RetryAfter { get; } = retryAfter;

    public HttpStatusCode? Status { get; } = status;
}
