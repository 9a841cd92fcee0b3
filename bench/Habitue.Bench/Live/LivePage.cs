using System.Globalization;
using System.Text;

namespace Habitue.Bench.Live;

/// <summary>The page of the live server's speed, written as the figures come.</summary>
internal sealed class LivePage(int bytes)
{
    private readonly StringBuilder floors = new(), rows = new();

    public void Floor(string what, string figure, string how) => Line(floors, $"| {what} | {figure} | {how} |");

    public void Floor(string what, LoadResult load, string how) =>
        Floor(what, $"{load.PerSecond:N0} events/s", $"{how}; {load.OwnMicroseconds:0.0} µs of processor time an event are the generator's");

    public void Row(string what, (LoadResult Load, double Server) measured, string how, string goal)
    {
        LoadResult load = measured.Load;
        string later = load.Refused > 0 ? $"; {load.Refused:N0} requests were told to come later" : "";
        Line(rows, $"| {what} | {load.PerSecond:N0} events/s | {load.Percentile(0.5):0.0} ms | {load.Percentile(0.99):0.0} ms | {load.Percentile(1):0} ms | {measured.Server:0.0} µs | {load.OwnMicroseconds:0.0} µs | {goal} | {how}{later} |");
    }

    public void Query(string middle, string most) => Line(rows, $"| until it can be queried, at 10,000 events/s | | {middle} | {most} | | | | p99 at most 1 s | from its receipt until the transaction that brings it into the warehouse, by the server's own histogram |");

    public void Save()
    {
        string page = $"""
            # The live server

            {Contest.Machine()}; {TimeProvider.System.GetUtcNow():yyyy-MM-dd}. The server as its users start it, with all its rooms (log, warehouse writer, live state, decisions, experiments), in a home of its own; the load
            generator is another process on the same cores. Every event is another one ({bytes} bytes of JSON, its own message id, one of 50,000 visitors), and an acknowledgement means that it is on the disk.
            Run it: `dotnet run -c Release --project bench/Habitue.Bench -- live`

            | what | acknowledged | p50 | p99 | longest | server, an event | generator, an event | goal | how |
            |---|---:|---:|---:|---:|---:|---:|---|---|
            {rows.ToString().TrimEnd()}

            Beside it, what the machine itself takes:

            | floor | figure | how it is measured |
            |---|---:|---|
            {floors.ToString().TrimEnd()}

            """.ReplaceLineEndings("\n");
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine("bench", "results")).FullName, "live.md"), page);
    }

    private static void Line(StringBuilder into, FormattableString line)
    {
        string text = line.ToString(CultureInfo.InvariantCulture);
        into.Append(text).Append('\n');
        Console.WriteLine(text);
    }
}
