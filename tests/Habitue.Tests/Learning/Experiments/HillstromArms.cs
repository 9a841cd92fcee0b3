using Habitue.Learning.Data;

namespace Habitue.Tests.Learning.Experiments;

/// <summary>The e-mail test of Hillstrom as rows for models of uplift: even rows to learn from, odd rows to judge by.</summary>
internal static class HillstromArms
{
    /// <param name="arm">The e-mail, held against none.</param>
    /// <param name="withAmount">With what was spent before.</param>
    public static (TreatedRows Learn, TreatedRows Judge) Halves(string arm, bool withAmount = true)
    {
        var data = Hillstrom.Require();
        var columns = new List<(string, double[])>();
        foreach (var name in (string[])["recency", "history", "mens", "womens", "newbie"])
            if (withAmount || name != "history") columns.Add((name, Standard(data.Numbers(name))));
        foreach (var name in (string[])["zip_code", "channel"])
        {
            var texts = data.Texts(name);
            foreach (var value in texts.Distinct().Order(StringComparer.Ordinal)) columns.Add(($"{name} {value}", Standard(Array.ConvertAll(texts, text => text == value ? 1.0 : 0))));
        }

        var arms = data.Texts("segment");
        var all = new TreatedRows(Matrix.OfColumns([.. columns]), data.Numbers("visit"), Array.ConvertAll(arms, one => one == arm));
        int[] used = [.. Enumerable.Range(0, data.Rows).Where(row => arms[row] == arm || arms[row] == "No E-Mail")];
        return (all.Take([.. used.Where(row => row % 2 == 0)]), all.Take([.. used.Where(row => row % 2 == 1)]));
    }

    private static double[] Standard(double[] values)
    {
        var mean = values.Average();
        var spread = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        return Array.ConvertAll(values, value => (value - mean) / spread);
    }
}
