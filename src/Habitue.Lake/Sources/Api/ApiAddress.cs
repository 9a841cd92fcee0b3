using System.Text.RegularExpressions;

namespace Habitue.Lake.Sources.Api;

/// <summary>Web addresses of an API: settings in the fragment, parameters in the query, and no secret when shown.</summary>
internal static partial class ApiAddress
{
    private const string Known = "items, since, page, size, token_env";

    public static ApiSettings Parse(string address)
    {
        int hash = address.IndexOf('#', StringComparison.Ordinal);
        string fragment = hash < 0 ? "" : address[(hash + 1)..];
        string written = hash < 0 ? address : address[..hash];
        if (!Uri.TryCreate(written, UriKind.Absolute, out Uri? url) || url.Host.Length == 0)
            throw new SourceException(written.Split("//")[0] + "//…", "is not a web address; write https://host/path and %xx for special characters of a password");

        var settings = new ApiSettings
        {
            Address = fragment.Length == 0 ? Shown(url) : $"{Shown(url)}#{fragment}",
            Url = WithoutLogin(url),
            Login = url.UserInfo.Length == 0 ? null : Uri.UnescapeDataString(url.UserInfo),
        };
        foreach (string setting in fragment.Split('&', StringSplitOptions.RemoveEmptyEntries))
            settings = With(settings, setting);
        return settings;
    }

    /// <summary>The address without user, password and the values of parameters that are named like secrets.</summary>
    public static string Shown(Uri url) => SecretParameter().Replace(WithoutLogin(url).AbsoluteUri.Split('#')[0], "$1…");

    /// <summary>The address as it was written, or as people see it when it has a login or a secret parameter.</summary>
    public static string WithoutSecrets(string address, string hidden)
    {
        ApiSettings parsed = Parse(address);
        string shown = parsed.Address.Replace("…", hidden, StringComparison.Ordinal);
        // A password with / or ? in it ends the host too early, and stands behind it.
        if (shown.Contains('@', StringComparison.Ordinal))
            return $"{parsed.Url.Scheme}://{hidden}";
        if (parsed.Login is null && shown == parsed.Address)
            return address;
        return parsed.Login is null ? shown : shown.Insert(shown.IndexOf("://", StringComparison.Ordinal) + 3, hidden + "@");
    }

    /// <summary>The address with one query parameter set, in its place when it is already there.</summary>
    public static Uri WithParameter(Uri url, string name, string value)
    {
        string pair = $"{Uri.EscapeDataString(name)}={Uri.EscapeDataString(value)}";
        string[] pairs = url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries);
        int at = Array.FindIndex(pairs, p => Uri.UnescapeDataString(p.Split('=')[0]) == name);
        if (at < 0)
            pairs = [.. pairs, pair];
        else
            pairs[at] = pair;
        return new UriBuilder(url) { Query = string.Join('&', pairs) }.Uri;
    }

    public static string? Parameter(Uri url, string name) => url.Query.TrimStart('?').Split('&')
        .Select(p => p.Split('=', 2))
        .Where(p => p.Length == 2 && Uri.UnescapeDataString(p[0]) == name)
        .Select(p => Uri.UnescapeDataString(p[1]))
        .FirstOrDefault();

    public static PageStyle? StyleOf(string name) =>
        Enum.TryParse(name, ignoreCase: true, out PageStyle style) && Enum.IsDefined(style) && !char.IsDigit(name[0]) ? style : null;

    private static ApiSettings With(ApiSettings settings, string setting)
    {
        string[] parts = setting.Split('=', 2);
        string value = parts.Length == 2 ? Uri.UnescapeDataString(parts[1]) : "";
        string[] pair = value.Split(':', 2);
        if (value.Length == 0 || pair.Any(p => p.Length == 0))
            throw new SourceException(settings.Address, $"the setting '{parts[0]}' after # has no value; write {parts[0]}=…");
        return parts[0] switch
        {
            "items" => settings with { Items = value },
            "since" => settings with { Since = pair.Length == 2 ? (pair[0], pair[1]) : ("since", value) },
            "page" => settings with
            {
                Style = StyleOf(pair[0]) ?? throw new SourceException(
                    settings.Address, $"page={pair[0]} is none of auto, next, cursor, number, offset, none"),
                PageParameter = pair.Length == 2 ? pair[1] : null,
            },
            "size" => settings with
            {
                SizeParameter = pair.Length == 2 ? pair[0] : settings.SizeParameter,
                PageSize = int.TryParse(pair[^1], out int size) && size > 0 ? size : throw new SourceException(
                    settings.Address, $"size={value} is not a number above 0, as in size=100 or size=per_page:100"),
            },
            "token_env" => settings with { TokenVariable = value },
            _ => throw new SourceException(settings.Address, $"unknown setting '{parts[0]}' after #; known are {Known}"),
        };
    }

    private static Uri WithoutLogin(Uri url) =>
        url.UserInfo.Length == 0 ? url : new UriBuilder(url) { UserName = "", Password = "" }.Uri;

    [GeneratedRegex("""([?&][^=&]*(?:token|key|secret|password|passwd|pwd|signature|sig|auth|credential)=)[^&]*""", RegexOptions.IgnoreCase)]
    private static partial Regex SecretParameter();
}
