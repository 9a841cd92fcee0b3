using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Linear;

namespace Habitue.Tests.Learning.Linear;

public sealed class LeastSquaresTests
{
    public static TheoryData<string, IEstimator<Labeled, LinearModel>, bool> Regressions => new()
    {
        { "ridge", new Ridge { Alpha = 2.5 }, false },
        { "ridge_weighted", new Ridge { Alpha = 2.5 }, true },
        { "ridge_no_intercept", new Ridge { Alpha = 2.5, Intercept = false }, false },
        { "lasso", new Lasso { Alpha = 0.15 }, false },
        { "lasso_weighted", new Lasso { Alpha = 0.15 }, true },
        { "elastic_net", new ElasticNet { Alpha = 0.2, L1Ratio = 0.3 }, false },
    };

    [Theory]
    [MemberData(nameof(Regressions))]
    public void Coefficients_are_those_of_scikit_learn(string name, IEstimator<Labeled, LinearModel> recipe, bool weighted) =>
        Iris.Near(LinearReference.Numbers(name), LinearReference.Values(recipe.Fit(LinearReference.Data("target", weighted: weighted)).Coefficients), 1e-6);

    [Theory]
    [InlineData("least_squares", false)]
    [InlineData("least_squares_weighted", true)]
    public void Least_squares_come_with_standard_errors_and_p_values(string name, bool weighted)
    {
        var model = new LinearRegression { StandardErrors = true }.Fit(LinearReference.Data("target", weighted: weighted));

        Iris.Near(LinearReference.Numbers(name, "parameters"), LinearReference.Values(model.Coefficients), 1e-9);
        Iris.Near(LinearReference.Numbers(name, "sklearn"), LinearReference.Values(model.Coefficients), 1e-9);
        Iris.Near(LinearReference.Numbers(name, "errors"), model.Coefficients.Select(one => one.StandardError), 1e-9);
        Iris.Near(LinearReference.Numbers(name, "p"), model.Coefficients.Select(one => one.P), 1e-9);
        Iris.Near(LinearReference.Numbers(name, "low"), model.Coefficients.Select(one => one.Interval().Low), 1e-9);
        Assert.Equal(LinearReference.Number(name, "r2"), model.R2, 1e-9);
        Assert.Equal(114, model.Coefficients[0].Freedom);
    }

    [Fact]
    public void A_path_goes_where_scikit_learns_goes_and_picks_the_strength_that_foretells_best()
    {
        var model = new ElasticNetPath { L1Ratio = 0.7, Count = 8, Least = 1e-2, Folds = 5 }.Fit(LinearReference.Data("target"));

        Iris.Near(LinearReference.Numbers("path", "alphas"), model.Alphas, 1e-9);
        Iris.Near(LinearReference.Lines("path", "coefficients"), Enumerable.Range(0, 8).SelectMany(i => model.Coefficients(i).Skip(1).Select(one => one.Value)), 1e-6);
        Iris.Near(LinearReference.Numbers("path_errors"), model.Errors, 1e-6);
        Assert.Equal(Array.IndexOf(LinearReference.Numbers("path_errors"), LinearReference.Numbers("path_errors").Min()), model.Best);
        Assert.Equal(model.Coefficients(model.Best), model.Coefficients());
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Coefficients(8));
    }

    /// <summary>By hand: y = 1000000 + 2x goes through every point.</summary>
    [Fact]
    public void Columns_and_targets_far_from_zero_keep_their_digits()
    {
        var rows = Matrix.OfColumns(("x", [2_000_001, 2_000_002, 2_000_004]), ("same", [7, 7, 7]));

        var model = new LinearRegression().Fit(new Labeled(rows, [5_000_002, 5_000_004, 5_000_008]));

        Iris.Near([1_000_000, 2, 0], LinearReference.Values(model.Coefficients), 1e-4);
        Assert.Equal(1, model.R2, 1e-12);
        Assert.All(model.Coefficients, one => Assert.True(double.IsNaN(one.StandardError)));
    }

    [Fact]
    public void A_column_that_is_the_sum_of_others_gets_nothing()
    {
        var rows = Matrix.OfColumns(("a", [1, 2, 3, 5]), ("b", [4, 1, 1, 2]), ("sum", [5, 3, 4, 7]));

        var model = new LinearRegression { StandardErrors = true }.Fit(new Labeled(rows, [9, 7, 10.5, 16]));

        Assert.Equal(0, model.Coefficients[3].Value);
        Assert.True(double.IsNaN(model.Coefficients[3].StandardError));
        Assert.True(model.Coefficients[1].StandardError > 0);
        Assert.Equal(1, model.Coefficients[1].Freedom);
    }

    [Fact]
    public void One_row_is_foretold_as_it_is()
    {
        var rows = Matrix.OfColumns(("a", [3]));

        foreach (var recipe in (IEstimator<Labeled, LinearModel>[])[new LinearRegression(), new Ridge(), new Lasso(), new ElasticNet()])
        {
            var model = recipe.Fit(new Labeled(rows, [12.5]));
            Assert.Equal([12.5f], model.Predict(rows));
            Assert.True(double.IsNaN(model.R2));
        }
    }

    [Fact]
    public void What_cannot_be_learned_from_is_refused_with_its_reason()
    {
        var rows = Matrix.OfColumns(("a", [3, 4]));

        Assert.Contains("weight 0", Assert.Throws<BadDataException>(() => new Ridge().Fit(new Labeled(rows, [1, 2], [0, 0]))).Message, StringComparison.Ordinal);
        Assert.Contains("targets are too large", Assert.Throws<BadDataException>(() => new Ridge().Fit(new Labeled(rows, [1e200, -1e200]))).Message, StringComparison.Ordinal);
        Assert.Contains("needs more rows than coefficients", Assert.Throws<SettingException>(() => new LinearRegression { StandardErrors = true }.Fit(new Labeled(rows, [1, 2]))).Message, StringComparison.Ordinal);
        Assert.Contains("All rows that count are in fold 0", Assert.Throws<BadDataException>(() => new ElasticNetPath { Folds = 2 }.Fit(new Labeled(rows, [1, 2], [1, 0]))).Message, StringComparison.Ordinal);
        Assert.Contains("at most 5000 columns", Assert.Throws<BadDataException>(() => new Ridge().Fit(new Labeled(new Matrix(1, [.. Enumerable.Range(0, 5_001).Select(c => $"c{c}")]), [1]))).Message, StringComparison.Ordinal);
    }
}
