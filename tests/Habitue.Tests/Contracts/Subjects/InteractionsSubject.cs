using System.Runtime.InteropServices;
using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Recommendation;
using Habitue.Tests.Learning.Recommendation;

namespace Habitue.Tests.Contracts.Subjects;

/// <summary>Users of three tastes with counts of 1 to 5 of the items, and two attributes of each item. A row is a user, found by name.</summary>
internal sealed class InteractionsSubject(Algorithm algorithm, Interactions bought) : EstimatorSubject(algorithm)
{
    private const int Best = 5;

    public InteractionsSubject(Algorithm algorithm)
        : this(algorithm, Tastes.Of(users: 600, items: 45))
    {
    }

    public override bool HasColumns => false;

    public override int Rows => bought.Users.Count;

    public override IModel Fit(FitRun run = default, object? recipe = null) => ((IEstimator<Interactions, IModel>)(recipe ?? Algorithm.Recipe)).Fit(bought, run);

    /// <summary>Of each user all scores, the best items, and (where the model can) the scores of their items as a stranger's basket.</summary>
    public override float[] Answers(IModel model)
    {
        var recommender = (IRecommender)model;
        List<float> answers = [];
        for (var row = 0; row < Rows; row++)
        {
            var user = recommender.Known.Users.Of(bought.Users[row]);
            answers.AddRange(recommender.Scores(user));
            answers.AddRange(recommender.Recommend(user, Best, again: true).Select(one => (float)one.Item));
            if (recommender is not IBasketRecommender forStrangers) continue;
            var scores = new float[recommender.Known.Items.Count];
            forStrangers.BasketScores(bought.Values.IndicesOf(row), bought.Values.ValuesOf(row), scores);
            answers.AddRange(scores);
        }

        return [.. answers];
    }

    public override EstimatorSubject Take(int[] rows)
    {
        if (rows.Distinct().Count() == rows.Length) return new InteractionsSubject(Algorithm, bought.Take(rows));
        Names names = new("user", [.. rows.Select((_, i) => $"u{i}")]);
        return new InteractionsSubject(Algorithm, new Interactions(names, bought.Items, bought.Values.Take(rows), bought.Attributes));
    }

    public override EstimatorSubject WithHole(int row, int column) => throw new NotSupportedException("A pair that is not known is not there.");

    public override EstimatorSubject WithColumnsTurnedRoundAndOneMore() => throw new NotSupportedException("Users and items have numbers of their own.");

    public override EstimatorSubject WithoutColumn(int column) => throw new NotSupportedException("Users and items have numbers of their own.");

    public override byte[] Bytes() => [.. MemoryMarshal.AsBytes(bought.Values.Starts), .. MemoryMarshal.AsBytes(bought.Values.Indices), .. MemoryMarshal.AsBytes(bought.Values.Values)];
}
