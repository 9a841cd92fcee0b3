using Habitue.Explore;
using Habitue.Lake.Storage;
using Habitue.Server;
using Habitue.Server.Web;
using Habitue.Tests.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Habitue.Tests.Explore;

public sealed class QueryLimitsTests
{
    private const string ForEver = "SELECT SUM(a.range * b.range) FROM range(1000000) a, range(1000000) b";
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    private static Task<RunningServer> Start(QueryLimits limits) => RunningServer.Start([new HealthModule(), new WebModule(), new ExploreModule()], with: settings => settings with { Queries = limits });

    [Fact]
    public async Task After_its_time_a_question_is_stopped()
    {
        await using var server = await Start(new QueryLimits { Time = TimeSpan.FromMilliseconds(300) });
        var stopped = await Assert.ThrowsAsync<QueryException>(() => server.Services.GetRequiredService<Explorer>().Ask(ExploreShop.Analyst, ForEver, cancel));
        Assert.StartsWith("It was stopped after 0 seconds.", stopped.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_look_for_more_rows_than_a_file_holds_is_stopped_too()
    {
        await using var server = await Start(new QueryLimits { Time = TimeSpan.FromSeconds(1), Saved = 50 });
        var file = Path.Combine(server.Folder, "answer-of-test.parquet");
        var stopped = await Assert.ThrowsAsync<QueryException>(() => server.Services.GetRequiredService<Explorer>().Save(ExploreShop.Analyst, "SELECT range FROM range(1000000000000) WHERE range < 50 OR range < 0", file, "parquet", cancel));
        Assert.StartsWith("It was stopped after 1 seconds.", stopped.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_questions_than_there_is_room_for_are_sent_away()
    {
        await using var server = await Start(new QueryLimits { AtOnce = 1 });
        var explorer = server.Services.GetRequiredService<Explorer>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var first = explorer.Ask(ExploreShop.Analyst, ForEver, stop.Token);
        var second = await Assert.ThrowsAsync<QueryException>(() => explorer.Ask(ExploreShop.Analyst, "SELECT 1", cancel));
        Assert.Equal("1 question at once is all that is answered; ask again in a moment.", second.Message);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Single((await explorer.Ask(ExploreShop.Analyst, "SELECT 1", cancel)).Rows);
    }
}
