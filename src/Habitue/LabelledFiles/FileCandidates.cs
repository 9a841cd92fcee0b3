using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Linear;
using Habitue.Learning.Preprocessing;
using Habitue.Learning.Trees;

namespace Habitue.LabelledFiles;

/// <summary>
/// What competes for the label of a file, alone or blended: lines (also over logarithms, for columns with long tails), boosted trees of three tempers, and
/// forests, two of which look at more columns at each split: where few columns tell nearly all, the usual few seldom hold one of these. No forest is deeper than 16: to explain 3,000 rows of the small
/// bank file took 1.8 processor seconds at that depth and 18 without a limit.
/// </summary>
internal static class FileCandidates
{
    public static IReadOnlyList<(string Name, IEstimator<Labeled, IClassifier> Recipe)> Of(Seed seed) =>
    [
        ("a line", new StandardScaler().Then(new LogisticRegression { Penalty = 10 })),
        ("a line over logarithms", new LogScaler().Then(new StandardScaler()).Then(new LogisticRegression { Penalty = 10 })),
        ("boosted trees, cautious", new GradientBoostingClassifier { Rounds = 500, LearningRate = 0.02, MaxLeaves = 6, MinLeafRows = 10, L2 = 5, RowShare = 0.6, ColumnShare = 0.25, Seed = seed }),
        ("boosted trees", new GradientBoostingClassifier { Rounds = 150, LearningRate = 0.05, MaxLeaves = 12, Seed = seed }),
        ("boosted trees, eager", new GradientBoostingClassifier { Rounds = 200, LearningRate = 0.05, MaxLeaves = 16, L2 = 5, RowShare = 0.8, ColumnShare = 0.5, Seed = seed }),
        ("a forest", new RandomForestClassifier { MinLeafRows = 5, MaxDepth = 12, PriorTrees = 1, Seed = seed }),
        ("a forest that looks at more columns", new RandomForestClassifier { MinLeafRows = 5, MaxDepth = 12, ColumnsPerSplit = 25, PriorTrees = 1, Seed = seed }),
        ("a deeper forest", new RandomForestClassifier { MinLeafRows = 2, MaxDepth = 16, ColumnsPerSplit = 25, PriorTrees = 1, Seed = seed }),
    ];
}
