using System.CommandLine;
using Habitue.Host.Answers;
using Habitue.Lake.Marts;
using Habitue.Lake.Storage;
using Habitue.Stages;

namespace Habitue.Host;

/// <summary>What <c>export</c> and <c>publish</c> share: which tables, what of them, and the tale of it.</summary>
internal sealed class MartOptions
{
    private readonly Option<string?> tables = new("--tables") { HelpName = "NAMES", Description = "Only these tables, with commas between; any table can be named (else all that tell about the shop)." };
    private readonly Option<bool> personal = new("--personal") { Description = "Also what tells who somebody is: names, addresses, age and the like, and ids that are e-mail addresses." };
    private readonly Option<bool> json = new("--json") { Description = "Answer as JSON." };

    public MartOptions(Command command)
    {
        foreach (var option in (Option[])[tables, personal, json]) command.Add(option);
    }

    /// <summary>Hands table after table to whoever writes it, and says what came of it.</summary>
    /// <exception cref="MartException">There is nothing to write.</exception>
    public void Write(Call call, Workspace work, string to, Func<Mart, long> write)
    {
        var marts = Marts.Choose(work.Warehouse, [.. (call.Of(tables) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)], call.Of(personal), IdWord.Of(new HomeDatabase(work.Home.Folder)));
        if (marts.Count == 0) throw new MartException($"{work.Home.Folder}: there are no tables yet; start with `habitue run PATH`.");
        var written = new List<(Mart Mart, long Rows)>();
        foreach (var mart in marts)
        {
            call.Cancel.ThrowIfCancellationRequested();
            written.Add((mart, write(mart)));
            if (!call.Of(json)) call.Terminal.Error.WriteLine($"{mart.Name,-28} {written[^1].Rows,12:N0} rows");
        }
        if (call.Of(json)) WriteJson(call, to, written);
        else Tell(call, to, written);
    }

    private static void Tell(Call call, string to, List<(Mart Mart, long Rows)> written)
    {
        call.Terminal.Say($"Written    {Words.Count(written.Count, "table")}, {Words.Count(written.Sum(one => one.Rows), "row")}, to {to}");
        if (LeftOut(written) is { Length: > 0 } left)
            foreach (var line in Grid.Wrapped($"Left out   {left}: they tell who somebody is; --personal writes them too.", call.Terminal.Width)) call.Terminal.Say(line);
    }

    private static void WriteJson(Call call, string to, List<(Mart Mart, long Rows)> written)
    {
        using var answer = new JsonAnswer(call.Terminal.Out);
        answer.Object(json =>
        {
            json.WriteString("to", to);
            json.WriteStartArray("tables");
            foreach (var (mart, rows) in written)
            {
                json.WriteStartObject();
                json.WriteString("name", mart.Name);
                json.WriteNumber("rows", rows);
                json.WriteStartArray("left_out");
                foreach (var column in mart.LeftOut) json.WriteStringValue(column);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndArray();
        });
    }

    private static string LeftOut(List<(Mart Mart, long Rows)> written) => string.Join(", ", written.SelectMany(one => one.Mart.LeftOut.Select(column => $"{one.Mart.Name}.{column}")));
}
