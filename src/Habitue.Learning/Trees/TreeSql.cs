using System.Text;
using Habitue.Learning.Scoring;

namespace Habitue.Learning.Trees;

/// <summary>
/// Trees as nested CASE expressions. A missing value is NULL there: a comparison with it is neither true nor false, so the
/// side that missing values take stands under ELSE. Values are rounded to float32 first, as a <see cref="Data.Matrix"/> does.
/// </summary>
internal static class TreeSql
{
    /// <summary>For each output, start plus share of the sum of the trees, in brackets.</summary>
    public static IReadOnlyList<string> Sums(ITreeModel model)
    {
        var arrays = model.Trees.Arrays;
        string[] columns = [.. model.Card.Columns.Select(name => $"CAST(CAST({SqlText.Column(name)} AS FLOAT) AS DOUBLE)")];
        var sums = new string[arrays.Outputs];
        for (var output = 0; output < sums.Length; output++)
        {
            var terms = new List<string> { SqlText.Number(model.Start[output]) };
            for (var t = 0; t < arrays.Roots.Length; t++)
            {
                if (arrays.Width == 1 && arrays.Output(t) != output) continue;
                var text = new StringBuilder();
                Write(text, arrays, arrays.Roots[t], columns, arrays.Width == 1 ? 0 : output, model.Share);
                terms.Add(text.ToString());
            }

            sums[output] = Sum(terms, 0, terms.Count);
        }

        return sums;
    }

    /// <summary>By halves, so that brackets are nested as deep as the logarithm of the number of terms.</summary>
    private static string Sum(List<string> terms, int from, int to) => to - from == 1
        ? terms[from]
        : $"({Sum(terms, from, (from + to) / 2)} + {Sum(terms, (from + to) / 2, to)})";

    private static void Write(StringBuilder text, TreeArrays arrays, int node, string[] columns, int output, double share)
    {
        if (arrays.Columns[node] < 0)
        {
            text.Append(SqlText.Number(share * arrays.Values[(arrays.Children[node] * arrays.Width) + output]));
            return;
        }

        var (column, left, missingLeft) = (columns[arrays.Columns[node]], arrays.Children[node], arrays.MissingLeft[node]);
        text.Append("CASE WHEN ").Append(column);
        if (arrays.SetNumbers[node] < 0) text.Append(missingLeft ? " > " : " <= ").Append(SqlText.Number(arrays.Thresholds[node]));
        else text.Append(" IN (").AppendJoin(", ", Enumerable.Range(0, BinRules.MostBins).Where(one => arrays.GoesLeft(node, one) != missingLeft).DefaultIfEmpty(-1)).Append(')');
        text.Append(" THEN ");
        Write(text, arrays, missingLeft ? left + 1 : left, columns, output, share);
        text.Append(" ELSE ");
        Write(text, arrays, missingLeft ? left : left + 1, columns, output, share);
        text.Append(" END");
    }
}
