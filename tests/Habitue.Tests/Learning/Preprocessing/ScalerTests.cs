using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Preprocessing;

namespace Habitue.Tests.Learning.Preprocessing;

public sealed class ScalerTests
{
    /// <summary><c>MinMaxScaler().fit(x)</c></summary>
    [Fact]
    public void Min_max_scaling_is_that_of_scikit_learn()
    {
        var model = new MinMaxScaler().Fit(Iris.Rows());
        var scaled = model.Transform(Iris.Rows());

        Iris.Near([4.4, 2.3, 1.3, 0.1], model.Offsets);
        Iris.Near([3.2, 1.6, 5.3, 2.4], model.Scales);
        Iris.Near([0.21875, 0.75, 0.0188679245, 0.0416666667], Iris.Doubles(scaled.Row(0)));
        Iris.Near([0.875, 0.8125, 0.9056603774, 1], Iris.Doubles(scaled.Row(29)));
        Assert.Equal((0f, 1f), (scaled.Values.ToArray().Min(), scaled.Values.ToArray().Max()));
    }

    /// <summary><c>StandardScaler().fit(x)</c></summary>
    [Fact]
    public void Standard_scaling_is_that_of_scikit_learn()
    {
        var model = new StandardScaler().Fit(Iris.Rows());
        var scaled = model.Transform(Iris.Rows());

        Iris.Near([5.8433333333, 3.04, 3.8633333333, 1.2133333333], model.Offsets);
        Iris.Near([0.9478689548, 0.3666060556, 1.8497717577, 0.7757720169], model.Scales);
        Iris.Near([-0.7842152964, 1.2547528689, -1.3316958285, -1.3062256839], Iris.Doubles(scaled.Row(0)));
        Iris.Near([1.4312808324, 1.5275252317, 1.209158188, 1.6585628749], Iris.Doubles(scaled.Row(29)));
    }

    /// <summary><c>d = pandas.DataFrame(x) with the holes; StandardScaler().fit(d)</c></summary>
    [Fact]
    public void Missing_values_are_left_out_and_stay_missing()
    {
        var model = new StandardScaler().Fit(Iris.WithHoles());
        var scaled = model.Transform(Iris.WithHoles());

        Iris.Near([5.8433333333, 3.0464285714, 3.8633333333, 1.2222222222], model.Offsets);
        Iris.Near([0.9478689548, 0.3765275012, 1.8497717577, 0.7828406646], model.Scales);
        Assert.Equal(5, scaled.Values.ToArray().Count(float.IsNaN));
        Assert.True(float.IsNaN(scaled[3, 1]));
    }

    [Theory]
    [MemberData(nameof(Scalers))]
    public void A_constant_column_becomes_zero_and_a_missing_one_stays_missing(IEstimator<Matrix, LinearScaling> scaler)
    {
        var x = Matrix.OfColumns(("constant", [7, 7, 7]), ("missing", [double.NaN, double.NaN, double.NaN]), ("other", [1, 2, 3]));

        var scaled = scaler.Fit(x).Transform(x);

        Assert.Equal([0, 0, 0], scaled.Column("constant"));
        Assert.All(scaled.Column("missing"), value => Assert.True(float.IsNaN(value)));
    }

    [Theory]
    [MemberData(nameof(Scalers))]
    public void The_way_back_restores_the_units(IEstimator<Matrix, LinearScaling> scaler)
    {
        var model = scaler.Fit(Iris.Rows());

        Iris.Near([.. Iris.Doubles(Iris.Rows().Values)], Iris.Doubles(model.Restore(model.Transform(Iris.Rows())).Values), 1e-5);
    }

    [Theory]
    [MemberData(nameof(Scalers))]
    public void An_infinite_value_names_column_and_row(IEstimator<Matrix, LinearScaling> scaler)
    {
        var x = Iris.Rows();
        x[17, 2] = float.NegativeInfinity;

        var error = Assert.Throws<BadDataException>(() => scaler.Fit(x));

        Assert.Equal(("petal_length", 17), (error.Column, error.Row));
    }

    [Fact]
    public void The_logarithm_draws_in_both_tails()
    {
        var x = Matrix.OfColumns(("x", [0, Math.E - 1, 999, -999, double.NaN]));

        var drawn = new LogScaler().Fit(x).Transform(x).Column("x");

        Iris.Near([0, 1, 6.907755278982137, -6.907755278982137, double.NaN], Iris.Doubles(drawn));
    }

    public static TheoryData<IEstimator<Matrix, LinearScaling>> Scalers() => [new MinMaxScaler(), new StandardScaler()];
}
