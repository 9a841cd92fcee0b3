using System.Runtime.InteropServices;
using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Forecasting;
using Habitue.Learning.Models;

namespace Habitue.Tests.Contracts.Subjects;

/// <summary>A series of days with a weekly season, chance, and a level that wanders. Its answers are the forecasts of as many steps.</summary>
internal sealed class SeriesSubject(Algorithm algorithm, TimeSeries data) : EstimatorSubject(algorithm)
{
    public SeriesSubject(Algorithm algorithm)
        : this(algorithm, Wandering(120))
    {
    }

    public override bool HasColumns => false;

    public override bool AnswersRowByRow => false;

    public override int Rows => data.Count;

    public override IModel Fit(FitRun run = default, object? recipe = null) => ((IEstimator<TimeSeries, IModel>)(recipe ?? Algorithm.Recipe)).Fit(data, run);

    public override float[] Answers(IModel model) => data.Count == 0 ? [] : [.. ((ExponentialSmoothingModel)model).Next(data.Count).SelectMany(next => new[] { (float)next.Expected, (float)next.Low, (float)next.High })];

    public override EstimatorSubject Take(int[] rows) => new SeriesSubject(Algorithm, new TimeSeries([.. rows.Select(row => data.Values[row])]));

    public override EstimatorSubject WithHole(int row, int column) => throw new NotSupportedException("A series refuses a missing value.");

    public override EstimatorSubject WithColumnsTurnedRoundAndOneMore() => throw new NotSupportedException("A series has no columns.");

    public override EstimatorSubject WithoutColumn(int column) => throw new NotSupportedException("A series has no columns.");

    public override byte[] Bytes() => [.. MemoryMarshal.AsBytes(data.Values)];

    private static TimeSeries Wandering(int days)
    {
        var (random, values, level) = (new Seed(8).For(0), new double[days], 100.0);
        for (var t = 0; t < days; t++)
        {
            level += random.NextDouble() - 0.5;
            values[t] = level + (20 * Math.Sin(2 * Math.PI * t / 7)) + (8 * (random.NextDouble() - 0.5));
        }

        return new TimeSeries(values);
    }
}
