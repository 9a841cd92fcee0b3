using System.Runtime.InteropServices;
using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Tests.Learning;

namespace Habitue.Tests.Contracts.Subjects;

/// <summary>Four columns c0 to c3, three of texts and one of numbers, and a target of 0 or 1, which depends on one of them and on chance.</summary>
internal sealed class LabeledFrameSubject(Algorithm algorithm, LabeledFrame data) : EstimatorSubject(algorithm)
{
    public LabeledFrameSubject(Algorithm algorithm)
        : this(algorithm, WithTargets(Blobs.Of(5_000, columns: 4, centres: 5, width: 3)))
    {
    }

    public override int Rows => data.Rows.Rows;

    public override IModel Fit(FitRun run = default, object? recipe = null) => ((IEstimator<LabeledFrame, IModel>)(recipe ?? Algorithm.Recipe)).Fit(data, run);

    public override float[] Answers(IModel model) => AnswersTo(data.Rows, model);

    public override EstimatorSubject Take(int[] rows) => new LabeledFrameSubject(Algorithm, data.Take(rows));

    public override EstimatorSubject Constant()
    {
        // The rows are all the same, their targets are not.
        var rows = new int[40];
        return new LabeledFrameSubject(Algorithm, new LabeledFrame(data.Rows.Take(rows), [.. Enumerable.Range(0, rows.Length).Select(row => (double)(row % 2))]));
    }

    public override EstimatorSubject WithHole(int row, int column) => Of(FrameSubject.Holed(data.Rows, row, column));

    public override EstimatorSubject WithColumnsTurnedRoundAndOneMore() => Of(FrameSubject.TurnedRoundAndOneMore(data.Rows));

    public override EstimatorSubject WithoutColumn(int column) => Of(FrameSubject.Without(data.Rows, column));

    public override byte[] Bytes() => [.. FrameSubject.BytesOf(data.Rows), .. MemoryMarshal.AsBytes(data.Targets)];

    private LabeledFrameSubject Of(Frame rows) => new(Algorithm, new LabeledFrame(rows, data.Targets));

    private static LabeledFrame WithTargets(Matrix rows)
    {
        var (random, targets) = (new Seed(3).For(0), new double[rows.Rows]);
        for (var r = 0; r < targets.Length; r++) targets[r] = random.NextDouble() < 1 / (1 + Math.Exp((5 - rows[r, 0]) / 4)) ? 1 : 0;
        return new LabeledFrame(FrameSubject.Words(rows), targets);
    }
}
