using System.Net;
using System.Security.Authentication;
using Polly;
using Polly.Retry;

namespace Habitue.Lake.Sources.Api;

/// <summary>
/// Asks an API for pages: with its token, following redirects, again after a pause when the fault may pass. The token
/// and the headers of the settings are sent to the host they were given for and to no other.
/// </summary>
internal sealed class ApiClient : IDisposable
{
    private const int MostRedirects = 10;

    private readonly ApiSettings settings;
    private readonly ApiPatience patience;
    private readonly TimeProvider clock;
    private readonly ApiCredentials credentials;
    private readonly ResiliencePipeline<ApiAnswer> attempts;
    private readonly HttpClient http = new(new SocketsHttpHandler
    {
        // Redirects are followed here: the framework forgets the token even when the host stays the same.
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(15),
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    public ApiClient(ApiSettings settings, ApiPatience patience, ApiCredentials credentials, SourceContext context)
    {
        (this.settings, this.patience, this.credentials, clock) = (settings, patience, credentials, context.Clock);
        var jitter = new Random(patience.Seed);
        var retry = new RetryStrategyOptions<ApiAnswer>
        {
            MaxRetryAttempts = patience.Attempts - 1,
            Delay = patience.FirstWait,
            MaxDelay = patience.LongestWait,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Randomizer = jitter.NextDouble,
            ShouldHandle = outcome => ValueTask.FromResult(outcome.Outcome.Exception is ApiFault { MayPass: true }),
            DelayGenerator = outcome => ValueTask.FromResult((outcome.Outcome.Exception as ApiFault)?.RetryAfter),
            OnRetry = outcome =>
            {
                context.Say?.Invoke($"{settings.Address}: {outcome.Outcome.Exception!.Message}; asking again in {outcome.RetryDelay.TotalSeconds:0.#} s");
                return default;
            },
        };
        attempts = patience.Attempts > 1
            ? new ResiliencePipelineBuilder<ApiAnswer> { TimeProvider = clock }.AddRetry(retry).Build()
            : ResiliencePipeline<ApiAnswer>.Empty;
    }

    /// <exception cref="ApiFault">There is no such page, or every attempt failed.</exception>
    public async Task<ApiAnswer> GetAsync(Uri url, CancellationToken cancel)
    {
        try
        {
            return await attempts.ExecuteAsync(async token => await AttemptAsync(url, token).ConfigureAwait(false), cancel).ConfigureAwait(false);
        }
        catch (ApiFault e) when (e.MayPass)
        {
            throw new ApiFault($"{e.Message}, also at attempt {patience.Attempts} of {patience.Attempts}; try again later", status: e.Status, cause: e);
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<ApiAnswer> AttemptAsync(Uri first, CancellationToken cancel)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        try
        {
            Uri url = first;
            for (int i = 0; i <= MostRedirects; i++)
            {
                silence.CancelAfter(patience.Silence);
                using HttpRequestMessage request = credentials.Request(url);
                using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, silence.Token).ConfigureAwait(false);
                if (response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
                    or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect)
                {
                    url = Redirected(url, response);
                    continue;
                }

                byte[] body = await ReadAsync(response, silence).ConfigureAwait(false);
                return ApiResponse.Read(url, response, body, credentials, clock, patience);
            }

            throw new ApiFault($"redirects more than {MostRedirects} times; give the address that it should end at");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new ApiFault($"was silent for {patience.Silence.TotalSeconds:0.#} seconds", mayPass: true);
        }
        catch (HttpRequestException e)
        {
            throw NotReached(e);
        }
        catch (IOException e)
        {
            throw new ApiFault("cut the connection in the middle of its answer", mayPass: true, cause: e);
        }
        catch (InvalidDataException e)
        {
            throw new ApiFault("sent a compressed answer that cannot be unpacked", mayPass: true, cause: e);
        }
    }

    private static Uri Redirected(Uri from, HttpResponseMessage response)
    {
        Uri to = response.Headers.Location is { } location
            ? new Uri(from, location)
            : throw new ApiFault($"redirects ({(int)response.StatusCode}) without saying where to");
        bool isWeb = to.Scheme == Uri.UriSchemeHttps || to.Scheme == Uri.UriSchemeHttp;
        if (!isWeb || (from.Scheme == Uri.UriSchemeHttps && to.Scheme != Uri.UriSchemeHttps))
            throw new ApiFault($"redirects from https to {to.Scheme}, which is not followed; give the address that it should end at");
        return to;
    }

    private async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationTokenSource silence)
    {
        await using Stream stream = await response.Content.ReadAsStreamAsync(silence.Token).ConfigureAwait(false);
        using var body = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        while (true)
        {
            // The server need not be fast, only not silent.
            silence.CancelAfter(patience.Silence);
            int read = await stream.ReadAsync(buffer, silence.Token).ConfigureAwait(false);
            if (read == 0)
                return body.ToArray();
            body.Write(buffer, 0, read);
            if (body.Length > patience.LargestPage)
                throw new ApiFault($"sent a page of more than {patience.LargestPage >> 20} MB; ask for smaller pages with page.size or size=");
        }
    }

    private ApiFault NotReached(HttpRequestException e)
    {
        string place = settings.Url.Authority;
        return e.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => new($"the host {settings.Url.Host} is not known; check its name", cause: e),
            HttpRequestError.SecureConnectionError => new(
                $"no safe connection to {place} ({(e.InnerException as AuthenticationException ?? (Exception)e).Message.TrimEnd('.')}); check its certificate", cause: e),
            HttpRequestError.ConnectionError => new($"{place} cannot be reached ({e.InnerException?.Message ?? e.Message})", mayPass: true, cause: e),
            _ => new($"cut the connection before it answered", mayPass: true, cause: e),
        };
    }
}
