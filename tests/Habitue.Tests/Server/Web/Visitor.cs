using System.Net;
using System.Text.RegularExpressions;
using Habitue.Server.Web.Access;
using Microsoft.Extensions.DependencyInjection;

namespace Habitue.Tests.Server.Web;

/// <summary>Somebody at the dashboard without a browser: keeps cookies, follows no redirection on their own, and fills in forms.</summary>
internal sealed partial class Visitor : IDisposable
{
    private readonly RunningServer server;
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    public Visitor(RunningServer server)
    {
        this.server = server;
        Http = new HttpClient(new HttpClientHandler { CookieContainer = Cookies, AllowAutoRedirect = false }) { BaseAddress = server.Client.BaseAddress };
    }

    public CookieContainer Cookies { get; } = new();

    public HttpClient Http { get; }

    public Task<HttpResponseMessage> Get(string address) => Http.GetAsync(address, cancel);

    public async Task<string> Text(string address)
    {
        using var answer = await Get(address);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(cancel);
    }

    public Task<HttpResponseMessage> Post(string address, params (string Name, string Value)[] fields) =>
        Http.PostAsync(address, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))), cancel);

    /// <summary>Fills in the form for signing in.</summary>
    public async Task<HttpResponseMessage> SignIn(string name, string password, string to = "") =>
        await Post("/sign-in", ("name", name), ("password", password), ("to", to), (SignedIn.FormField, KeyOf(await Text("/sign-in"))));

    /// <summary>An account with this role, signed in.</summary>
    public static async Task<Visitor> As(RunningServer server, Role role)
    {
        var accounts = server.Services.GetRequiredService<Accounts>();
        var name = role == Role.Admin ? "Second admin" : role.ToString();   // the first one is made by the server
        if (accounts.All().All(account => account.Name != name)) accounts.Add(name, role, "a long password");
        var visitor = new Visitor(server);
        using var answer = await visitor.SignIn(name, "a long password");
        Assert.Equal("/", answer.Headers.Location?.OriginalString);
        return visitor;
    }

    public static string KeyOf(string page) => Key().Match(page).Groups[1].Value;

    public void Dispose() => Http.Dispose();

    [GeneratedRegex("name=\"form_key\" value=\"([0-9a-f]+)\"")]
    private static partial Regex Key();
}
