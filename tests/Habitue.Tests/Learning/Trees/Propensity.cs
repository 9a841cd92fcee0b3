using System.Globalization;
using Habitue.Learning.Data;

namespace Habitue.Tests.Learning.Trees;

/// <summary>
/// The public sets of reference/RESULTS.md as matrices: texts as numbers of categories, empty numbers as missing. Its folds:
/// the running number of a row among those of its own label, modulo ten.
/// </summary>
internal sealed record Propensity(Labeled Data, string[] Categories, int[] Folds)
{
    public static Propensity Shoppers() => Read("online_shoppers/online_shoppers_intention.csv", ',', "Revenue", "TRUE");

    public static Propensity Telco() => Read("telco_churn/WA_Fn-UseC_-Telco-Customer-Churn.csv", ',', "Churn", "Yes", "customerID");

    public static Propensity Bank() => Read("bank_marketing/bank.csv", ';', "y", "yes", "duration");

    public static Propensity BankAdditional() => Read("bank_marketing/bank-additional.csv", ';', "y", "yes", "duration");

    /// <summary>What models fitted on nine folds say of the tenth, for all ten.</summary>
    public float[] OutOfFold(Func<Labeled, Matrix, float[]> fitAndScore)
    {
        var scores = new float[Folds.Length];
        for (var fold = 0; fold < 10; fold++)
        {
            int[] held = [.. Enumerable.Range(0, Folds.Length).Where(r => Folds[r] == fold)];
            int[] kept = [.. Enumerable.Range(0, Folds.Length).Where(r => Folds[r] != fold)];
            var answers = fitAndScore(Data.Take(kept), Data.Rows.Take(held));
            for (var i = 0; i < held.Length; i++) scores[held[i]] = answers[i];
        }

        return scores;
    }

    private static Propensity Read(string path, char separator, string label, string positive, params string[] without)
    {
        string[][] lines = [.. File.ReadLines(SharedData.Require(Path.Combine("data", path))).Where(line => line.Length > 0).Select(line => line.TrimEnd('\r').Split(separator).Select(cell => cell.Trim('"')).ToArray())];
        var (head, body, target) = (lines[0], lines[1..], Array.IndexOf(lines[0], label));
        double[] targets = [.. body.Select(line => line[target] == positive ? 1.0 : 0.0)];
        int[] columns = [.. Enumerable.Range(0, head.Length).Where(c => c != target && !without.Contains(head[c]))];
        string[] names = [.. columns.Select(c => head[c].Replace('.', '_'))];
        var (rows, categories) = (new Matrix(body.Length, names), new List<string>());
        for (var i = 0; i < columns.Length; i++)
        {
            string[] texts = [.. body.Select(line => line[columns[i]])];
            if (!texts.All(text => text.Trim().Length == 0 || double.TryParse(text, CultureInfo.InvariantCulture, out _)))
            {
                var order = texts.Distinct().Order(StringComparer.Ordinal).Select((text, number) => (text, number)).ToDictionary(one => one.text, one => (double)one.number);
                categories.Add(names[i]);
                rows.Fill(i, (double[])[.. texts.Select(text => order[text])]);
            }
            else
            {
                rows.Fill(i, (double[])[.. texts.Select(text => text.Trim().Length == 0 ? double.NaN : double.Parse(text, CultureInfo.InvariantCulture))]);
            }
        }

        var (seen, folds) = (new int[2], new int[targets.Length]);
        for (var r = 0; r < folds.Length; r++) folds[r] = seen[(int)targets[r]]++ % 10;
        return new Propensity(new Labeled(rows, targets), [.. categories], folds);
    }
}
