using System.Runtime.InteropServices;
using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Lifetime;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;

namespace Habitue.Tests.Contracts.Subjects;

/// <summary>Customers who may buy once in each whole unit of time, so that every model of purchases can take their histories; and what they spend.</summary>
internal sealed class HistoriesSubject(Algorithm algorithm, PurchaseHistories histories) : EstimatorSubject(algorithm)
{
    public HistoriesSubject(Algorithm algorithm)
        : this(algorithm, Customers(2_000))
    {
    }

    public override bool HasColumns => false;

    public override int Rows => histories.Count;

    public override IModel Fit(FitRun run = default, object? recipe = null) => ((IEstimator<PurchaseHistories, IModel>)(recipe ?? Algorithm.Recipe)).Fit(histories, run);

    public override float[] Answers(IModel model) => Answers(model, histories);

    public override EstimatorSubject Take(int[] rows) => new HistoriesSubject(Algorithm, histories.Take(rows));

    public override EstimatorSubject WithHole(int row, int column) => throw new NotSupportedException("Histories have no columns.");

    public override EstimatorSubject WithColumnsTurnedRoundAndOneMore() => throw new NotSupportedException("Histories have no columns.");

    public override EstimatorSubject WithoutColumn(int column) => throw new NotSupportedException("Histories have no columns.");

    public override byte[] Bytes() =>
        [.. MemoryMarshal.AsBytes(histories.Repeats), .. MemoryMarshal.AsBytes(histories.Recency), .. MemoryMarshal.AsBytes(histories.Age), .. MemoryMarshal.AsBytes(histories.Spend)];

    /// <summary>What a model of histories says of these, customer after customer.</summary>
    public static float[] Answers(IModel model, PurchaseHistories of) => model switch
    {
        IPurchaseModel purchases => [.. purchases.ExpectedPurchases(of, 4).Zip(purchases.ProbabilityAlive(of)).SelectMany(pair => new[] { (float)pair.First, (float)pair.Second })],
        GammaGammaModel spend => [.. spend.ExpectedSpend(of).Select(one => (float)one)],
        _ => throw new NotSupportedException($"{model} has a role that the laws do not know yet."),
    };

    private static PurchaseHistories Customers(int count)
    {
        var random = new Seed(8).For(0);
        var (x, last, known, spend) = (new int[count], new double[count], new double[count], new double[count]);
        for (var i = 0; i < count; i++)
        {
            var (buys, leaves) = (random.Beta(1.2, 0.9), random.Beta(0.7, 2.5));
            known[i] = 6 + random.Below(7);
            for (var t = 1; t <= known[i] && random.NextDouble() >= leaves; t++)
                if (random.NextDouble() < buys) (x[i], last[i]) = (x[i] + 1, t);
            if (i == 5) (x[i], last[i]) = (3, 4); // the one that the laws take alone
            if (x[i] > 0) spend[i] = 1 + (30 * random.Gamma(2));
        }

        return new PurchaseHistories(x, last, known, spend);
    }
}
