using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Linear;

namespace Habitue.Bench.Learning;

internal static class LinearTasks
{
    public static LearningTask[] All =>
    [
        new("logistic", "logistic regression, 400,000 x 15, penalty 1", 4.0,
            inputs =>
            {
                var data = inputs.Labeled("train_x", "train_y");
                return () => new LogisticRegression().Fit(data);
            },
            (_, model) => new() { ["objective"] = ((LogisticModel)model).Objective, ["iterations"] = ((LogisticModel)model).Iterations },
            PeerVariant.Sklearn("logistic"), PeerVariant.Sklearn("logistic_newton")),
        Squares("ridge", "ridge regression, 400,000 x 15, alpha 1", new Ridge(), PeerVariant.Sklearn("linear", 0)),
        Squares("least_squares", "linear regression, 400,000 x 15", new LinearRegression(), PeerVariant.Sklearn("linear", 1)),
        Squares("lasso", "lasso, 400,000 x 15, alpha 0.1", new Lasso { Alpha = 0.1 }, PeerVariant.Sklearn("linear", 2), PeerVariant.Sklearn("linear", 3)),
        Squares("elastic_net", "elastic net, 400,000 x 15, alpha 0.1, half L1", new ElasticNet { Alpha = 0.1 }, PeerVariant.Sklearn("linear", 4), PeerVariant.Sklearn("linear", 5)),
        new("linear_scores", "ten million linear scores of 15 columns (to be under a second)", 0,
            inputs =>
            {
                var (model, rows) = (new Ridge().Fit(inputs.Labeled("train_x", "train_t")), inputs.Matrix("test_x"));
                var scores = new float[rows.Rows];
                return () =>
                {
                    for (var done = 0; done < 10_000_000; done += rows.Rows) model.Predict(rows, scores);
                    return scores;
                };
            },
            (_, scores) => new() { ["mean"] = ((float[])scores).Average() }),
    ];

    private static LearningTask Squares(string name, string title, IEstimator<Labeled, LinearModel> recipe, params PeerVariant[] peers) =>
        new(name, title, 2.0,
            inputs =>
            {
                var data = inputs.Labeled("train_x", "train_t");
                return () => recipe.Fit(data);
            },
            (inputs, model) => new() { ["r2"] = Explained(inputs, (LinearModel)model), ["zeros"] = ((LinearModel)model).Coefficients.Skip(1).Count(line => line.Value == 0), ["intercept"] = ((LinearModel)model).Intercept },
            peers);

    /// <summary>The share of the variance explained on the rows held out, as the peers' script takes it.</summary>
    private static double Explained(PeerInputs inputs, LinearModel model)
    {
        var (truth, found) = (inputs.Matrix("test_t").Column(0), model.Predict(inputs.Matrix("test_x")));
        double mean = truth.Average(value => (double)value), left = 0, total = 0;
        for (var r = 0; r < truth.Length; r++)
        {
            left += (truth[r] - found[r]) * ((double)truth[r] - found[r]);
            total += (truth[r] - mean) * (truth[r] - mean);
        }

        return 1 - (left / total);
    }
}
