using System.Globalization;
using Habitue.Simulation;
using Habitue.Stages;

namespace Habitue.Host.Answers;

/// <summary>What a simulated shop amounts to.</summary>
internal static class ShopAnswer
{
    private const int FilesShown = 14;

    public static void Write(Terminal terminal, string folder, ShopSummary shop)
    {
        terminal.Say("");
        terminal.Say($"{Words.Count(shop.Customers, "customer")}, {Words.Count(shop.Products, "product")}, {Words.Count(shop.Orders, "order")} for {shop.Revenue:N2}, {Words.Count(shop.Sessions, "session")}, {Words.Count(shop.Events, "row")}");
        terminal.Say(string.Create(CultureInfo.InvariantCulture, $"{shop.From:d MMM yyyy} to {shop.Until:d MMM yyyy}"));
        terminal.Say("");
        var grid = new Grid("Folder", GridColumn.Number("Files"), GridColumn.Number("Rows"), GridColumn.Number("Size"));
        foreach (var part in shop.Files.GroupBy(file => Path.GetDirectoryName(file.Path) is { Length: > 0 } name ? name : file.Path).Take(FilesShown))
            grid.Add(part.Key, $"{part.Count():N0}", $"{part.Sum(file => file.Rows):N0}", Words.Bytes(part.Sum(file => file.Bytes)));
        grid.Write(terminal.Out, terminal.Width);
        terminal.Say("");
        terminal.Say($"Now: habitue run {folder}    (truth/ holds what is true about it, and is not read)");
    }

    public static void WriteJson(TextWriter output, string folder, ShopSummary shop)
    {
        using var answer = new JsonAnswer(output);
        answer.Object(json =>
        {
            json.WriteString("folder", Path.GetFullPath(folder));
            json.WriteNumber("customers", shop.Customers);
            json.WriteNumber("products", shop.Products);
            json.WriteNumber("orders", shop.Orders);
            json.WriteNumber("revenue", shop.Revenue);
            json.WriteNumber("sessions", shop.Sessions);
            json.WriteNumber("events", shop.Events);
            json.WriteString("from", shop.From.ToString("O", CultureInfo.InvariantCulture));
            json.WriteString("until", shop.Until.ToString("O", CultureInfo.InvariantCulture));
            json.WriteStartArray("files");
            foreach (var file in shop.Files)
            {
                json.WriteStartObject();
                json.WriteString("path", file.Path);
                json.WriteNumber("rows", file.Rows);
                json.WriteNumber("bytes", file.Bytes);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        });
    }
}
