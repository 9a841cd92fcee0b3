using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Lifetime;

/// <summary>
/// How sure a BG/NBD forecast is, customer by customer: many times over, as many customers as there are, with the same ages, are drawn from
/// the fitted model, the model is fitted to them, and its forecast for the real histories is noted; the interval is what the middle share of these
/// forecasts spans. It says how well the expectation is known. It does not say how far a single customer's purchases, which are
/// chance, will lie from it.
/// <code>
/// var intervals = new ParametricBootstrap { Level = 0.9 }.Expectations(model, histories, periods: 39);
/// var (low, high) = intervals[0];
/// </code>
/// Cost: resamples × customers, and resamples × different histories; memory: up to 40 bytes per customer and thread.
/// Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), sections 6.5 and 13.3.
/// </summary>
public sealed record ParametricBootstrap
{
    /// <summary>How many times customers are drawn.</summary>
    [Range(10, 100_000)]
    public int Resamples { get; init; } = 100;

    /// <summary>The share of the forecasts that an interval spans.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double Level { get; init; } = 0.9;

    /// <summary>Where the customers are drawn from.</summary>
    public Seed Seed { get; init; }

    /// <summary>An interval for each customer's expected number of purchases in the next <paramref name="periods"/>.</summary>
    /// <param name="model">The model.</param>
    /// <param name="histories">The histories that it was fitted on.</param>
    /// <param name="periods">0 or more, in their unit.</param>
    /// <param name="run">How it is carried out.</param>
    /// <exception cref="SettingException">A setting is outside its limits.</exception>
    /// <exception cref="BadDataException">There is no customer, or none who bought again.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public ExpectationIntervals Expectations(BgNbdModel model, PurchaseHistories histories, double periods, FitRun run = default)
    {
        Settings.Check(this);
        ArgumentNullException.ThrowIfNull(model);
        PurchaseModels.CheckPeriods(periods);
        var groups = PurchaseModels.CheckedGroups(histories, nameof(ParametricBootstrap));
        var draws = Refits(model, groups, run.Part(0, 0.9));
        var (low, high) = (new double[groups.Count], new double[groups.Count]);
        Blocks.Run((groups.Count + BgNbdForecast.BlockSize - 1) / BgNbdForecast.BlockSize, run, block =>
        {
            var from = block * BgNbdForecast.BlockSize;
            var size = Math.Min(BgNbdForecast.BlockSize, groups.Count - from);
            Spans(draws, groups, periods, from, low.AsSpan(from, size), high.AsSpan(from, size));
        });
        run.Progress?.Report(1);
        return new ExpectationIntervals(Level, groups, low, high, draws);
    }

    /// <summary>The parameters that are found for each set of customers.</summary>
    private double[][] Refits(BgNbdModel model, HistoryGroups groups, FitRun run)
    {
        var (draws, units, ages) = (new double[Resamples][], BgNbd.Units(PurchaseModels.MeanAge(groups)), BgNbdSimulation.Ages(groups));
        var (kept, alone, done, gate) = (new ConcurrentBag<BgNbdLikelihood>(), new FitRun(run.Cancel, Threads: 1), 0, new Lock());
        Blocks.Run(Resamples, run, resample =>
        {
            if (!kept.TryTake(out var sample)) sample = new BgNbdLikelihood();
            BgNbdSimulation.Fill(sample, ages, model.Estimates.Span, Seed.For(resample));
            draws[resample] = LikelihoodFit.Again(
                model.Estimates, units, sample.Customers, (parameters, gradient) => sample.Sum(parameters, gradient, alone), alone);
            kept.Add(sample);
            lock (gate) run.Progress?.Report((double)++done / Resamples);
        });
        return draws;
    }

    private void Spans(double[][] draws, HistoryGroups groups, double periods, int from, Span<double> low, Span<double> high)
    {
        var (forecasts, sorted) = (new double[draws.Length * low.Length], new double[draws.Length]);
        for (var i = 0; i < draws.Length; i++)
            BgNbdForecast.Expected(draws[i], groups, from, periods, forecasts.AsSpan(i * low.Length, low.Length));
        for (var g = 0; g < low.Length; g++)
        {
            for (var i = 0; i < draws.Length; i++) sorted[i] = forecasts[(i * low.Length) + g];
            RadixSort.Rising(sorted.AsSpan());
            low[g] = Quantile.At(sorted, (1 - Level) / 2);
            high[g] = Quantile.At(sorted, (1 + Level) / 2);
        }
    }
}

/// <summary>An interval for each customer, and the parameters of the refits from which it came.</summary>
public sealed class ExpectationIntervals
{
    private readonly HistoryGroups groups;
    private readonly double[] low, high;

    internal ExpectationIntervals(double level, HistoryGroups groups, double[] low, double[] high, double[][] parameters) =>
        (Level, this.groups, this.low, this.high, Parameters) = (level, groups, low, high, parameters);

    /// <summary>The share of the forecasts that each interval spans.</summary>
    public double Level { get; }

    /// <summary>How many customers there are.</summary>
    public int Count => groups.GroupOf.Length;

    /// <summary>The interval of a customer, counted from 0.</summary>
    public (double Low, double High) this[int customer] => (low[groups.GroupOf[customer]], high[groups.GroupOf[customer]]);

    /// <summary>r, alpha, a, b of each refit: their spread is the parameters' uncertainty.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Parameters { get; }
}
