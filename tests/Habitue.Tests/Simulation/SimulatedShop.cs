using System.Globalization;
using System.Text;
using System.Text.Json;
using Habitue.Duck;
using Habitue.Simulation;

namespace Habitue.Tests.Simulation;

/// <summary>A small shop written once for all tests, and readers of its files that share nothing with its writers.</summary>
public sealed class SimulatedShop : IDisposable
{
    public SimulatedShop() => Summary = Simulator.Write(Plan, Folder);

    public static ShopPlan Plan { get; } = new() { Customers = 400, Seed = 11 };

    public string Folder { get; } = Directory.CreateTempSubdirectory("habitue-shop-").FullName;

    public ShopSummary Summary { get; }

    public string PathOf(string file) => Path.Combine(Folder, file.Replace('/', Path.DirectorySeparatorChar));

    public static IEnumerable<string> WebLines(string folder) =>
        Directory.GetFiles(Path.Combine(folder, "web")).Order(StringComparer.Ordinal).SelectMany(File.ReadLines);

    public IEnumerable<JsonElement> WebEvents() => WebLines(Folder).Select(Parse).OfType<JsonElement>();

    /// <summary>Null when the line is not JSON.</summary>
    public static JsonElement? Parse(string line)
    {
        try
        {
            return JsonDocument.Parse(line).RootElement;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Rows by column name; quotes, doubled quotes and newlines inside of quotes are understood.</summary>
    public static List<Dictionary<string, string>> Csv(string path, char separator = ',', Encoding? encoding = null)
    {
        var rows = new List<List<string>>();
        var row = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        var text = File.ReadAllText(path, encoding ?? Encoding.UTF8);
        for (var i = 0; i < text.Length; i++)
        {
            if (quoted && text[i] == '"' && i + 1 < text.Length && text[i + 1] == '"') cell.Append(text[i++]);
            else if (text[i] == '"') quoted = !quoted;
            else if (!quoted && (text[i] == separator || text[i] == '\n'))
            {
                row.Add(cell.ToString());
                cell.Clear();
                if (text[i] != '\n') continue;
                rows.Add(row);
                row = [];
            }
            else cell.Append(text[i]);
        }
        return [.. rows.Skip(1).Select(r => r.Select((value, i) => (Name: rows[0][i], value)).ToDictionary(c => c.Name, c => c.value))];
    }

    public List<Dictionary<string, string>> Truth(string name) => Csv(PathOf($"truth/{name}.csv"));

    /// <summary>The truth's count of one fault in one file, 0 when it names none.</summary>
    public long Fault(string file, string fault) =>
        Truth("fault-counts").Where(r => r["file"] == file && r["fault"] == fault).Sum(r => long.Parse(r["rows"], CultureInfo.InvariantCulture));

    /// <summary>All sold product lines of the shop, whichever system wrote them.</summary>
    public static IEnumerable<SoldLine> SoldLines(string folder)
    {
        var seen = new HashSet<string>();
        foreach (var e in WebLines(folder).Select(Parse).OfType<JsonElement>())
        {
            if (!e.TryGetProperty("event", out var name) || name.GetString() != "Order Completed" || !seen.Add(e.GetProperty("messageId").GetString()!)) continue;
            var properties = e.GetProperty("properties");
            foreach (var product in properties.GetProperty("products").EnumerateArray())
                yield return new(properties.GetProperty("order_id").GetString()!, e.GetProperty("userId").GetString(),
                    e.GetProperty("timestamp").GetDateTimeOffset().UtcDateTime, product.GetProperty("price").GetDouble());
        }
        foreach (var (file, separator, encoding, format) in new[]
                 {
                     ("store-sales.csv", ',', Encoding.UTF8, "yyyy-MM-dd HH:mm:ss"), ("store-sales-2.csv", ';', Encoding.Latin1, "dd.MM.yyyy HH:mm"),
                 })
            foreach (var row in Csv(Path.Combine(folder, "pos", file), separator, encoding))
                if (!row["ReceiptNo"].StartsWith('C') && char.IsDigit(row["Sku"][0]) && seen.Add(row["ReceiptNo"] + row["Sku"])
                    && DateTime.TryParseExact(row["SoldAt"], format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
                    && double.TryParse(row["UnitPrice"].Replace(',', '.'), CultureInfo.InvariantCulture, out var price) && price > 0)
                    yield return new(row["ReceiptNo"], row["CustomerId"].Length > 0 ? row["CustomerId"] : null, at, price);
        foreach (var (order, customer, at, price) in Archive(Path.Combine(folder, "history", "orders-archive.parquet")))
            yield return new(order, customer, at, (double)price);
    }

    public static IReadOnlyList<(string Order, string? Customer, DateTime At, decimal Price)> Archive(string path)
    {
        using var database = DuckDatabase.InMemory();
        using var connection = database.Connect();
        return connection.Rows<(string, string?, DateTime, decimal)>($"SELECT order_id, customer_id, ordered_at, unit_price FROM read_parquet('{path}')");
    }

    public void Dispose() => Directory.Delete(Folder, true);
}
