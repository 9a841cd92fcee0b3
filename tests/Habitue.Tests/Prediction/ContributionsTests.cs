using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Evaluation;
using Habitue.Learning.Evaluation.Calibration;
using Habitue.Learning.Linear;
using Habitue.Learning.Neural;
using Habitue.Learning.Preprocessing;
using Habitue.Learning.Trees;
using Habitue.Prediction;

namespace Habitue.Tests.Prediction;

public sealed class ContributionsTests
{
    private static readonly PlattCurve Curve = new(1.3, -0.2);

    public static TheoryData<string> Recipes => ["logistic", "boosting", "forest", "tree", "perceptron"];

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Contributions_and_base_sum_to_the_log_odds_of_the_answer(string name)
    {
        var (model, typical) = Fit(Recipe(name));
        var rows = Cases.Draw(200, 8).Data.Rows;

        var contributions = Contributions.Of(model, typical, rows, new Seed(1), default);

        Assert.Equal(["orders", "days", "gap", "land", "words"], contributions.Features);
        var said = model.Probability(rows);
        for (var row = 0; row < rows.Rows; row++)
        {
            var sum = contributions.Base[row] + contributions.Values.Row(row).ToArray().Sum(value => (double)value);
            Assert.Equal(Math.Log(said[row] / (1 - said[row])), sum, 2e-3);
        }
    }

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Under_a_curve_that_bends_they_sum_to_the_log_odds_of_the_answer_too(string name)
    {
        var curve = new BetaCurve(1.4, 0.6, -0.2);
        var (model, typical) = Fit(Recipe(name), curve);
        var rows = Cases.Draw(200, 8).Data.Rows;

        var contributions = Contributions.Of(model, typical, rows, new Seed(1), default);

        var straight = Contributions.Of(Fit(Recipe(name), new PlattCurve(1, 0)).Model, typical, rows, new Seed(1), default);
        var said = model.Probability(rows);
        for (var row = 0; row < rows.Rows; row++)
        {
            var sum = contributions.Base[row] + contributions.Values.Row(row).ToArray().Sum(value => (double)value);
            Assert.Equal(Math.Log(said[row] / (1 - said[row])), sum, 2e-3);
            // However short the way, what a feature moves is multiplied by no less than the one slope and no more than the other.
            for (var column = 0; column < 5; column++)
                if (Math.Abs(straight.Values[row, column]) > 1e-3)
                    Assert.InRange(contributions.Values[row, column] / straight.Values[row, column], curve.High - 0.01, curve.Low + 0.01);
        }
    }

    /// <summary>A tree that has the answers by heart says 0 or 1, and a blend lets no part be so sure; what is told of it must be what it says.</summary>
    [Fact]
    public void The_contributions_of_a_blend_sum_to_its_answer_also_where_a_part_is_surer_than_a_blend_lets_it_be()
    {
        var sure = new DecisionTreeClassifier { MaxDepth = 20, MinLeafRows = 1 };
        var (model, typical) = Fit(new BlendedClassifier { Classifiers = [new LogisticRegression(), sure, sure] });
        var rows = Cases.Draw(200, 8).Data.Rows;
        var parts = ((BlendedClassifierModel)model.Last.Inner).Parts;
        Assert.InRange(parts[1].Probability(model.First.Encode(rows)).Count(p => p is 0 or 1), 100, 200);

        var contributions = Contributions.Of(model, typical, rows, new Seed(1), default);

        var said = model.Probability(rows);
        for (var row = 0; row < rows.Rows; row++)
        {
            var sum = contributions.Base[row] + contributions.Values.Row(row).ToArray().Sum(value => (double)value);
            Assert.Equal(said[row], 1 / (1 + Math.Exp(-sum)), 1e-4);
        }
    }

    [Theory]
    [MemberData(nameof(Recipes))]
    public void What_moves_the_truth_moves_the_answer_the_same_way_and_what_does_not_hardly_moves_it(string name)
    {
        var (model, typical) = Fit(Recipe(name));
        var rows = Cases.Draw(400, 8).Data.Rows;
        var contributions = Contributions.Of(model, typical, rows, new Seed(1), default);
        double Mean(int column, Func<int, bool> of) => Enumerable.Range(0, 400).Where(of).Average(row => (double)contributions.Values[row, column]);
        var (orders, days, lands) = ((NumberColumn)rows["orders"], (NumberColumn)rows["days"], (TextColumn)rows["land"]);

        Assert.True(Mean(0, row => orders.Values[row] > 15) > 0.3 && Mean(0, row => orders.Values[row] < 5) < -0.3, "many orders make it likelier");
        Assert.True(Mean(1, row => days.Values[row] < 75) > 0.3 && Mean(1, row => days.Values[row] > 225) < -0.3, "many days make it less likely");
        Assert.True(Mean(3, row => lands[row] == "France") > Mean(3, row => lands[row] == "Spain") + 0.2, "France buys more");
        Assert.InRange(Enumerable.Range(0, 400).Average(row => Math.Abs((double)contributions.Values[row, 4])), 0, 0.12);
    }

    [Fact]
    public void For_a_linear_model_a_contribution_is_the_coefficient_times_the_distance_from_the_mean()
    {
        var (model, typical) = Fit(new LogisticRegression());
        var linear = (LogisticModel)model.Last.Inner;
        var rows = Cases.Draw(5, 8).Data.Rows;
        var encoded = model.First.Encode(rows);
        var contributions = Contributions.Of(model, typical, rows, new Seed(1), default);
        var slope = linear.Coefficients.Single(one => one.Name == "days").Value;
        var place = encoded.Columns.ToList().IndexOf("days");
        for (var row = 0; row < 5; row++)
            Assert.Equal(Curve.Slope * slope * (encoded[row, place] - typical.Offsets[place]), contributions.Values[row, 1], 1e-5);
    }

    [Theory]
    [MemberData(nameof(Recipes))]
    public void A_customer_alone_is_explained_as_among_others(string name)
    {
        var (model, typical) = Fit(Recipe(name));
        var rows = Cases.Draw(50, 8).Data.Rows;
        var together = Contributions.Of(model, typical, rows, new Seed(1), default);
        var alone = Contributions.Of(model, typical, rows.Take([7]), new Seed(1), default);
        Assert.Equal(together.Base[7], alone.Base[0], 1e-6);
        for (var column = 0; column < 5; column++) Assert.Equal(together.Values[7, column], alone.Values[0, column], 1e-5);
    }

    private static IEstimator<Labeled, IClassifier> Recipe(string name) => name switch
    {
        "logistic" => new LogisticRegression(),
        "boosting" => new GradientBoostingClassifier { Rounds = 40, MaxLeaves = 8 },
        "forest" => new RandomForestClassifier { Trees = 30, MinLeafRows = 20 },
        "tree" => new DecisionTreeClassifier { MaxDepth = 5, MinLeafRows = 20 },
        _ => new MultilayerPerceptron { HiddenLayers = [8], WeightDecay = 1, LearningRate = 0.01, Epochs = 60 },
    };

    private static (EncodedClassifier<CalibratedClassifierModel> Model, LinearScaling Typical) Fit(IEstimator<Labeled, IClassifier> recipe, ICalibrationCurve? curve = null)
    {
        var data = Cases.Draw(2_000, 1).Data;
        var encoding = new FrameEncoder { Log = true }.FitEncode(data, out var rows);
        return (encoding.With(CalibratedClassifierModel.Of(recipe.Fit(data.With(rows)), curve ?? Curve)), new StandardScaler().Fit(rows));
    }
}
