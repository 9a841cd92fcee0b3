using Habitue.Lake.Sources;
using Habitue.Tests.Sources;
using AllSources = Habitue.Lake.Sources.Sources;

namespace Habitue.Tests.Contracts;

/// <summary>What every source in the list keeps. A new source brings a case of its own.</summary>
public sealed class SourceLaws : IDisposable
{
    private const string HttpSecret = "hunter2";

    private readonly string folder = Directory.CreateTempSubdirectory("habitue-laws-").FullName;
    private readonly SpoolFixture spool = new();
    private readonly TestApi api = new(r => r.Target.StartsWith("/none", StringComparison.Ordinal) ? new TestReply("", 404) : """[{"id":1},{"id":2}]""");
    private readonly Dictionary<string, Case> cases;

    public SourceLaws(PostgresServer postgres) => cases = new()
    {
        [nameof(PostgresSource)] = new(
            new PostgresSource(),
            () => postgres.Address("query=SELECT i AS id, i * 2 AS twice FROM generate_series(1, 1000) AS i"),
            () => postgres.Address("table=no_such_table")),
        [nameof(HttpSource)] = new(
            new HttpSource(),
            () => $"http://ann:{HttpSecret}@{api.Host}/o?api_key={HttpSecret}&x=1",
            () => $"http://ann:{HttpSecret}@{api.Host}/none?api_key={HttpSecret}"),
        ["settings file"] = new(
            new HttpSource(),
            () => Written("shop.api.json", $$"""{ "url": "{{api.Url($"/o?token={HttpSecret}")}}", "since": { "field": "id" } }"""),
            () => Path.Combine(folder, "none.api.json")),
        [nameof(FileSource)] = new(
            new FileSource(),
            () => Written("orders.csv", "id,customer\n1,a\n2,b\n"),
            () => Path.Combine(folder, "none.csv")),
        ["folder"] = new(
            new FileSource(),
            () =>
            {
                Written("mixed/b.csv", "id,customer\n1,a\n");
                Written("mixed/a.jsonl", "{\"id\":1}\n");
                Written("mixed/shop.api.json", $$"""{ "url": "{{api.Url($"/o?token={HttpSecret}")}}" }""");
                Book("mixed/book.xlsx");
                Written("mixed/~$book.xlsx", "open by Ann");
                return Path.Combine(folder, "mixed");
            },
            () => Path.Combine(folder, "no folder")),
        ["workbook"] = new(
            new FileSource(),
            () => Book("book.xlsx"),
            () => Path.Combine(folder, "none.xlsx")),
    };

    /// <param name="Source">The source.</param>
    /// <param name="Good">Makes something that can be read, and its address; with a secret where addresses may hold one.</param>
    /// <param name="Missing">The address of something that is not there.</param>
    private sealed record Case(ISource Source, Func<string> Good, Func<string> Missing);

    public static TheoryData<string> Names => [nameof(PostgresSource), nameof(HttpSource), "settings file", nameof(FileSource), "folder", "workbook"];

    public void Dispose()
    {
        api.Dispose();
        spool.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Every_source_in_the_list_has_a_case() =>
        Assert.All(AllSources.All, source => Assert.Contains(cases.Values, c => c.Source.GetType() == source.GetType()));

    [Fact]
    public void Every_case_is_run() => Assert.Equal(cases.Keys.Order(), Names.Select(n => n.Data).Order());

    [Theory, MemberData(nameof(Names))]
    public void It_accepts_its_own_addresses(string name)
    {
        Assert.True(cases[name].Source.Accepts(cases[name].Good()));
        Assert.True(cases[name].Source.Accepts(cases[name].Missing()));
    }

    [Theory, MemberData(nameof(Names))]
    public void Fetching_twice_gives_the_same_bytes_and_touches_neither_the_first_nor_the_cursor(string name)
    {
        string address = cases[name].Good();
        IReadOnlyList<SourceFile> first = Fetch(name, address);
        byte[][] before = [.. first.Select(f => File.ReadAllBytes(f.LocalPath))];
        IReadOnlyList<SourceFile> second = Fetch(name, address);

        Assert.NotEmpty(first);
        Assert.Equal(first.Select(f => (f.Address, f.Format, f.Appends, f.Cursor)), second.Select(f => (f.Address, f.Format, f.Appends, f.Cursor)));
        Assert.Equal(before, second.Select(f => File.ReadAllBytes(f.LocalPath)));
        Assert.Equal(before, first.Select(f => File.ReadAllBytes(f.LocalPath)));
        Assert.All(first.Where(f => f.IsSpooled), f => Assert.DoesNotContain(second, s => s.LocalPath == f.LocalPath));
    }

    [Theory, MemberData(nameof(Names))]
    public void What_is_spooled_lies_in_the_spool_folder_and_what_is_not_lies_outside(string name) =>
        Assert.All(Fetch(name, cases[name].Good()), f => Assert.Equal(f.IsSpooled, Path.GetDirectoryName(f.LocalPath) == spool.Folder));

    [Theory, MemberData(nameof(Names))]
    public void Addresses_are_different_and_hold_no_secret(string name)
    {
        IReadOnlyList<SourceFile> files = Fetch(name, cases[name].Good());
        Assert.Equal(files.Count, files.DistinctBy(f => f.Address).Count());
        Assert.All(files, f => AssertNoSecret(f.ToString()));
        Assert.All(spool.Said, AssertNoSecret);
    }

    [Fact]
    public void A_folder_brings_files_sheets_and_apis_together() => Assert.Equal(
        ["a.jsonl", "b.csv", "book.xlsx#May", "book.xlsx#June", "shop.api.json"],
        Fetch("folder", cases["folder"].Good()).Select(f => Path.GetFileName(f.Address)));

    [Theory, MemberData(nameof(Names))]
    public void A_cancelled_fetch_stops_and_leaves_nothing(string name)
    {
        string address = cases[name].Good();
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => cases[name].Source.Fetch(address, spool.Context, cancel.Token));
        Assert.Empty(spool.Left);
    }

    [Theory, MemberData(nameof(Names))]
    public void What_is_missing_is_a_sentence_that_names_the_address_and_what_to_do(string name)
    {
        var error = Assert.Throws<SourceException>(() => Fetch(name, cases[name].Missing()));
        Assert.StartsWith($"{error.Address}: ", error.Message);
        Assert.Contains("; ", error.Message);
        Assert.DoesNotContain('\n', error.Message);
        AssertNoSecret(error.ToString());
        Assert.Empty(spool.Left);
    }

    private static void AssertNoSecret(string text)
    {
        Assert.DoesNotContain(HttpSecret, text);
        Assert.DoesNotContain(PostgresServer.Password[..6], text);
    }

    private IReadOnlyList<SourceFile> Fetch(string name, string address) =>
        cases[name].Source.Fetch(address, spool.Context, CancellationToken.None);

    private string Written(string name, string text)
    {
        string path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    private string Book(string name)
    {
        string path = Path.Combine(folder, name);
        using Workbook book = new Workbook(path).Sheet("May", [["id", "name"], [1, "a"]]).Sheet("June", [["id", "name"], [2, "b"]]);
        return path;
    }
}
