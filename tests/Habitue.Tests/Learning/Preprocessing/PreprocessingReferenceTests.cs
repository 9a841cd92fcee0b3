using FsCheck;
using FsCheck.Fluent;
using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Preprocessing;

namespace Habitue.Tests.Learning.Preprocessing;

/// <summary>Against scikit-learn, on 60 rows of four columns with tails, ties, both signs and holes.</summary>
public sealed class PreprocessingReferenceTests
{
    private static readonly Matrix Holed = Reference.WithHoles;

    [Fact]
    public void Robust_scaling_is_that_of_scikit_learn()
    {
        var model = new RobustScaler().Fit(Holed);
        var wider = new RobustScaler { Lower = 0.1, Upper = 0.9 }.Fit(Holed);

        Iris.Near(Reference.Numbers("robust", "center"), model.Offsets, 1e-9);
        Iris.Near(Reference.Numbers("robust", "scale"), model.Scales, 1e-9);
        Iris.Near(Reference.Numbers("robust", "first"), Iris.Doubles(model.Transform(Holed).Values[..24]), 1e-5);
        Iris.Near(Reference.Numbers("robust10", "center"), wider.Offsets, 1e-9);
        Iris.Near(Reference.Numbers("robust10", "scale"), wider.Scales, 1e-9);
    }

    [Fact]
    public void Quantiles_the_wrong_way_round_name_the_setting() =>
        Assert.Equal("Lower", Assert.Throws<SettingException>(() => new RobustScaler { Lower = 0.8, Upper = 0.2 }.Fit(Holed)).Setting);

    [Theory]
    [InlineData(FillWith.Mean, "mean")]
    [InlineData(FillWith.Median, "median")]
    [InlineData(FillWith.Mode, "most_frequent")]
    [InlineData(FillWith.Constant, "constant")]
    public void Imputation_is_that_of_scikit_learn(FillWith fill, string strategy)
    {
        var model = new Imputer { Fill = fill, Constant = -1 }.Fit(Holed);
        var whole = model.Transform(Holed);

        Iris.Near(Reference.Numbers("impute", strategy), model.Fills, 1e-9);
        Assert.Equal((float)model.Fills[0], whole[17, 0]);
        Assert.Equal(Holed[16, 0], whole[16, 0]);
        Assert.Equal(6, model.Card.Figures["filled"]);
        Assert.DoesNotContain(whole.Values.ToArray(), float.IsNaN);
    }

    [Fact]
    public void Indicators_say_where_values_were_missing()
    {
        var model = new Imputer { Indicators = true }.Fit(Holed);
        var whole = model.Transform(Holed);

        Assert.Equal([.. Reference.Columns, .. Reference.Numbers("indicator").Select(c => Reference.Columns[(int)c] + "_missing")], model.OutputColumns);
        Assert.Equal([3, 17], Enumerable.Range(0, 60).Where(row => whole[row, 4] == 1));
        Assert.Equal([40, 41], Enumerable.Range(0, 60).Where(row => whole[row, 7] == 1));
    }

    [Fact]
    public void Only_columns_with_missing_values_get_an_indicator_and_empty_ones_the_constant()
    {
        var x = Matrix.OfColumns(("empty", [double.NaN, double.NaN]), ("full", [1, 3]));
        var whole = new Imputer { Fill = FillWith.Median, Constant = 5, Indicators = true }.Fit(x).Transform(x);

        Assert.Equal(["empty", "full", "empty_missing"], whole.Columns);
        Assert.Equal([5, 1, 1, 5, 3, 1], whole.Values.ToArray());
    }

    [Fact]
    public void Fences_are_those_of_numpys_quartiles_and_deviations()
    {
        var quartiles = new Winsorizer().Fit(Holed);
        var deviations = new Winsorizer { Fence = Fence.Deviations, Deviations = 2.5 }.Fit(Holed);

        Iris.Near(Reference.Numbers("iqr_fence", "low"), quartiles.Low, 1e-9);
        Iris.Near(Reference.Numbers("iqr_fence", "high"), quartiles.High, 1e-9);
        Iris.Near(Reference.Numbers("z_fence", "low"), deviations.Low, 1e-6);
        Iris.Near(Reference.Numbers("z_fence", "high"), deviations.High, 1e-6);
        for (var row = 0; row < 60; row++)
            for (var c = 0; c < 4; c++)
                Assert.Equal(Math.Clamp(Holed[row, c], (float)quartiles.Low[c], (float)quartiles.High[c]), quartiles.Transform(Holed)[row, c]);
    }

    [Fact]
    public void Quantile_bins_are_those_of_scikit_learn()
    {
        var x = Reference.Rows.Select("a", "b", "c");
        var model = new QuantileBinner { Bins = 4 }.Fit(x);
        var edges = Reference.At(["bins", "edges"]);

        for (var c = 0; c < 3; c++) Iris.Near(Reference.Numbers(edges[c])[1..^1], model.Borders(c), 1e-9);
        Iris.Near(Reference.Numbers("bins", "values"), Iris.Doubles(model.Transform(x).Values));
    }

    [Fact]
    public void Bins_whose_borders_fall_together_are_one()
    {
        var x = Matrix.OfColumns(("x", [0, 0, 0, 0, 0, 0, 0, 1, 2, double.NaN]));
        var model = new QuantileBinner { Bins = 4 }.Fit(x);
        var later = Matrix.OfColumns(("x", [-5, 0, 0.9, 1, 2, 100, double.NaN]));

        Assert.Empty(model.Borders(0));   // the quartiles of the nine values are 0, 0 and 0: sorted[0], [2], [4], [6]
        Assert.Equal([0, 0, 0, 0, 0, 0, float.NaN], model.Transform(later).Column("x"));
        Assert.Equal([0, 0, 0, 1, 1, 1, float.NaN], new QuantileBinner { Bins = 8 }.Fit(x).Transform(later).Column("x")); // borders: 1 at seven eighths
    }

