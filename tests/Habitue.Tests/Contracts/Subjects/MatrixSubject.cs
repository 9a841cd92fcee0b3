using System.Runtime.InteropServices;
using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Tests.Learning;

namespace Habitue.Tests.Contracts.Subjects;

/// <summary>Four columns c0 to c3 of numbers, enough rows for several blocks.</summary>
internal sealed class MatrixSubject(Algorithm algorithm, Matrix numbers) : EstimatorSubject(algorithm)
{
    public MatrixSubject(Algorithm algorithm)
        : this(algorithm, Blobs.Of(5_000, columns: 4, centres: 5, width: 3))
    {
    }

    public override int Rows => numbers.Rows;

    public override IModel Fit(FitRun run = default, object? recipe = null) => ((IEstimator<Matrix, IModel>)(recipe ?? Algorithm.Recipe)).Fit(numbers, run);

    public override float[] Answers(IModel model) => AnswersTo(numbers, model);

    public override EstimatorSubject Take(int[] rows) => Of(numbers.Take(rows));

    public override EstimatorSubject WithHole(int row, int column) => Of(Holed(numbers, row, column));

    public override EstimatorSubject WithColumnsTurnedRoundAndOneMore() => Of(TurnedRoundAndOneMore(numbers));

    public override EstimatorSubject WithoutColumn(int column) => Of(Without(numbers, column));

    public override byte[] Bytes() => MemoryMarshal.AsBytes(numbers.Values).ToArray();

    internal static Matrix Holed(Matrix numbers, int row, int column)
    {
        var copy = numbers.Take([.. Enumerable.Range(0, numbers.Rows)]);
        copy[row, column] = float.NaN;
        return copy;
    }

    internal static Matrix TurnedRoundAndOneMore(Matrix numbers)
    {
        var wider = new Matrix(numbers.Rows, [.. numbers.Columns.Reverse(), "more"]);
        for (var c = 0; c < 4; c++) wider.Fill(c, numbers.Column(3 - c));
        return wider;
    }

    internal static Matrix Without(Matrix numbers, int column) => numbers.Select([.. numbers.Columns.Where((_, c) => c != column)]);

    private MatrixSubject Of(Matrix other) => new(Algorithm, other);
}
