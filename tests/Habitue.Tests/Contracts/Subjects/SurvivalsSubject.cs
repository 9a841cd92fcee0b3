using System.Runtime.InteropServices;
using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Lifetime;
using Habitue.Learning.Models;
using Habitue.Tests.Learning;

namespace Habitue.Tests.Contracts.Subjects;

/// <summary>Rows of four columns c0 to c3, how long each was watched, which depends on two of them, and whether that ended with the event.</summary>
internal sealed class SurvivalsSubject(Algorithm algorithm, Survivals data) : EstimatorSubject(algorithm)
{
    public SurvivalsSubject(Algorithm algorithm)
        : this(algorithm, Watched(Blobs.Of(2_000, columns: 4, centres: 5, width: 3)))
    {
    }

    /// <summary>A curve of survival asks for durations alone.</summary>
    public override bool HasColumns => Algorithm.Recipe is CoxRegression;

    public override int Rows => data.Count;

    public override IModel Fit(FitRun run = default, object? recipe = null) => ((IEstimator<Survivals, IModel>)(recipe ?? Algorithm.Recipe)).Fit(data, run);

    public override float[] Answers(IModel model) => model switch
    {
        CoxRegressionModel cox => [.. cox.Risk(data.Rows!).Zip(cox.Survival(data.Rows!, 6)).SelectMany(pair => new[] { (float)pair.First, (float)pair.Second })],
        KaplanMeierModel curve => [.. data.Durations.ToArray().Select(time => (float)curve.Survival(time))],
        _ => throw new NotSupportedException($"{model} has a role that the laws do not know yet."),
    };

    public override EstimatorSubject Take(int[] rows) => new SurvivalsSubject(Algorithm, data.Take(rows));

    public override EstimatorSubject WithHole(int row, int column) => Of(MatrixSubject.Holed(data.Rows!, row, column));

    public override EstimatorSubject WithColumnsTurnedRoundAndOneMore() => Of(MatrixSubject.TurnedRoundAndOneMore(data.Rows!));

    public override EstimatorSubject WithoutColumn(int column) => Of(MatrixSubject.Without(data.Rows!, column));

    public override byte[] Bytes() => [.. MemoryMarshal.AsBytes(data.Rows!.Values), .. MemoryMarshal.AsBytes(data.Durations), .. MemoryMarshal.AsBytes(data.Events)];

    private SurvivalsSubject Of(Matrix rows) => new(Algorithm, new Survivals(data.Durations, data.Events, rows));

    private static Survivals Watched(Matrix rows)
    {
        var (random, durations, events) = (new Seed(6).For(0), new double[rows.Rows], new bool[rows.Rows]);
        for (var r = 0; r < durations.Length; r++)
        {
            var time = -12 * Math.Log(1 - random.NextDouble()) * Math.Exp((0.15 * rows[r, 0]) - (0.1 * rows[r, 2]));
            (durations[r], events[r]) = (Math.Ceiling(Math.Min(time, 24)), time <= 24 || r == 5);
        }

        return new Survivals(durations, events, rows);
    }
}
