using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;

namespace Habitue.Lake.Sources.Api;

/// <summary>Makes requests that carry the token and headers of an API's settings, and keeps them out of messages.</summary>
internal sealed partial class ApiCredentials
{
    private readonly Uri home;
    private readonly AuthenticationHeaderValue? authorization;
    private readonly Dictionary<string, string> headers;
    private readonly List<string> secrets = [];

    public ApiCredentials(ApiSettings settings, Func<string, string?> environment)
    {
        home = settings.Url;
        headers = settings.Headers.ToDictionary(h => h.Key, h => Variable().Replace(h.Value, v => Secret(v.Groups[1].Value, $"the header {h.Key}")));
        if (settings.TokenVariable != ApiSettings.DefaultTokenVariable || !string.IsNullOrWhiteSpace(environment(settings.TokenVariable)))
            authorization = new("Bearer", Secret(settings.TokenVariable, "token_env"));
        else if (settings.Login is { } login)
            authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(login)));
        if (settings.Login?.Split(':', 2) is [_, { Length: > 0 } password])
            secrets.Add(password);

        string Secret(string variable, string user)
        {
            string? value = environment(variable)?.Trim();
            if (string.IsNullOrEmpty(value))
                throw new SourceException(settings.Address, $"the environment variable {variable}, which {user} names, is not set; set it to the token");
            secrets.Add(value);
            return value;
        }
    }

    public bool Any => authorization is not null || headers.Count > 0;

    /// <summary>Whoever carries the requests can read what they carry.</summary>
    public bool AreExposed => Any && home.Scheme == Uri.UriSchemeHttp && !home.IsLoopback;

    public HttpRequestMessage Request(Uri url)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.UserAgent.ParseAdd("habitue");
        if (!IsHome(url))
            return request;
        request.Headers.Authorization = authorization;
        foreach ((string name, string value) in headers)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    /// <summary>A text of the server's, without what we sent in confidence.</summary>
    public string Scrubbed(string text) => secrets.Aggregate(text, (t, secret) => t.Replace(secret, "…", StringComparison.Ordinal));

    /// <summary>Whether the address is on the server that the settings name, and no less safely connected.</summary>
    private bool IsHome(Uri url) =>
        string.Equals(url.Host, home.Host, StringComparison.OrdinalIgnoreCase)
        && (url.Scheme == home.Scheme ? url.Port == home.Port : url.Scheme == Uri.UriSchemeHttps && url.IsDefaultPort && home.IsDefaultPort);

    [GeneratedRegex("""\$\{([A-Za-z_][A-Za-z0-9_]*)\}""")]
    private static partial Regex Variable();
}
