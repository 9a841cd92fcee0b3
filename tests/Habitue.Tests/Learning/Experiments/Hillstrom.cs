using Habitue.Learning.Experiments;

namespace Habitue.Tests.Learning.Experiments;

/// <summary>The e-mail test of 64,000 customers (MineThatData), as counted by hand in the shared data's notes.</summary>
internal sealed class Hillstrom
{
    private static Hillstrom? read;
    private readonly List<string[]> lines;

    private Hillstrom(string file)
    {
        var all = File.ReadLines(file).Select(Fields).ToList();
        Header = all[0];
        lines = all[1..];
    }

    public string[] Header { get; }

    public int Rows => lines.Count;

    /// <summary>The data, or the running test is skipped with the reason.</summary>
    public static Hillstrom Require() => read ??= new Hillstrom(SharedData.Require("data/hillstrom/hillstrom.csv"));

    public string[] Texts(string column)
    {
        var place = Array.IndexOf(Header, column);
        return [.. lines.Select(line => line[place])];
    }

    public double[] Numbers(string column) => Array.ConvertAll(Texts(column), double.Parse);

    public double[] Of(string arm, string column)
    {
        var (arms, values) = (Texts("segment"), Numbers(column));
        return [.. values.Where((_, row) => arms[row] == arm)];
    }

    /// <summary>One column holds commas between quotes: "7) $1,000 +".</summary>
    private static string[] Fields(string line)
    {
        string[] quoted = line.Split('"');
        for (var part = 1; part < quoted.Length; part += 2) quoted[part] = quoted[part].Replace(",", "", StringComparison.Ordinal);
        return string.Concat(quoted).Split(',');
    }

    public Sums Sums(string arm, string column) => Habitue.Learning.Experiments.Sums.Of(Of(arm, column));
}
