using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Preprocessing;
using Habitue.Tests.Learning.Models.Frozen;

namespace Habitue.Tests.Learning.Models;

/// <summary>
/// Models as they were once saved must be readable for ever. They were fitted on four customers, recency
/// 1, 2, 30, 31 and orders 9, 8, 1, 2 (the encoders: country France, Spain, missing and orders 1, 2, 3); what learns from targets on the same with 1, 1, 0, 0 (frames: 1, 0, 1).
/// </summary>
public sealed class FrozenModelTests
{
    private static readonly Matrix Customers = Matrix.OfColumns(("recency", [1, 2, 30, 31]), ("orders", [9, 8, 1, 2]));
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
            IClassifier classifier => [.. classifier.Probabilities(Customers).Values],
            IRegressor regressor => regressor.Predict(Customers),
            IClusterer clusterer => [.. clusterer.Assign(Customers)],
            IFrameClassifier classifier => [.. classifier.Probabilities(Countries).Values],
            IFrameRegressor regressor => regressor.Predict(Countries),
            IFrameClusterer clusterer => [.. clusterer.Assign(Countries)],
            TextImputation imputation => [.. Enumerable.Range(0, 3).Select(row => ((TextColumn)imputation.Fill(Countries)["country"])[row]!.Length)],
            _ => [],
        };

        Iris.Near([.. Iris.Doubles(frozen.Answers)], Iris.Doubles(answers));
        Assert.Equal(kind, $"{model.Card.Format.Kind} {model.Card.Format.Version}");
    }

    public static TheoryData<string> Kinds() => [.. FrozenModel.All.Select(frozen => frozen.Kind)];
}
