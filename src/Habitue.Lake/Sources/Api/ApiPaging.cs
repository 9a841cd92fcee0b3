using System.Globalization;

namespace Habitue.Lake.Sources.Api;

/// <summary>Which page comes first, and which after another.</summary>
internal sealed class ApiPaging(ApiSettings settings)
{
    public Uri First(string? since)
    {
        Uri url = settings.Url;
        if (settings.Since is { } s && since is not null)
            url = ApiAddress.WithParameter(url, s.Parameter, since);
        if (settings.PageSize is { } size)
            url = ApiAddress.WithParameter(url, settings.SizeParameter, size.ToString(CultureInfo.InvariantCulture));
        return settings.Style switch
        {
            PageStyle.Number when ApiAddress.Parameter(url, NumberParameter) is null => ApiAddress.WithParameter(url, NumberParameter, "1"),
            PageStyle.Offset when ApiAddress.Parameter(url, OffsetParameter) is null => ApiAddress.WithParameter(url, OffsetParameter, "0"),
            _ => url,
        };
    }

    /// <summary>Pages are counted, so the end shows only as a page with nothing on it.</summary>
    public bool IsCounted => settings.Style is PageStyle.Number or PageStyle.Offset
        || (settings.Style == PageStyle.Auto && (Has(NumberParameter) || Has(OffsetParameter)));

    /// <returns>Null after the last page.</returns>
    /// <param name="asked">The address the page was asked for at.</param>
    /// <param name="answer">The page.</param>
    /// <param name="records">How many records it held.</param>
    public Uri? Next(Uri asked, ApiAnswer answer, int records) => settings.Style switch
    {
        PageStyle.None => null,
        PageStyle.Next => ByAddress(answer).Url,
        PageStyle.Cursor => ByToken(asked, answer),
        PageStyle.Number => ByCount(asked, NumberParameter, records, 1),
        PageStyle.Offset => ByCount(asked, OffsetParameter, records, records),
        _ => Found(asked, answer, records),
    };

    private string NumberParameter => settings.PageParameter ?? "page";

    private string OffsetParameter => settings.PageParameter ?? (Has("skip") ? "skip" : "offset");

    private Uri? Found(Uri asked, ApiAnswer answer, int records)
    {
        (bool found, Uri? next) = ByAddress(answer);
        if ((next ?? ByToken(asked, answer)) is { } named)
            return named;
        if (found)
            return null;
        if (Has(NumberParameter))
            return ByCount(asked, NumberParameter, records, 1);
        return Has(OffsetParameter) ? ByCount(asked, OffsetParameter, records, records) : null;
    }

    private bool Has(string parameter) => ApiAddress.Parameter(settings.Url, parameter) is not null;

    private static (bool Found, Uri? Url) ByAddress(ApiAnswer answer)
    {
        (bool found, string? address) = answer.NextLink is { } link ? (true, link)
            : answer.Body is { } body ? ApiPage.NextAddress(body.RootElement)
            : (false, null);
        if (string.IsNullOrEmpty(address))
            return (found, null);
        if (!Uri.TryCreate(answer.Url, address, out Uri? url) || !HttpSource.IsUrl(url.AbsoluteUri))
            throw new ApiFault($"names a next page that is no web address ({address}); name the way it pages with page.style");
        // Servers behind a proxy often believe that they are spoken to without encryption.
        bool isDowngraded = answer.Url.Scheme == Uri.UriSchemeHttps && url.Scheme == Uri.UriSchemeHttp && url.Host == answer.Url.Host;
        return (true, isDowngraded ? new UriBuilder(url) { Scheme = Uri.UriSchemeHttps, Port = url.IsDefaultPort ? -1 : url.Port }.Uri : url);
    }

    private Uri? ByToken(Uri asked, ApiAnswer answer) =>
        answer.Body is { } body && ApiPage.NextToken(body.RootElement) is { } next
            ? ApiAddress.WithParameter(asked, settings.PageParameter ?? next.Parameter, next.Token)
            : null;

    private static Uri? ByCount(Uri asked, string parameter, int records, int step)
    {
        if (records == 0)
            return null;
        string? now = ApiAddress.Parameter(asked, parameter);
        return long.TryParse(now, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? ApiAddress.WithParameter(asked, parameter, (number + step).ToString(CultureInfo.InvariantCulture))
            : throw new ApiFault($"the parameter {parameter} is '{now}', not a number to count on from; correct the address");
    }
}
