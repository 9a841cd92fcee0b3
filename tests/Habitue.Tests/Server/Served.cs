using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Habitue.Tests.Server;

/// <summary>
/// One <c>habitue serve</c>, a process of its own with a small file of decisions, for all tests that only ask it: its measures are of
/// nobody else, where servers inside the tests' process share theirs.
/// </summary>
[CollectionDefinition]
public sealed class Served : IAsyncLifetime, ICollectionFixture<Served>
{
    internal const string Decisions = "deadline_ms: 10000\noffers:\n  tea: { purpose: none }\nplacements:\n  hero: { offers: [tea], fallback: tea }\n";
    private readonly string folder = Directory.CreateTempSubdirectory("habitue-served-").FullName;
    private ServedProcess process = null!;

    internal HttpClient Client { get; } = new();
    internal string WriteKey => process.WriteKey;
    internal string ReadKey => process.ReadKey;
    internal string DashboardWithPass => process.Dashboard;
    internal string DecisionsFile => Path.Combine(folder, "home", "decisions.yaml");

    public async ValueTask InitializeAsync()
    {
        process = ServedProcess.Start(Path.Combine(folder, "home"), "--pass", "--most-connections", "20000");
        Client.BaseAddress = new Uri(process.Address);
        await File.WriteAllTextAsync(DecisionsFile, Decisions);
        await Until.True(async () => (await Read("/v1/decisions/catalogue")).Body.GetProperty("offers").GetInt32() == 1, "the file of decisions is read");
        await Until.True(async () => (await Client.GetAsync("/health/ready")).IsSuccessStatusCode, "the server is ready");
    }

    /// <summary>Asks with the read key.</summary>
    internal async Task<(HttpStatusCode Status, JsonElement Body)> Read(string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { { "X-API-Key", ReadKey } } };
        using var answer = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        return (answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }

    internal Task<string> Metrics() => Client.GetStringAsync("/metrics", TestContext.Current.CancellationToken);

    /// <summary>What the server has counted so far. Requests for the measures themselves are left out.</summary>
    internal async Task<Counts> Counted()
    {
        var metrics = await Metrics();
        long Events(string outcome) => Regex.Match(metrics, $"^habitue_collector_events_total{{outcome=\"{outcome}\"}} (\\d+)$", RegexOptions.Multiline) is { Success: true } found ? long.Parse(found.Groups[1].Value) : 0;
        return new Counts(Events("accepted"), Events("duplicate"), Events("rejected"),
            Regex.Matches(metrics, "^habitue_collector_refused_requests_total{reason=\"([^\"]+)\"} (\\d+)$", RegexOptions.Multiline).ToDictionary(line => line.Groups[1].Value, line => long.Parse(line.Groups[2].Value)),
            Regex.Matches(metrics, "^http_server_request_duration_seconds_count{(.*)} (\\d+)$", RegexOptions.Multiline).Where(line => !line.Groups[1].Value.Contains("\"/metrics\"", StringComparison.Ordinal))
                .GroupBy(line => int.Parse(Regex.Match(line.Groups[1].Value, "http_response_status_code=\"(\\d+)\"").Groups[1].Value), line => long.Parse(line.Groups[2].Value)).ToDictionary(status => status.Key, status => status.Sum()));
    }

    /// <summary>What has been counted since then; an answer is counted a moment after it was sent, so this waits until there are so many.</summary>
    internal async Task<Delta> CountedSince(Counts before, long answers)
    {
        Delta? since = null;
        await Until.True(async () => (since = (await Counted()).Since(before)).Answered.Sum(one => one.Value) >= answers, $"{answers} answers are counted");
        return since!;
    }

    public ValueTask DisposeAsync()
    {
        Client.Dispose();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <param name="Refused">Requests that the collector refused as a whole, by reason.</param>
    /// <param name="Answered">Requests by the status that they were answered with.</param>
    internal sealed record Counts(long Accepted, long Duplicate, long Rejected, IReadOnlyDictionary<string, long> Refused, IReadOnlyDictionary<int, long> Answered)
    {
        /// <summary>What has come since then; reasons and statuses of which none came are left out.</summary>
        public Delta Since(Counts then) => new(Accepted - then.Accepted, Duplicate - then.Duplicate, Rejected - then.Rejected, Less(Refused, then.Refused), Less(Answered, then.Answered));

        private static KeyValuePair<T, long>[] Less<T>(IReadOnlyDictionary<T, long> now, IReadOnlyDictionary<T, long> then) where T : notnull =>
            [.. now.Select(one => KeyValuePair.Create(one.Key, one.Value - then.GetValueOrDefault(one.Key))).Where(one => one.Value != 0).OrderBy(one => one.Key is string text ? text : $"{one.Key}", StringComparer.Ordinal)];
    }

    internal sealed record Delta(long Accepted, long Duplicate, long Rejected, KeyValuePair<string, long>[] Refused, KeyValuePair<int, long>[] Answered);
}
