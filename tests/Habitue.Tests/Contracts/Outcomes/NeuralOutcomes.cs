namespace Habitue.Tests.Contracts.Outcomes;

internal static class NeuralOutcomes
{
    public static readonly Dictionary<string, EstimatorOutcome> All = new()
    {
        ["multilayer perceptron"] = new(MissingValue: "'c1' has a missing value in row 3", NoRows: "MultilayerPerceptron needs rows of at least two classes; there are no rows", OneRow: "MultilayerPerceptron needs rows of at least two classes; all 1 are of class", Constant: "fine"),
        ["multilayer perceptron for amounts"] = new(MissingValue: "'c1' has a missing value in row 3", NoRows: "MultilayerPerceptronRegression needs at least 1 row; there are 0", OneRow: "fine", Constant: "fine"),
    };
}
