using System.Runtime.InteropServices;
using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Tests.Contracts.Subjects;

/// <summary>Two thousand rows of some of thirty words; which words depends on the class, 0 or 1, and on chance.</summary>
internal sealed class LabeledSparseSubject(Algorithm algorithm, LabeledSparse data) : EstimatorSubject(algorithm)
{
    public LabeledSparseSubject(Algorithm algorithm)
        : this(algorithm, Words())
    {
    }

    public override bool HasColumns => false;

    public override int Rows => data.Rows.Rows;

    public override IModel Fit(FitRun run = default, object? recipe = null) => ((IEstimator<LabeledSparse, IModel>)(recipe ?? Algorithm.Recipe)).Fit(data, run);

    public override float[] Answers(IModel model) => [.. ((ISparseClassifier)model).Probabilities(data.Rows).Values];

    public override EstimatorSubject Take(int[] rows) => new LabeledSparseSubject(Algorithm, data.Take(rows));

    public override EstimatorSubject Constant()
    {
        // The rows are all the same, their classes are not.
        var rows = new int[40];
        double[] targets = [.. Enumerable.Range(0, rows.Length).Select(row => (double)(row % 2))];
        return new LabeledSparseSubject(Algorithm, new LabeledSparse(data.Rows.Take(rows), targets));
    }

    public override EstimatorSubject WithHole(int row, int column) => throw new NotSupportedException("A sparse matrix has no columns with names.");

    public override EstimatorSubject WithColumnsTurnedRoundAndOneMore() => throw new NotSupportedException("A sparse matrix has no columns with names.");

    public override EstimatorSubject WithoutColumn(int column) => throw new NotSupportedException("A sparse matrix has no columns with names.");

    public override byte[] Bytes() =>
        [.. MemoryMarshal.AsBytes(data.Rows.Starts), .. MemoryMarshal.AsBytes(data.Rows.Indices), .. MemoryMarshal.AsBytes(data.Rows.Values), .. MemoryMarshal.AsBytes(data.Targets)];

    private static LabeledSparse Words()
    {
        const int rows = 2_000, words = 30;
        var (random, targets, entries) = (new Seed(4).For(0), new double[rows], new List<(int, int, float)>());
        for (var r = 0; r < rows; r++)
        {
            targets[r] = random.NextDouble() < 0.4 ? 1 : 0;
            for (var w = 0; w < words; w++)
                if (random.NextDouble() < (w % 2 == targets[r] ? 0.25 : 0.15)) entries.Add((r, w, 1 + (w % 3)));
        }

        return new LabeledSparse(SparseMatrix.Of(rows, words, entries), targets);
    }
}
