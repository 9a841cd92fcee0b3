using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Linear;

namespace Habitue.Tests.Learning.Linear;

public sealed class LogisticRegressionTests
{
    public static TheoryData<string, LogisticRegression, bool, bool> TwoClasses => new()
    {
        { "logistic", new(), false, false },
        { "logistic", new() { Solver = LogisticSolver.Lbfgs }, false, false },
        { "logistic", new() { Solver = LogisticSolver.CoordinateDescent }, false, false },
        { "logistic_strong", new() { Penalty = 20 }, false, false },
        { "logistic_free", new() { Penalty = 0 }, false, false },
        { "logistic_free", new() { Penalty = 0, Solver = LogisticSolver.Lbfgs }, false, false },
        { "logistic_free", new() { Penalty = 0, Solver = LogisticSolver.CoordinateDescent }, false, false },
        { "logistic_weighted", new(), false, true },
        { "logistic_balanced", new() { Balanced = true }, false, false },
        { "logistic_class_weights", new() { ClassWeights = [1, 2.5] }, false, false },
        { "logistic_no_intercept", new() { Intercept = false }, false, false },
        { "logistic_l1", new() { Penalty = 5, L1Ratio = 1 }, true, false },
        { "logistic_elastic", new() { Penalty = 5, L1Ratio = 0.4 }, true, false },
    };

    public static TheoryData<string, LogisticRegression> SeveralClasses => new()
    {
        { "multinomial", new() },
        { "multinomial", new() { Solver = LogisticSolver.Lbfgs } },
        { "multinomial_free", new() { Penalty = 0 } },
        { "multinomial_free", new() { Penalty = 0, Solver = LogisticSolver.Lbfgs } },
        { "multinomial_l1", new() { Penalty = 5, L1Ratio = 1 } },
    };

    [Theory]
    [MemberData(nameof(TwoClasses))]
    public void Two_classes_are_told_apart_as_scikit_learn_does(string name, LogisticRegression recipe, bool scaled, bool weighted)
    {
        var model = recipe.Fit(LinearReference.Data("y", scaled, weighted));

        Assert.True(model.Converged);
        Iris.Near(LinearReference.Numbers(name, "parameters"), LinearReference.Values(model.Coefficients), 2e-5);
        Iris.Near(LinearReference.Lines(name, "probabilities"), Iris.Doubles(model.Probabilities(LinearReference.FirstSix(scaled)).Values), 2e-6);
    }

    [Theory]
    [MemberData(nameof(SeveralClasses))]
    public void Several_classes_are_told_apart_as_scikit_learn_does(string name, LogisticRegression recipe)
    {
        var model = recipe.Fit(LinearReference.Data("three", scaled: true));
        var lines = model.Coefficients.Chunk(6).ToArray();

        Assert.True(model.Converged);
        Assert.Equal(["0", "1", "2"], lines.Select(one => one[0].OfClass));
        double[] parameters = [.. lines.Select(one => one[0].Value), .. lines.SelectMany(one => one.Skip(1)).Select(one => one.Value)];
        Iris.Near(LinearReference.Numbers(name, "parameters"), parameters, 2e-5);
        Iris.Near(LinearReference.Lines(name, "probabilities"), Iris.Doubles(model.Probabilities(LinearReference.FirstSix(scaled: true)).Values), 2e-6);
    }

    [Fact]
    public void Standard_errors_and_p_values_are_those_of_the_information_matrix()
    {
        var lines = new LogisticRegression { Penalty = 0, StandardErrors = true }.Fit(LinearReference.Data("y")).Coefficients;

        Iris.Near(LinearReference.Numbers("logistic_free", "errors"), lines.Select(one => one.StandardError));
        Iris.Near(LinearReference.Numbers("logistic_free", "p"), lines.Select(one => one.P));
        Iris.Near(LinearReference.Numbers("logistic_free", "low"), lines.Select(one => one.Interval().Low));
        Assert.Equal(Math.Exp(lines[1].Value), lines[1].Ratio);
        Assert.Equal(lines[1].Value / lines[1].StandardError, lines[1].Statistic);
        Assert.All(new LogisticRegression().Fit(LinearReference.Data("y")).Coefficients, line => Assert.True(double.IsNaN(line.StandardError)));
    }

