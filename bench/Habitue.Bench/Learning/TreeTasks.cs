using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Trees;

namespace Habitue.Bench.Learning;

internal static class TreeTasks
{
    public static LearningTask[] All =>
    [
        new("boosting", "gradient boosting, 400,000 x 15, 200 trees of 31 leaves, rate 0.1", 2.0,
            inputs =>
            {
                var data = inputs.Labeled("train_x", "train_y2");
                return () => new GradientBoostingClassifier { Rounds = 200, MaxLeaves = 31, LearningRate = 0.1, L2 = 0 }.Fit(data);
            },
            Auc,
            PeerVariant.Sklearn("boosting"), PeerVariant.Xgboost("leaves31"), PeerVariant.Xgboost("depth6")),
        new("boosting_scores", "scores of 1,000,000 x 15 by 200 trees of 31 leaves", 1.0,
            inputs =>
            {
                var model = new GradientBoostingClassifier { Rounds = 200, MaxLeaves = 31 }.Fit(inputs.Labeled("train_x", "train_y2", 100_000));
                var (rows, into) = (inputs.Matrix("train_x"), new Matrix(1_000_000, ["0", "1"]));
                var million = new Matrix(1_000_000, rows.Columns);
                for (var at = 0; at < million.Values.Length; at += rows.Values.Length)
                    rows.Values[..Math.Min(rows.Values.Length, million.Values.Length - at)].CopyTo(million.Values[at..]);
                return () =>
                {
                    model.Probabilities(million, into);
                    return into;
                };
            },
            (_, scores) => new() { ["mean"] = Mean((Matrix)scores) }),
        new("tree", "decision tree, 100,000 x 15, to the end", 8.0,
            inputs =>
            {
                var data = inputs.Labeled("train_x", "train_y2", 100_000);
                return () => new DecisionTreeClassifier().Fit(data);
            },
            Auc,
            PeerVariant.Sklearn("tree")),
        new("tree_depth10", "decision tree, 100,000 x 15, depth 10", 8.0,
            inputs =>
            {
                var data = inputs.Labeled("train_x", "train_y2", 100_000);
                return () => new DecisionTreeClassifier { MaxDepth = 10 }.Fit(data);
            },
            Auc,
            PeerVariant.Sklearn("tree", 1)),
        new("forest", "random forest, 100 trees, 100,000 x 15", 8.0,
            inputs =>
            {
                var data = inputs.Labeled("train_x", "train_y2", 100_000);
                return () => new RandomForestClassifier { Seed = 7 }.Fit(data);
            },
            Auc,
            PeerVariant.Sklearn("forest")),
        new("forest_scores", "scores of 100,000 x 15 by a forest of 100 full trees", 0,
            inputs =>
            {
                var data = inputs.Labeled("train_x", "train_y2", 100_000);
                var (model, into) = (new RandomForestClassifier { Seed = 7 }.Fit(data), new Matrix(100_000, ["0", "1"]));
                return () =>
                {
                    model.Probabilities(data.Rows, into);
                    return into;
                };
            },
            (_, scores) => new() { ["mean"] = Mean((Matrix)scores) }),
    ];

    private static Dictionary<string, double> Auc(PeerInputs inputs, object model)
    {
        var (x, y) = (inputs.Matrix("test_x"), inputs.Matrix("test_y2").Column(0));
        var scores = ((IClassifier)model).Probability(x);
        var order = Enumerable.Range(0, scores.Length).OrderBy(i => scores[i]).ToArray();
        double ranks = 0, positives = 0;
        for (var i = 0; i < order.Length;)
        {
            var end = i;
            while (end < order.Length && scores[order[end]] == scores[order[i]]) end++;
            for (var j = i; j < end; j++)
            {
                if (y[order[j]] <= 0) continue;
                ranks += (i + end + 1) / 2.0;
                positives++;
            }

            i = end;
        }

        return new() { ["auc"] = Math.Round((ranks - (positives * (positives + 1) / 2)) / (positives * (order.Length - positives)), 6) };
    }

    private static double Mean(Matrix scores)
    {
        var sum = 0.0;
        for (var r = 0; r < scores.Rows; r++) sum += scores[r, 1];
        return sum / scores.Rows;
    }
}
