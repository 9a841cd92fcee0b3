using System.Net;
using Habitue.Lake.Sources.Api;

namespace Habitue.Lake.Sources;

/// <summary>
/// A JSON API that is polled: all its pages, or what it has since the last commit, as one file of JSON Lines. Read at
/// an address (<c>https://…</c>, settings after #) or by a file <c>NAME.api.json</c>.
/// </summary>
/// <param name="patience">How patiently to ask; the defaults suit a public API.</param>
/// <param name="environment">Looks up environment variables, which is where tokens are.</param>
public sealed class HttpSource(ApiPatience? patience = null, Func<string, string?>? environment = null) : ISource
{
    private readonly ApiPatience patience = patience ?? new();
    private readonly Func<string, string?> environment = environment ?? Environment.GetEnvironmentVariable;

    public static bool IsUrl(string text) =>
        text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("http://", StringComparison.OrdinalIgnoreCase);

    public bool Accepts(string address) =>
        IsUrl(address) || address.EndsWith(ApiSettingsFile.Extension, StringComparison.OrdinalIgnoreCase);

    public IReadOnlyList<SourceFile> Fetch(string address, SourceContext context, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        return [FetchAsync(ApiSettings.Of(address), context, cancel).GetAwaiter().GetResult()];
    }

    private async Task<SourceFile> FetchAsync(ApiSettings settings, SourceContext context, CancellationToken cancel)
    {
        var credentials = new ApiCredentials(settings, environment);
        if (credentials.AreExposed)
            context.Say?.Invoke($"{settings.Address}: the token is sent without encryption; use https if the server can");
        ApiCursor? cursor = settings.Since is { } since ? new(context.CursorOf(settings.Address), since.Field) : null;
        var paging = new ApiPaging(settings);
        using var client = new ApiClient(settings, patience, credentials, context);
        using var spool = new SpoolFile(context, settings.Address, ".jsonl");
        var records = new ApiRecords(spool, settings, cursor);

        var asked = new HashSet<string>();
        Uri? next = paging.First(cursor?.Since);
        for (int page = 1; next is { } url; page++)
        {
            try
            {
                if (page > settings.PageLimit)
                    throw new ApiFault($"goes on after {settings.PageLimit} pages; narrow the address, or raise page.limit in a .api.json file");
                if (!asked.Add(url.AbsoluteUri))
                    throw new ApiFault("was already read: the API pages in a circle; name the way it pages with page.style");

                using ApiAnswer answer = await client.GetAsync(url, cancel).ConfigureAwait(false);
                next = paging.Next(url, answer, records.Write(answer, cancel));
            }
            catch (ApiFault e) when (page > 1 && paging.IsCounted && e.Status == HttpStatusCode.NotFound)
            {
                // Some servers say that a page past the last does not exist instead of showing an empty one.
                break;
            }
            catch (ApiFault e)
            {
                throw new SourceException(settings.Address, $"page {page} at {ApiAddress.Shown(url)} {credentials.Scrubbed(e.Message)}", e);
            }
        }

        records.Check(context);
        spool.Keep();
        return new SourceFile
        {
            Address = settings.Address,
            LocalPath = spool.LocalPath,
            Format = SourceFormat.JsonLines,
            IsSpooled = true,
            Appends = cursor is not null,
            Cursor = cursor?.ToString(),
        };
    }
}
