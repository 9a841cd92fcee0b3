using Microsoft.Playwright;

namespace Habitue.Tests.Browser;

/// <summary>A page whose complaints and requests are kept.</summary>
internal sealed class Watched
{
    public Watched(IPage page)
    {
        page.Console += (_, message) => Complaints.Add($"{message.Type}: {message.Text}");
        page.PageError += (_, error) => Complaints.Add(error);
        page.Request += (_, request) => Requests.Add(request.Url);
    }

    public List<string> Complaints { get; } = [];

    public List<string> Requests { get; } = [];
}
