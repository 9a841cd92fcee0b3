using System.Runtime.InteropServices;
using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Tests.Learning;

namespace Habitue.Tests.Contracts.Subjects;

/// <summary>Four columns c0 to c3 of numbers and a target of 0 or 1, which depends on two of them and on chance.</summary>
internal sealed class LabeledSubject(Algorithm algorithm, Labeled data) : EstimatorSubject(algorithm)
{
    public LabeledSubject(Algorithm algorithm)
        : this(algorithm, WithTargets(Blobs.Of(5_000, columns: 4, centres: 5, width: 3)))
    {
    }

    public override int Rows => data.Rows.Rows;

    public override IModel Fit(FitRun run = default, object? recipe = null) => ((IEstimator<Labeled, IModel>)(recipe ?? Algorithm.Recipe)).Fit(data, run);

    public override float[] Answers(IModel model) => AnswersTo(data.Rows, model);

    public override EstimatorSubject Take(int[] rows) => new LabeledSubject(Algorithm, data.Take(rows));

    public override EstimatorSubject WithHole(int row, int column) => Of(MatrixSubject.Holed(data.Rows, row, column));

    public override EstimatorSubject WithColumnsTurnedRoundAndOneMore() => Of(MatrixSubject.TurnedRoundAndOneMore(data.Rows));

    public override EstimatorSubject WithoutColumn(int column) => Of(MatrixSubject.Without(data.Rows, column));

    public override EstimatorSubject Constant()
    {
        // The rows are all the same, their targets are not.
        var rows = new int[40];
        double[] targets = [.. Enumerable.Range(0, rows.Length).Select(row => (double)(row % 2))];
        return new LabeledSubject(Algorithm, new Labeled(data.Rows.Take(rows), targets));
    }

    public override byte[] Bytes() => [.. MemoryMarshal.AsBytes(data.Rows.Values), .. MemoryMarshal.AsBytes(data.Targets)];

    private LabeledSubject Of(Matrix rows) => new(Algorithm, data.With(rows));

    private static Labeled WithTargets(Matrix rows)
    {
        var (random, targets) = (new Seed(3).For(0), new double[rows.Rows]);
        for (var r = 0; r < targets.Length; r++)
        {
            var leaning = ((rows[r, 0] - 5) / 4) - ((rows[r, 1] - 5) / 6);
            targets[r] = random.NextDouble() < 1 / (1 + Math.Exp(-leaning)) ? 1 : 0;
        }

        return new Labeled(rows, targets);
    }
}