    [Fact]
    public void Standard_errors_of_several_classes_are_those_of_scores_that_add_up_to_0()
    {
        var data = LinearReference.Data("three", scaled: true);
        var (free, without) = (new LogisticRegression { Penalty = 0, StandardErrors = true }.Fit(data), new LogisticRegression { Intercept = false, StandardErrors = true }.Fit(data));

        Iris.Near(LinearReference.Numbers("multinomial_free", "errors"), free.Coefficients.Select(one => one.StandardError), 1e-5);
        Assert.All(without.Coefficients, one => Assert.Equal(one.Name == "(intercept)", double.IsNaN(one.StandardError)));
    }

    [Fact]
    public void An_L1_penalty_leaves_columns_out_for_good()
    {
        var model = new LogisticRegression { Penalty = 10, L1Ratio = 1 }.Fit(LinearReference.Data("y", scaled: true));

        Assert.Contains(model.Coefficients, one => one.Value == 0);
        Assert.Contains(model.Coefficients.Skip(1), one => one.Value != 0);
    }

    [Fact]
    public void Columns_that_are_sums_of_others_get_nothing_and_change_nothing()
    {
        var plain = LinearReference.Data("y", scaled: true);
        var wider = new Matrix(plain.Rows.Rows, [.. plain.Rows.Columns, "again", "same"]);
        for (var c = 0; c < 5; c++) wider.Fill(c, plain.Rows.Column(c));
        wider.Fill(5, plain.Rows.Column(2));
        wider.Fill(6, Enumerable.Repeat(3f, wider.Rows).ToArray());
        var recipe = new LogisticRegression { Penalty = 0, StandardErrors = true };

        var (narrow, wide) = (recipe.Fit(plain), recipe.Fit(plain.With(wider)));

        Iris.Near(Iris.Doubles(narrow.Probability(plain.Rows)).ToArray(), Iris.Doubles(wide.Probability(wider)), 1e-6);
        Assert.Equal([0.0, 0.0], wide.Coefficients.TakeLast(2).Select(one => one.Value));
        Assert.All(wide.Coefficients.TakeLast(2), one => Assert.True(double.IsNaN(one.StandardError)));
        Iris.Near([.. narrow.Coefficients.Select(one => one.StandardError)], wide.Coefficients.Take(6).Select(one => one.StandardError), 1e-6);
    }

    [Fact]
    public void Classes_that_a_line_divides_end_without_an_error_and_near_certainty()
    {
        var rows = Matrix.OfColumns(("x", [1, 2, 3, 4, 5, 6]));

        var model = new LogisticRegression { Penalty = 0 }.Fit(Labeled.OfClasses(rows, ["no", "no", "no", "yes", "yes", "yes"]));

        Assert.Equal(["no", "yes"], model.Classes);
        Assert.Equal([0, 0, 0, 1, 1, 1], model.Classify(rows));
        Assert.InRange(model.Objective, 0, 1e-6);
        Assert.All(model.Probabilities(rows).Values.ToArray(), one => Assert.InRange(one, 0, 1));
    }

    [Fact]
    public void A_large_table_goes_through_a_sample_to_the_same_end()
    {
        var rows = Blobs.Of(150_000, columns: 3, centres: 4, width: 4);
        var (random, targets) = (new Seed(5).For(0), new double[rows.Rows]);
        for (var r = 0; r < targets.Length; r++) targets[r] = random.NextDouble() < 1 / (1 + Math.Exp((rows[r, 1] / 3) - 1 - (rows[r, 0] / 9))) ? 1 : 0;
        var data = new Labeled(rows, targets);

        // Weights of 1 by hand take the way without a product of factors; L-BFGS takes no sample.
        var weighted = new Labeled(rows, targets, [.. Enumerable.Repeat(1.0, rows.Rows)]);
        var (newton, lbfgs, lasso) = (new LogisticRegression().Fit(data), new LogisticRegression { Solver = LogisticSolver.Lbfgs }.Fit(weighted), new LogisticRegression { Solver = LogisticSolver.CoordinateDescent }.Fit(data));

        Assert.Equal(lbfgs.Objective, newton.Objective, 1e-6);
        Assert.Equal(lbfgs.Objective, lasso.Objective, 1e-6);
        Iris.Near(LinearReference.Values(lbfgs.Coefficients), LinearReference.Values(newton.Coefficients), 1e-6);
        Assert.InRange(newton.Iterations, 1, 4);
    }

