using Habitue.Duck;

namespace Habitue.Bench;

/// <summary>The binding beside DuckDB itself: columns read into spans, and rows appended from arrays.</summary>
internal static class DuckBench
{
    private const int ReadRows = 10_000_000;

    public static int Run(string[] args)
    {
        var rounds = args.Length > 0 ? int.Parse(args[0]) : 7;
        var page = $"# DuckDB binding\n\nDuckDB {DuckDatabase.LibraryVersion}, {Contest.Machine()}. Run it: `dotnet run -c Release --project bench/Habitue.Bench -- duck`\n\n"
            + Read(rounds) + DuckAppendBench.Append(rounds);
        Console.Write(page);
        var results = Directory.CreateDirectory(Path.Combine("bench", "results"));
        File.WriteAllText(Path.Combine(results.FullName, "duck.md"), page.TrimEnd() + "\n");
        return 0;
    }

    private static string Read(int rounds)
    {
        using var database = DuckDatabase.InMemory();
        using var connection = database.Connect();
        connection.Execute($"CREATE TABLE t AS SELECT CAST(hash(range) % 1000003 AS DOUBLE) / 8 AS x FROM range({ReadRows})");
        var expected = connection.Scalar<double>("SELECT sum(x) FROM t");
        void Check(double sum)
        {
            if (Math.Abs(sum - expected) > Math.Abs(expected) * 1e-12)
                throw new InvalidOperationException($"The sum is {sum}, and {expected} was expected.");
        }
        return new Contest($"Reading {ReadRows:N0} doubles")
            .Add("DuckDB: sum(x) over the materialized query", () => Check(connection.Scalar<double>("WITH q AS MATERIALIZED (SELECT x FROM t) SELECT sum(x) FROM q")))
            .Add("DuckDB: sum(x), nothing materialized", () => Check(connection.Scalar<double>("SELECT sum(x) FROM t")))
            .Add("Query, spans summed in C#", () => Check(SumSpans(connection.Query("SELECT x FROM t"))))
            .Add("Stream, spans summed in C#", () => Check(SumSpans(connection.Stream("SELECT x FROM t"))))
            .Run(rounds);
    }

    private static double SumSpans(DuckResult result)
    {
        using (result)
        {
            double sum = 0;
            while (result.NextChunk() is { } chunk)
            {
                var column = chunk[0];
                if (column.Validity.AllValid)
                    sum += Sum(column.Values<double>());
            }
            return sum;
        }
    }

    // Four sums at once: one alone waits for each addition to end.
    private static double Sum(ReadOnlySpan<double> values)
    {
        double a = 0, b = 0, c = 0, d = 0;
        var i = 0;
        for (; i + 4 <= values.Length; i += 4)
        {
            a += values[i];
            b += values[i + 1];
            c += values[i + 2];
            d += values[i + 3];
        }
        for (; i < values.Length; i++)
            a += values[i];
        return a + b + c + d;
    }
}
