using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Linear;
using Habitue.Learning.Neural;
using Habitue.Learning.Trees;

namespace Habitue.Prediction;

/// <summary>
/// The recipes that compete for a question with two answers, simpler ones first: of equal ones the first wins. Classes are
/// learned in their natural balance, since probabilities are asked for; the threshold takes care of rare answers. Trees are not deep: deeper ones
/// gain nothing here, and explaining their answers would take longer than all the rest.
/// </summary>
internal static class Candidates
{
    public static IReadOnlyList<IEstimator<Labeled, IClassifier>> Of(Seed seed) =>
    [
        new LogisticRegression { Penalty = 3 },
        new LogisticRegression { Penalty = 30 },
        new LogisticRegression { Penalty = 300 },
        new LogisticRegression { Penalty = 10, L1Ratio = 1 },
        new DecisionTreeClassifier { MaxDepth = 5, MinLeafRows = 50 },
        new DecisionTreeClassifier { MaxDepth = 8, MinLeafRows = 100 },
        new RandomForestClassifier { MaxDepth = 8, MinLeafRows = 20, Seed = seed },
        new RandomForestClassifier { MaxDepth = 8, MinLeafRows = 80, Seed = seed },
        new GradientBoostingClassifier { Rounds = 60, LearningRate = 0.05, MaxLeaves = 8, MinLeafRows = 40, Seed = seed },
        new GradientBoostingClassifier { Rounds = 150, LearningRate = 0.05, MaxLeaves = 8, MinLeafRows = 40, L2 = 10, Seed = seed },
        new GradientBoostingClassifier { Rounds = 100, LearningRate = 0.05, MaxLeaves = 16, MinLeafRows = 80, L2 = 10, ColumnShare = 0.5, Seed = seed },
        new MultilayerPerceptron { HiddenLayers = [16], WeightDecay = 1, Epochs = 20, Seed = seed },
        new MultilayerPerceptron { HiddenLayers = [32, 16], WeightDecay = 10, Dropout = 0.2, Epochs = 20, Seed = seed },
    ];
}
