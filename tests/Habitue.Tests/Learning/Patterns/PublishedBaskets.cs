using Habitue.Learning.Data;

namespace Habitue.Tests.Learning.Patterns;

/// <summary>The real sets of baskets, read once.</summary>
internal static class PublishedBaskets
{
    private static readonly Dictionary<string, Lazy<Baskets>> Files = new[] { "retail", "T10I4D100K", "mushroom", "chess_relabelled" }
        .ToDictionary(name => name, name => new Lazy<Baskets>(() => Read(SharedData.Require(Path.Combine("data", "fimi", name + ".dat")))));

    private static readonly Lazy<Baskets> Retail = new(() => Invoices(SharedData.Require(Path.Combine("data", "online-retail", "by-day"))));

    public static Baskets Of(string name) => name == "online retail" ? Retail.Value : Files[name].Value;

    private static Baskets Read(string path) => Baskets.OfNumbers([.. File.ReadLines(path).Select(line =>
        Array.ConvertAll(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), int.Parse))]);

    /// <summary>Products of positive quantity by invoice, cancellations left out.</summary>
    private static Baskets Invoices(string folder) => Baskets.OfPairs(
        from file in Directory.EnumerateFiles(folder, "*.csv").Order(StringComparer.Ordinal)
        from line in File.ReadLines(file).Skip(1)
        let fields = Fields(line)
        where !fields[0].StartsWith('C') && int.Parse(fields[3]) > 0 && fields[1].Length > 0
        select (fields[0], fields[1]));

    private static List<string> Fields(string line)
    {
        List<string> fields = [""];
        var quoted = false;
        foreach (var letter in line)
        {
            if (letter == '"') quoted = !quoted;
            else if (letter == ',' && !quoted) fields.Add("");
            else fields[^1] += letter;
        }

        return fields;
    }
}
