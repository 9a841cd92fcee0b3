using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Linear;

namespace Habitue.Tests.Learning.Linear;

public sealed class LogLinearTests
{
    public static TheoryData<string, string, IEstimator<Labeled, LogLinearModel>, bool> Regressions => new()
    {
        { "poisson", "counts", new PoissonRegression { Alpha = 0.1 }, false },
        { "poisson_free", "counts", new PoissonRegression { Alpha = 0 }, false },
        { "poisson_weighted", "counts", new PoissonRegression { Alpha = 0.1 }, true },
        { "gamma", "amounts", new GammaRegression { Alpha = 0.1 }, false },
        { "gamma_free", "amounts", new GammaRegression { Alpha = 0 }, false },
        { "gamma_weighted", "amounts", new GammaRegression { Alpha = 0.1 }, true },
    };

    [Theory]
    [MemberData(nameof(Regressions))]
    public void Means_are_those_of_scikit_learn(string name, string targets, IEstimator<Labeled, LogLinearModel> recipe, bool weighted)
    {
        var model = recipe.Fit(LinearReference.Data(targets, scaled: true, weighted));

        Assert.True(model.Converged);
        Iris.Near(LinearReference.Numbers(name, "parameters"), LinearReference.Values(model.Coefficients), 2e-5);
        Iris.Near(LinearReference.Numbers(name, "predictions"), Iris.Doubles(model.Predict(LinearReference.FirstSix(scaled: true))), 5e-5);
        Assert.Equal(LinearReference.Number(name, "d2"), model.D2, 1e-6);
    }

    [Fact]
    public void Standard_errors_are_those_of_the_expected_information()
    {
        var poisson = new PoissonRegression { Alpha = 0, StandardErrors = true }.Fit(LinearReference.Data("counts", scaled: true));
        var gamma = new GammaRegression { Alpha = 0, StandardErrors = true }.Fit(LinearReference.Data("amounts", scaled: true));

        Iris.Near(LinearReference.Numbers("poisson_free", "errors"), poisson.Coefficients.Select(one => one.StandardError), 1e-5);
        Iris.Near(LinearReference.Numbers("gamma_free", "errors"), gamma.Coefficients.Select(one => one.StandardError), 1e-5);
        Assert.Equal(LinearReference.Number("gamma_free", "dispersion"), gamma.Card.Figures["dispersion"], 1e-5);
    }

    [Fact]
    public void An_offset_counts_as_exposure_does()
    {
        var plain = LinearReference.Data("counts", scaled: true);
        var wider = new Matrix(plain.Rows.Rows, [.. plain.Rows.Columns, "log_exposure"]);
        for (var c = 0; c < 5; c++) wider.Fill(c, plain.Rows.Column(c));
        wider.Fill(5, Array.ConvertAll(LinearReference.Weights, Math.Log));

        var model = new PoissonRegression { Alpha = 0, Offset = "log_exposure", StandardErrors = true }.Fit(plain.With(wider));

        Iris.Near([.. LinearReference.Numbers("poisson_exposure", "parameters"), 1], LinearReference.Values(model.Coefficients), 2e-5);
        Assert.True(double.IsNaN(model.Coefficients[^1].StandardError));
        Assert.All(model.Coefficients.SkipLast(1), one => Assert.InRange(one.StandardError, 0.01, 1));
    }

    /// <summary>By hand: without columns that vary the mean is the mean, and its logarithm has the standard error 1 / √sum.</summary>
    [Fact]
    public void A_constant_mean_is_the_mean()
    {
        var data = new Labeled(Matrix.OfColumns(("same", [2, 2, 2, 2])), [1, 2, 5, 0]);

        var model = new PoissonRegression { Alpha = 0, StandardErrors = true }.Fit(data);

        Assert.Equal([2f, 2f, 2f, 2f], model.Predict(data.Rows));
        Assert.Equal(1 / Math.Sqrt(8), model.Coefficients[0].StandardError, 1e-9);
        Assert.Equal(0, model.D2, 1e-9);
        Assert.Equal(Math.Sqrt(2), new PoissonRegression { Alpha = 0, Intercept = false }.Fit(data).Coefficients[1].Ratio, 1e-6);
    }

    [Fact]
    public void What_cannot_be_learned_from_is_refused_with_its_reason()
    {
        var rows = Matrix.OfColumns(("a", [3, 4]));

        Assert.Contains("The target of row 1 is -1; PoissonRegression needs counts of 0 or more", Refused(new PoissonRegression(), [1, -1]), StringComparison.Ordinal);
        Assert.Contains("All targets are 0", Refused(new PoissonRegression(), [0, 0]), StringComparison.Ordinal);
        Assert.Contains("The target of row 0 is 0; GammaRegression needs amounts above 0", Refused(new GammaRegression(), [0, 1]), StringComparison.Ordinal);
        Assert.Contains("weight 0", Assert.Throws<BadDataException>(() => new GammaRegression().Fit(new Labeled(rows, [1, 1], [0, 0]))).Message, StringComparison.Ordinal);
        Assert.Contains("Offset is 'b', which is no column", Assert.Throws<SettingException>(() => new GammaRegression { Offset = "b" }.Fit(new Labeled(rows, [1, 1]))).Message, StringComparison.Ordinal);
        Assert.Contains("needs more rows than coefficients", Assert.Throws<SettingException>(() => new GammaRegression { StandardErrors = true }.Fit(new Labeled(rows, [1, 2]))).Message, StringComparison.Ordinal);

        string Refused(IEstimator<Labeled, LogLinearModel> recipe, double[] targets) => Assert.Throws<BadDataException>(() => recipe.Fit(new Labeled(rows, targets))).Message;
    }
}
