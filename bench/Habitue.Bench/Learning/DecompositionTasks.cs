using Habitue.Learning;
using Habitue.Learning.Decomposition;

namespace Habitue.Bench.Learning;

internal static class DecompositionTasks
{
    public static LearningTask[] All =>
    [
        new("pca", "principal components, 500,000 x 15 to 5, fit and transform", 5.0,
            inputs =>
            {
                var rows = inputs.Matrix("kmeans_x");
                return () =>
                {
                    var model = new Pca { Components = 5 }.Fit(rows);
                    model.Transform(rows);
                    return model;
                };
            },
            (_, model) => new() { ["ratio_1"] = ((PcaModel)model).ExplainedVariance[0] / ((PcaModel)model).ExplainedVariance.Sum() },
            PeerVariant.Sklearn("pca", 0), PeerVariant.Sklearn("pca", 1)),
    ];
}