    [Fact]
    public void Powers_are_those_of_scikit_learn()
    {
        var model = new YeoJohnson { Standardize = false }.Fit(Holed);
        var scaled = new YeoJohnson().Fit(Reference.Rows);

        Iris.Near(Reference.Numbers("power", "lambdas"), model.Powers, 2e-6);
        Iris.Near(Reference.Numbers("power_scaled", "lambdas"), scaled.Powers, 2e-6);
        Iris.Near(Reference.Numbers("power", "values"), Iris.Doubles(model.Transform(Holed).Values), 1e-4);
        Iris.Near(Reference.Numbers("power_scaled", "values"), Iris.Doubles(scaled.Transform(Reference.Rows).Values), 1e-5);
    }

    [Fact]
    public void A_constant_or_missing_column_keeps_its_shape()
    {
        var x = Matrix.OfColumns(("constant", [7, 7, 7]), ("missing", [double.NaN, double.NaN, double.NaN]));
        var bent = new YeoJohnson().Fit(x).Transform(x);

        Assert.Equal([0, 0, 0], bent.Column("constant"));
        Assert.All(bent.Column("missing"), value => Assert.True(float.IsNaN(value)));
    }

    [Fact]
    public void The_special_powers_are_logarithms()
    {
        Assert.Equal(Math.Log(4), PowerScaling.Bend(3, 0), 1e-12);
        Assert.Equal(-Math.Log(4), PowerScaling.Bend(-3, 2), 1e-12);
        Assert.Equal(-3, PowerScaling.Bend(-3, 1));
        Assert.Equal((16 - 1) / 2.0, PowerScaling.Bend(3, 2), 1e-12);
    }

    [Theory]
    [MemberData(nameof(Strict))]
    public void An_infinite_value_names_column_and_row(IEstimator<Matrix, ITransformer> recipe)
    {
        var x = Reference.Rows;
        x[17, 2] = float.PositiveInfinity;

        var error = Assert.Throws<BadDataException>(() => recipe.Fit(x));

        Assert.Equal(("c", 17), (error.Column, error.Row));
    }

    public static TheoryData<IEstimator<Matrix, ITransformer>> Strict() =>
    [
        new RobustScaler(), new Imputer(), new Imputer { Fill = FillWith.Mode }, new Winsorizer(), new Winsorizer { Fence = Fence.Deviations },
        new QuantileBinner(), new YeoJohnson(),
    ];

    /// <summary>Order is kept by every transformer that works column by column.</summary>
    [Fact]
    public void No_transformer_turns_the_order_of_values_round() => Check.One(QuietCheck.Times(), Prop.ForAll(
        Gen.Choose(-100_000, 100_000).ArrayOf(20).ToArbitrary(), values =>
        {
            var x = Matrix.OfColumns(("x", [.. values.Select(value => value / 10.0).Order()]));
            IEstimator<Matrix, ITransformer>[] all = [new RobustScaler(), new Winsorizer(), new QuantileBinner(), new YeoJohnson(), new LogScaler(), new MinMaxScaler()];
            return all.All(recipe => recipe.Fit(x).Transform(x).Column("x") is var after && after.Zip(after.Skip(1)).All(pair => pair.First <= pair.Second));
        }));

    /// <summary>What is learned from sorted values, or from counts, does not know the order of the rows; means do, in their last bit.</summary>
    [Fact]
    public void The_order_of_the_rows_changes_nothing() => Check.One(QuietCheck.Times(20), Prop.ForAll(
        Gen.Shuffle(Enumerable.Range(0, 60)).ToArbitrary(), order =>
        {
            var shuffled = Holed.Take(order);
            IEstimator<Matrix, ITransformer>[] all = [new RobustScaler(), new Winsorizer(), new QuantileBinner(), new YeoJohnson(), new Imputer { Fill = FillWith.Mode }];
            var words = new Frame(new TextColumn("tree", Reference.Texts("words")));
            IEstimator<Frame, IModel>[] encoders = [new OneHotEncoder(), new OrdinalEncoder(), new FrequencyEncoder(), new TextImputer(), new FrameEncoder { FewTexts = 2, Scale = false }];
            return all.All(recipe => Same(recipe.Fit(Holed), recipe.Fit(shuffled))) && encoders.All(recipe => Same(recipe.Fit(words), recipe.Fit(words.Take(order))));
        }));

    /// <summary>A column is learned by itself, so that another one changes nothing of it.</summary>
    [Fact]
    public void A_constant_column_more_changes_nothing()
    {
        var wider = new Matrix(60, [.. Reference.Columns, "constant"]);
        for (var c = 0; c < 4; c++) wider.Fill(c, Holed.Column(c));
        wider.Fill(4, Enumerable.Repeat(7f, 60).ToArray());
        IEstimator<Matrix, ITransformer>[] all =
            [new MinMaxScaler(), new StandardScaler(), new RobustScaler(), new LogScaler(), new Winsorizer(), new QuantileBinner(), new YeoJohnson(), new Imputer { Indicators = true }];

        Assert.All(all, recipe =>
        {
            var narrow = recipe.Fit(Holed).Transform(Holed);
            Assert.Equal(narrow.Values.ToArray(), recipe.Fit(wider).Transform(wider).Select(narrow.Columns).Values.ToArray());
        });
    }

    private static bool Same(IModel a, IModel b) => ModelFile.Save(a).AsSpan().SequenceEqual(ModelFile.Save(b));
}
