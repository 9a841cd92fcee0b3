using System.Runtime.InteropServices;
using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Tests.Learning;

namespace Habitue.Tests.Contracts.Subjects;

/// <summary>
/// Four columns c0 to c3 of numbers and a target of 0 or 1, which depends on two of them and on chance; <paramref name="least"/> is added to the
/// targets for algorithms that learn amounts above 0.
/// </summary>
internal sealed class LabeledSubject(Algorithm algorithm, Labeled data, double least) : EstimatorSubject(algorithm)
{
    public LabeledSubject(Algorithm algorithm, double least = 0)
        : this(algorithm, WithTargets(Blobs.Of(5_000, columns: 4, centres: 5, width: 3), least), least)
    {
    }

    public override int Rows => data.Rows.Rows;

    public override IModel Fit(FitRun run = default, object? recipe = null) => ((IEstimator<Labeled, IModel>)(recipe ?? Algorithm.Recipe)).Fit(data, run);

    public override float[] Answers(IModel model) => AnswersTo(data.Rows, model);

    public override EstimatorSubject Take(int[] rows) => new LabeledSubject(Algorithm, data.Take(rows), least);

    public override EstimatorSubject WithHole(int row, int column) => Of(MatrixSubject.Holed(data.Rows, row, column));

    public override EstimatorSubject WithColumnsTurnedRoundAndOneMore() => Of(MatrixSubject.TurnedRoundAndOneMore(data.Rows));

    public override EstimatorSubject WithoutColumn(int column) => Of(MatrixSubject.Without(data.Rows, column));

    public override EstimatorSubject Constant()
    {
        // The rows are all the same, their targets are not.
        var rows = new int[40];
        double[] targets = [.. Enumerable.Range(0, rows.Length).Select(row => least + (row % 2))];
        return new LabeledSubject(Algorithm, new Labeled(data.Rows.Take(rows), targets), least);
    }

    public override byte[] Bytes() => [.. MemoryMarshal.AsBytes(data.Rows.Values), .. MemoryMarshal.AsBytes(data.Targets)];

    private LabeledSubject Of(Matrix rows) => new(Algorithm, data.With(rows), least);

    private static Labeled WithTargets(Matrix rows, double least)
    {
        var (random, targets) = (new Seed(3).For(0), new double[rows.Rows]);
        for (var r = 0; r < targets.Length; r++)
        {
            var leaning = ((rows[r, 0] - 5) / 4) - ((rows[r, 1] - 5) / 6);
            targets[r] = least + (random.NextDouble() < 1 / (1 + Math.Exp(-leaning)) ? 1 : 0);
        }

        return new Labeled(rows, targets);
    }
}