    [Fact]
    public void Several_classes_and_many_columns_end_at_the_same_place_by_every_way()
    {
        var (tall, wide) = (Blobs.Of(140_000, columns: 3, centres: 4, width: 6), Blobs.Of(6_000, columns: 150, centres: 16, width: 9));
        var recipe = new LogisticRegression { Penalty = 1 };

        foreach (var data in (Labeled[])[Labelled(tall, 3), Labelled(wide, 2), Labelled(wide.Select([.. wide.Columns.Take(40)]), 4)])
        {
            var (newton, lbfgs, descent) = (recipe.Fit(data), (recipe with { Solver = LogisticSolver.Lbfgs }).Fit(data), (recipe with { Solver = LogisticSolver.CoordinateDescent }).Fit(data));
            Assert.Equal(1, lbfgs.Objective / newton.Objective, 1e-9);
            Assert.Equal(1, descent.Objective / newton.Objective, 1e-9);
            Assert.True(newton.Converged && lbfgs.Converged && descent.Converged);
        }

        static Labeled Labelled(Matrix rows, int classes)
        {
            var (random, targets) = (new Seed(8).For(0), new double[rows.Rows]);
            for (var r = 0; r < targets.Length; r++) targets[r] = Math.Clamp(Math.Floor(((rows[r, 0] + rows[r, 1]) / 10) + (random.NextDouble() * classes)), 0, classes - 1);
            return new Labeled(rows, targets);
        }
    }

    [Fact]
    public void Too_few_steps_are_said_to_be_so()
    {
        foreach (var solver in Enum.GetValues<LogisticSolver>())
            Assert.False(new LogisticRegression { MaxIterations = 1, Penalty = 1e-6, Solver = solver }.Fit(LinearReference.Data("y")).Converged);
    }

    [Theory]
    [InlineData("ClassWeights", "has 1 weights for 2 classes")]
    [InlineData("Balanced", "makes class weights of its own")]
    [InlineData("StandardErrors", "has no meaning with an L1 penalty")]
    [InlineData("Solver", "is Newton, which knows no L1 penalty")]
    public void Settings_that_do_not_go_together_are_named(string setting, string why)
    {
        LogisticRegression recipe = setting switch
        {
            "ClassWeights" => new() { ClassWeights = [1] },
            "Balanced" => new() { ClassWeights = [1, 2], Balanced = true },
            "StandardErrors" => new() { L1Ratio = 0.5, StandardErrors = true },
            _ => new() { L1Ratio = 0.5, Solver = LogisticSolver.Newton },
        };

        var error = Assert.Throws<SettingException>(() => recipe.Fit(LinearReference.Data("y")));

        Assert.Equal(setting, error.Setting);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Odd_data_is_refused_with_its_reason()
    {
        var rows = Matrix.OfColumns(("x", [1, 2, 3]));

        Assert.Contains("Infinity", Assert.Throws<BadDataException>(() => new Labeled(rows, [0, double.PositiveInfinity, 1])).Message, StringComparison.Ordinal);
        Assert.Contains("all 3 are of class '1'", Fails(new Labeled(rows, [1, 1, 1])), StringComparison.Ordinal);
        Assert.Contains("number of a class", Fails(new Labeled(rows, [0, 0.5, 1])), StringComparison.Ordinal);
        Assert.Contains("weight 0", Fails(new Labeled(rows, [0, 1, 1], [0, 0, 0])), StringComparison.Ordinal);
        Assert.Contains("'x' has an infinite value in row 1", Fails(new Labeled(Matrix.OfColumns(("x", [1, double.NegativeInfinity, 3])), [0, 1, 1])), StringComparison.Ordinal);
        Assert.Contains("has a missing value in row 0", Assert.Throws<BadDataException>(() => new LogisticRegression().Fit(new Labeled(rows, [0, 1, 1])).Probability(Matrix.OfColumns(("x", [double.NaN])))).Message, StringComparison.Ordinal);
        Assert.Contains("5001 × 5001 numbers", Assert.Throws<SettingException>(() => new LogisticRegression { L1Ratio = 1 }.Fit(new Labeled(new Matrix(2, [.. Enumerable.Range(0, 5_000).Select(c => $"c{c}")]), [0, 1]))).Message, StringComparison.Ordinal);

        static string Fails(Labeled data) => Assert.Throws<BadDataException>(() => new LogisticRegression().Fit(data)).Message;
    }
}
