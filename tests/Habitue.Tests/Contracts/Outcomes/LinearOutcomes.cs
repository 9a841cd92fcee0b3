namespace Habitue.Tests.Contracts.Outcomes;

internal static class LinearOutcomes
{
    public static readonly Dictionary<string, EstimatorOutcome> All = new()
    {
        ["logistic regression"] = new(MissingValue: "'c1' has a missing value in row 3", NoRows: "LogisticRegression needs rows of at least two classes; there are no rows", OneRow: "LogisticRegression needs rows of at least two classes; all 1 are", Constant: "fine"),
        ["linear regression"] = new(MissingValue: "'c1' has a missing value in row 3", NoRows: "LinearRegression needs at least 1 row; there are 0", OneRow: "fine", Constant: "fine"),
        ["ridge regression"] = new(MissingValue: "'c1' has a missing value in row 3", NoRows: "Ridge needs at least 1 row; there are 0", OneRow: "fine", Constant: "fine"),
        ["lasso"] = new(MissingValue: "'c1' has a missing value in row 3", NoRows: "Lasso needs at least 1 row; there are 0", OneRow: "fine", Constant: "fine"),
        ["elastic net"] = new(MissingValue: "'c1' has a missing value in row 3", NoRows: "ElasticNet needs at least 1 row; there are 0", OneRow: "fine", Constant: "fine"),
        ["elastic net with the strength chosen by cross-validation"] = new(MissingValue: "'c1' has a missing value in row 3", NoRows: "ElasticNetPath needs at least 1 row; there are 0", OneRow: "ElasticNetPath.Folds is 5, but there is only 1 row to leave out", Constant: "fine"),
        ["Poisson regression"] = new(MissingValue: "'c1' has a missing value in row 3", NoRows: "PoissonRegression needs at least 1 row; there are 0", OneRow: "All targets are 0; PoissonRegression has nothing to learn from", Constant: "fine"),
        ["Gamma regression"] = new(MissingValue: "'c1' has a missing value in row 3", NoRows: "GammaRegression needs at least 1 row; there are 0", OneRow: "fine", Constant: "fine"),
        ["Gaussian naive Bayes"] = new(MissingValue: "'c1' has a missing value in row 3", NoRows: "GaussianNaiveBayes needs rows of at least two classes; there are no rows", OneRow: "GaussianNaiveBayes needs rows of at least two classes; all 1 are", Constant: "fine"),
        ["multinomial naive Bayes"] = new(MissingValue: "not asked: no columns with names", NoRows: "MultinomialNaiveBayes needs rows of at least two classes; there are no rows", OneRow: "MultinomialNaiveBayes needs rows of at least two classes; all 1 are", Constant: "fine"),
        ["Bernoulli naive Bayes"] = new(MissingValue: "not asked: no columns with names", NoRows: "BernoulliNaiveBayes needs rows of at least two classes; there are no rows", OneRow: "BernoulliNaiveBayes needs rows of at least two classes; all 1 are", Constant: "fine"),
    };
}
