using System.Runtime.InteropServices;
using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Patterns;

namespace Habitue.Tests.Contracts.Subjects;

/// <summary>
/// Baskets of some of twenty items, the first of them common and some of them mostly together. Asked about a basket, itemsets
/// answer with how many of them it holds, rules with how many say something new of it.
/// </summary>
internal sealed class BasketsSubject(Algorithm algorithm, Baskets baskets) : EstimatorSubject(algorithm)
{
    public BasketsSubject(Algorithm algorithm)
        : this(algorithm, Drawn(2_000))
    {
    }

    public override bool HasColumns => false;

    public override int Rows => baskets.Count;

    public override IModel Fit(FitRun run = default, object? recipe = null) => ((IEstimator<Baskets, IModel>)(recipe ?? Algorithm.Recipe)).Fit(baskets, run);

    public override float[] Answers(IModel model)
    {
        var answers = new float[baskets.Count];
        for (var basket = 0; basket < answers.Length; basket++)
        {
            var items = Array.ConvertAll(baskets[basket].ToArray(), baskets.NameOf);
            answers[basket] = model switch
            {
                FrequentItemsetsModel sets => sets.Itemsets.Count(set => set.Items.All(items.Contains)),
                AssociationRulesModel rules => rules.RulesFor(items).Count,
                _ => throw new NotSupportedException($"{model} has a role that the laws do not know yet."),
            };
        }

        return answers;
    }

    public override EstimatorSubject Take(int[] rows) => new BasketsSubject(Algorithm, baskets.Take(rows));

    public override EstimatorSubject WithHole(int row, int column) => throw NoColumns();

    public override EstimatorSubject WithColumnsTurnedRoundAndOneMore() => throw NoColumns();

    public override EstimatorSubject WithoutColumn(int column) => throw NoColumns();

    public override byte[] Bytes() => [.. Enumerable.Range(0, baskets.Count).SelectMany(basket => MemoryMarshal.AsBytes(baskets[basket]).ToArray())];

    private static NotSupportedException NoColumns() => new("Baskets have no columns.");

    private static Baskets Drawn(int count)
    {
        var random = new Seed(5).For(0);
        return Baskets.OfNumbers([.. Enumerable.Range(0, count).Select(_ =>
        {
            List<int> items = [.. Enumerable.Range(0, 20).Where(item => random.NextDouble() < 0.6 / (item + 1))];
            if (items.Contains(0) && random.NextDouble() < 0.7) items.Add(7);
            return items.ToArray();
        })]);
    }
}
