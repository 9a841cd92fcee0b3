using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Decomposition;
using Habitue.Learning.Experiments;
using Habitue.Learning.Forecasting;
using Habitue.Learning.Lifetime;
using Habitue.Learning.Models;
using Habitue.Learning.Patterns;
using Habitue.Learning.Preprocessing;
using Habitue.Learning.Recommendation;
using Habitue.Tests.Contracts.Subjects;
using Habitue.Tests.Learning.Models.Frozen;

namespace Habitue.Tests.Learning.Models;

/// <summary>
/// Models as they were once saved must be readable for ever. They were fitted on four customers, recency
/// 1, 2, 30, 31 and orders 9, 8, 1, 2 (the encoders: country France, Spain, missing and orders 1, 2, 3); what learns from targets on the same with 1, 1, 0, 0.
/// Models of purchases and spend have the parameters that their papers print, and answer for the four histories below; models of survival were fitted on the
/// textbook's and the made data of their tests, and answer for the four customers. The forecast is of the series 1, 5, 2, 6, 3, 7 and so on to 12, 16.
/// Recommenders were fitted on ann with 2 tea and 1 cup, bob with 1 tea, cat with 1 cup and 3 pot.
/// 1, 2, 30, 31 and orders 9, 8, 1, 2 (the encoders: country France, Spain, missing and orders 1, 2, 3); what learns from targets on the same with 1, 1, 0, 0 (frames: 1, 0, 1).
/// </summary>
public sealed class FrozenModelTests
{
    private static readonly Matrix Customers = Matrix.OfColumns(("recency", [1, 2, 30, 31]), ("orders", [9, 8, 1, 2]));
    private static readonly PurchaseHistories Histories = new([2, 1, 0, 3], [4, 2, 0, 6], [6, 6, 6, 6], [20, 35, 0, 60]);
    private static readonly SparseMatrix SparseCustomers = SparseMatrix.Of(4, 2, Enumerable.Range(0, 8).Select(i => (i / 2, i % 2, Customers[i / 2, i % 2])));
    private static readonly Frame Countries = new(new TextColumn("country", ["France", "Spain", null]), new NumberColumn("orders", [1, 2, 3]));

    [Fact]
    public void Every_version_of_every_kind_is_here() => Assert.Empty(Algorithms.All
        .SelectMany(algorithm => Enumerable.Range(1, algorithm.Format.Version).Select(version => $"{algorithm.Format.Kind} {version}"))
        .Except(FrozenModel.All.Select(frozen => frozen.Kind)));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_frozen_model_still_gives_its_answers(string kind)
    {
        var frozen = FrozenModel.All.Single(one => one.Kind == kind);
        var model = ModelFile.Load(new MemoryStream(Convert.FromBase64String(frozen.Saved)));

        float[] answers = model switch
        {
            ITransformer transformer => [.. transformer.Transform(Customers).Values],
            IEncoder encoder => [.. encoder.Encode(Countries).Values],
            ISparseClassifier sparse => [.. sparse.Probabilities(SparseCustomers).Values],
            IClassifier classifier => [.. classifier.Probabilities(Customers).Values],
            IRegressor regressor => regressor.Predict(Customers),
            IPurchaseModel or GammaGammaModel => HistoriesSubject.Answers(model, Histories),
            KaplanMeierModel curve => [.. Customers.Column(0).Select(time => (float)curve.Survival(time))],
            CoxRegressionModel cox => [.. cox.Survival(Customers, 6).Select(share => (float)share)],
            ExponentialSmoothingModel smoothing => [.. smoothing.Next(4).Select(next => (float)next.Expected)],
            IUpliftModel uplift => uplift.Uplift(Customers),
            IClusterer clusterer => [.. clusterer.Assign(Customers)],
            IRecommender recommender => [.. Enumerable.Range(0, recommender.Known.Users.Count).SelectMany(recommender.Scores)],
            FrequentItemsetsModel sets => [.. sets.Itemsets.Select(set => (float)set.Count)],
            AssociationRulesModel rules => [.. rules.Rules.Select(rule => (float)rule.Confidence)],
            TruncatedSvdModel svd => [.. svd.Transform(Sparse()).Values],
            IFrameClassifier classifier => [.. classifier.Probabilities(Countries).Values],
            IFrameRegressor regressor => regressor.Predict(Countries),
            IFrameClusterer clusterer => [.. clusterer.Assign(Countries)],
            TextImputation imputation => [.. Enumerable.Range(0, 3).Select(row => ((TextColumn)imputation.Fill(Countries)["country"])[row]!.Length)],
            _ => [],
        };

        Iris.Near([.. Iris.Doubles(frozen.Answers)], Iris.Doubles(answers));
        Assert.Equal(kind, $"{model.Card.Format.Kind} {model.Card.Format.Version}");
    }

    /// <summary>The four customers once more, as a sparse matrix.</summary>
    private static SparseMatrix Sparse() => SparseMatrix.Of(4, 2, from row in Enumerable.Range(0, 4) from column in Enumerable.Range(0, 2) select (row, column, Customers[row, column]));

    public static TheoryData<string> Kinds() => [.. FrozenModel.All.Select(frozen => frozen.Kind)];
}
