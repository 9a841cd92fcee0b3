namespace Habitue.Tests.Contracts.Outcomes;

/// <summary>No value is missing in interactions: a pair that is not known is not there.</summary>
internal static class RecommendationOutcomes
{
    public static readonly Dictionary<string, EstimatorOutcome> All = new()
    {
        ["item neighbours"] = new(MissingValue: "", NoRows: "ItemNeighbours needs at least one pair of user and item; there is none", OneRow: "fine", Constant: "fine"),
        ["user neighbours"] = new(MissingValue: "", NoRows: "UserNeighbours needs at least one pair of user and item; there is none", OneRow: "fine", Constant: "fine"),
        ["linear item weights (EASE)"] = new(MissingValue: "", NoRows: "Ease needs at least one pair of user and item; there is none", OneRow: "fine", Constant: "fine"),
        ["implicit ALS"] = new(MissingValue: "", NoRows: "ImplicitAls needs at least one pair of user and item; there is none", OneRow: "fine", Constant: "fine"),
        ["Bayesian personalized ranking"] = new(MissingValue: "", NoRows: "Bpr needs at least one pair of user and item; there is none", OneRow: "fine", Constant: "fine"),
        ["matrix factorization of ratings"] = new(MissingValue: "", NoRows: "MatrixFactorization needs at least one pair of user and item; there is none", OneRow: "fine", Constant: "fine"),
        ["content-based recommendation"] = new(MissingValue: "", NoRows: "ContentBased needs at least one pair of user and item; there is none", OneRow: "fine", Constant: "fine"),
        ["popularity"] = new(MissingValue: "", NoRows: "Popularity needs at least one pair of user and item; there is none", OneRow: "fine", Constant: "fine"),
        ["hybrid recommendation"] = new(MissingValue: "", NoRows: "ItemNeighbours needs at least one pair of user and item; there is none", OneRow: "fine", Constant: "fine"),
    };
}
