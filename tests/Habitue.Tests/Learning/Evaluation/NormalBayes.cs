using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Tests.Learning.Evaluation;

/// <summary>Gaussian naive Bayes as scikit-learn has it: a classifier that is simple enough to stand in for any.</summary>
internal sealed record NormalBayes : IEstimator<Labeled, NormalBayes.Model>
{
    public Model Fit(Labeled data, FitRun run = default)
    {
        var width = data.Rows.Columns.Count;
        var (numbers, names) = data.ClassNumbers(nameof(NormalBayes));
        double[] floor = [.. Enumerable.Range(0, width).Select(c => 1e-9 * Variance([.. data.Rows.Column(c).Select(v => (double)v)]))];
        var classes = names.Select((_, k) =>
        {
            int[] rows = [.. Enumerable.Range(0, numbers.Length).Where(r => numbers[r] == k)];
            double[][] columns = [.. Enumerable.Range(0, width).Select(c => rows.Select(r => (double)data.Rows[r, c]).ToArray())];
            return (Share: (double)rows.Length / numbers.Length, Means: columns.Select(c => c.Average()).ToArray(), Variances: columns.Select(Variance).Select(v => v + floor.Max()).ToArray());
        }).ToArray();
        run.Progress?.Report(1);
        return new Model(names, classes);
    }

    private static double Variance(double[] values) => values.Average(value => Math.Pow(value - values.Average(), 2));

    internal sealed class Model(string[] names, (double Share, double[] Means, double[] Variances)[] classes) : IClassifier
    {
        public ModelCard Card => throw new NotSupportedException();

        public IReadOnlyList<string> Classes => names;

        public void Probabilities(Matrix x, Matrix into)
        {
            for (var r = 0; r < x.Rows; r++)
            {
                double[] logs = [.. classes.Select(one => Math.Log(one.Share) - Enumerable.Range(0, one.Means.Length).Sum(c =>
                    (Math.Log(2 * Math.PI * one.Variances[c]) + (Math.Pow(x[r, c] - one.Means[c], 2) / one.Variances[c])) / 2))];
                var sum = logs.Sum(log => Math.Exp(log - logs.Max()));
                for (var k = 0; k < logs.Length; k++) into[r, k] = (float)(Math.Exp(logs[k] - logs.Max()) / sum);
            }
        }

        public void Save(ModelWriter to) => throw new NotSupportedException();
    }
}

/// <summary>Predicts the mean of what it learned from.</summary>
internal sealed record Means : IEstimator<Labeled, Means.Model>
{
    public Model Fit(Labeled data, FitRun run = default) => new((float)data.Targets.ToArray().Average());

    internal sealed class Model(float mean) : IRegressor
    {
        public ModelCard Card => throw new NotSupportedException();

        public void Predict(Matrix x, Span<float> into) => into.Fill(mean);

        public void Save(ModelWriter to) => throw new NotSupportedException();
    }
}
