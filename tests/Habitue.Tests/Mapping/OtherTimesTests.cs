using Habitue.Lake.Loading;
using Habitue.Tests.Loading;

namespace Habitue.Tests.Mapping;

/// <summary>A mapping is kept from files with one format of dates, and a later export has another.</summary>
public sealed class OtherTimesTests : IDisposable
{
    private const string Header = "order_id,sku,quantity,order_date,price,customer_id\n";
    private readonly LoadedHome home = new();

    public void Dispose() => home.Dispose();

    [Fact]
    public void The_sentence_names_what_to_write_and_what_it_says_brings_the_rows_back()
    {
        home.Load(home.Write("march.csv", Orders("A", day => $"2024-03-{day:00} 10:00")));
        LoadReport report = home.Load(home.Write("april.csv", Orders("B", day => $"{day:00}.04.2024 10:00")));
        Assert.Equal((20L, 20L), (home.Count("events"), report.Rejected));
        string note = Assert.Single(report.Notes);
        string mapping = Directory.GetFiles(Path.Combine(home.Folder, "mappings")).Single();
        Assert.Contains("april.csv: 'order_date' is written as %d.%m.%Y %H:%M such as '01.04.2024 10:00', but", note);
        Assert.Contains($"{mapping} reads it as iso; write \"read_as\": \"%d.%m.%Y %H:%M\" for that column there, then `habitue quality export FILE --rule unparsable-value` and `habitue quality replay FILE`", note);

        File.WriteAllText(mapping, File.ReadAllText(mapping).Replace("\"field\": \"occurred_at\"", "\"field\": \"occurred_at\", \"read_as\": \"%d.%m.%Y %H:%M\""));
        string broken = Path.Combine(home.Folder, "broken.jsonl");
        Replay.Export(home.Warehouse, broken, "unparsable-value", default);
        LoadReport replayed = Replay.Run(home.Warehouse, broken, home.Settings, null, default);
        Assert.Equal((40L, 0L), (home.Count("events"), home.Count("quarantine")));
        Assert.Empty(replayed.Notes);
        Assert.Equal(20, home.Count("events", "occurred_at >= TIMESTAMP '2024-04-01' AND occurred_at < TIMESTAMP '2024-04-21'"));
        // Both kinds are read from now on.
        home.Load(home.Write("may.csv", Orders("C", day => $"2024-05-{day:00} 10:00")));
        Assert.Equal(60, home.Count("events"));
    }

    [Fact]
    public void Where_the_values_do_not_tell_day_from_month_the_sentence_says_so()
    {
        home.Load(home.Write("march.csv", Orders("A", day => $"2024-03-{day:00}")));
        string note = Assert.Single(home.Load(home.Write("april.csv", Orders("B", day => $"{(day % 12) + 1:00}/04/2024"))).Notes);
        Assert.Contains("is written as %d/%m/%Y or %m/%d/%Y, its values do not tell which,", note);
    }

    [Fact]
    public void Where_the_kept_mapping_reads_no_iso_it_says_what_its_own_files_need()
    {
        home.Load(home.Write("march.csv", Orders("A", day => $"{day:00}.03.2024")));
        string note = Assert.Single(home.Load(home.Write("april.csv", Orders("B", day => $"04/{day:00}/2024"))).Notes);
        Assert.Contains("is written as %m/%d/%Y such as", note);
        Assert.Contains("reads it as %d.%m.%Y;", note);
        Assert.Contains("(files written as %d.%m.%Y need a mapping of their own then, --mapping FILE)", note);
    }

    [Fact]
    public void A_few_odd_rows_and_values_that_are_no_times_are_not_spoken_of()
    {
        home.Load(home.Write("march.csv", Orders("A", day => $"2024-03-{day:00}")));
        Assert.Empty(home.Load(home.Write("april.csv", Orders("B", day => day % 5 == 0 ? $"{day:00}.04.2024" : $"2024-04-{day:00}"))).Notes);
        LoadReport words = home.Load(home.Write("may.csv", Orders("C", day => $"day {day}")));
        Assert.Equal((20L, 0), (words.Rejected, words.Notes.Count));
    }

    [Fact]
    public void Many_files_of_one_kind_are_one_sentence()
    {
        home.Load(home.Write("march.csv", Orders("A", day => $"2024-03-{day:00}")));
        for (int i = 0; i < 12; i++)
            home.Write($"later-{i:00}.csv", Orders($"B{i}", day => $"{day:00}.04.2024"));
        Assert.Contains("later-00.csv and 11 more: 'order_date' is written as %d.%m.%Y such as", Assert.Single(home.Load().Notes));
    }

    private static string Orders(string prefix, Func<int, string> at) => Header + string.Concat(Enumerable.Range(1, 20).Select(day => $"{prefix}{day},P1,1,{at(day)},3.5,C{day}\n"));
}
