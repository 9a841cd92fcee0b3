using System.Runtime.InteropServices;
using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Decomposition;
using Habitue.Learning.Models;

namespace Habitue.Tests.Contracts.Subjects;

/// <summary>Rows of few entries in thirty columns without names, enough rows for several blocks.</summary>
internal sealed class SparseSubject(Algorithm algorithm, SparseMatrix data) : EstimatorSubject(algorithm)
{
    public SparseSubject(Algorithm algorithm)
        : this(algorithm, Entries(2_000, 30))
    {
    }

    public override bool HasColumns => false;

    public override int Rows => data.Rows;

    public override IModel Fit(FitRun run = default, object? recipe = null) => ((IEstimator<SparseMatrix, IModel>)(recipe ?? Algorithm.Recipe)).Fit(data, run);

    public override float[] Answers(IModel model) => model switch
    {
        TruncatedSvdModel svd => svd.Transform(data).Values.ToArray(),
        _ => throw new NotSupportedException($"{model} has a role that the laws do not know yet."),
    };

    public override EstimatorSubject Take(int[] rows) => new SparseSubject(Algorithm, data.Take(rows));

    public override EstimatorSubject WithHole(int row, int column) => throw new NotSupportedException("A sparse matrix has no columns to name.");

    public override EstimatorSubject WithColumnsTurnedRoundAndOneMore() => throw new NotSupportedException("A sparse matrix has no columns to name.");

    public override EstimatorSubject WithoutColumn(int column) => throw new NotSupportedException("A sparse matrix has no columns to name.");

    public override byte[] Bytes() => [.. MemoryMarshal.AsBytes(data.Starts), .. MemoryMarshal.AsBytes(data.Indices), .. MemoryMarshal.AsBytes(data.Values)];

    private static SparseMatrix Entries(int rows, int columns)
    {
        var random = new Seed(5).For(0);
        return SparseMatrix.Of(rows, columns, from row in Enumerable.Range(0, rows)
                                              from column in Enumerable.Range(0, columns)
                                              where random.NextDouble() < (column % 3 == row % 3 ? 0.3 : 0.05)
                                              select (row, column, (float)(1 + random.Below(4))));
    }
}
