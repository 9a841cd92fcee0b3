using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Experiments;
using Habitue.Learning.Linear;
using Habitue.Learning.Trees;

namespace Habitue.Experiments.Uplift;

/// <summary>One way to learn uplift.</summary>
/// <param name="Name">In words.</param>
/// <param name="Recipe">How it learns.</param>
internal sealed record UpliftCandidate(string Name, IEstimator<TreatedRows, IUpliftModel> Recipe)
{
    /// <summary>
    /// Those that compete, simpler ones first: of equal ones the first wins. An effect is small beside what customers are like anyway, so all are held short: strong
    /// penalties, few leaves.
    /// </summary>
    public static IReadOnlyList<UpliftCandidate> All(Seed seed)
    {
        var linear = new LogisticRegression { Penalty = 100 };
        var boosted = new GradientBoostingClassifier { Rounds = 60, LearningRate = 0.05, MaxLeaves = 6, MinLeafRows = 60, L2 = 10, Seed = seed };
        return
        [
            new("two models, logistic regression", new UpliftTwoModels { Classifier = linear }),
            new("class transformation, logistic regression", new UpliftClassTransformation { Classifier = linear }),
            new("uplift tree", new UpliftTree { MaxDepth = 3, Divergence = UpliftDivergence.Euclidean, Seed = seed }),
            new("two models, gradient boosting", new UpliftTwoModels { Classifier = boosted }),
            new("class transformation, gradient boosting", new UpliftClassTransformation { Classifier = boosted }),
        ];
    }
}
