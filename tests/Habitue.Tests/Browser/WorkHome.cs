using System.Net.Http.Json;
using Habitue.Server;
using Habitue.Server.Web.Access;
using Habitue.Tests.Host;
using Habitue.Tests.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Habitue.Tests.Browser;

/// <summary>A small simulated shop with models on its shelf, served by the whole live server, for the pages of those who work on data, models and experiments; one for all of their tests.</summary>
public sealed class WorkHome : IAsyncLifetime
{
    private readonly TemporaryHome home = new();
    private readonly Dictionary<string, string> said = [];
    private RunningServer? server;

    public string Folder => Path.Combine(home.Folder, "work-home");

    public string Address => server!.Client.BaseAddress!.ToString().TrimEnd('/');

    internal RunningServer Server => server!;

    public async ValueTask InitializeAsync()
    {
        var ran = TheProgram.Run(home.Folder, "demo", "--customers", "120", "--slices", "segments,baskets,value,drift", "--no-report", "--home", Folder);
        Assert.True(ran.Code == 0, ran.Error);
        foreach (var (key, words) in ((string, string[])[])[("models", ["models", "--json"]), ("card baskets", ["models", "card", "baskets"])])
        {
            var told = TheProgram.Run(home.Folder, [.. words, "--home", Folder]);
            Assert.True(told.Code == 0, told.Error);
            said[key] = told.Out;
        }
        server = await RunningServer.Start(folder: Folder);
    }

    public IReadOnlyList<T> Rows<T>(string sql)
    {
        using var connection = server!.Warehouse();
        return connection.Rows<T>(sql);
    }

    public void Change(string sql)
    {
        using var connection = server!.Warehouse();
        connection.Execute(sql);
    }

    /// <summary>What `habitue models --json` and `habitue models card NAME` said of this home before the server took it.</summary>
    public string CommandLine(params string[] words) => said[string.Join(' ', words)];

    internal T Service<T>() where T : notnull => server!.Services.GetRequiredService<T>();

    /// <summary>A page of somebody with an account of a role, at an address.</summary>
    internal async Task<IPage> Open(IBrowserContext context, string address, Role role = Role.Analyst)
    {
        var page = await context.NewPageAsync();
        var accounts = Service<Accounts>();
        var name = $"An {role}";   // the first admin is made by the server
        if (accounts.All().All(one => one.Name != name)) accounts.Add(name, role, "a long password");
        await page.GotoAsync($"{Address}/sign-in?to={Uri.EscapeDataString(address)}");
        await page.GetByLabel("Name").FillAsync(name);
        await page.GetByLabel("Password").FillAsync("a long password");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.Reaches(Address + address);
        return page;
    }

    /// <summary>Sends events to the collector.</summary>
    internal async Task Send(params object[] events)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "/v1/batch") { Content = JsonContent.Create(new { batch = events }) };
        message.Headers.Add("Authorization", "Bearer " + Service<AccessKeys>().Make(KeyKind.Write, "work"));
        using var answer = await server!.Client.SendAsync(message, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Waits until the warehouse holds what it is asked for.</summary>
    internal Task Holds(string sql, long expected) => Until.True(() => Rows<long>(sql)[0] == expected, $"{sql} gives {expected}");

    public async ValueTask DisposeAsync()
    {
        if (server is not null) await server.DisposeAsync();
        home.Dispose();
    }
}

/// <summary>The tests that share a <see cref="WorkHome"/>.</summary>
[CollectionDefinition(Name)]
public sealed class WorkPages : ICollectionFixture<WorkHome>, ICollectionFixture<Chromium>
{
    public const string Name = "Pages of those who work on data";
}
