using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Habitue.Learning;
using Habitue.Learning.Models;
using Habitue.Tests.Contracts.Subjects;

namespace Habitue.Tests.Contracts;

/// <summary>What holds for every algorithm in <see cref="Algorithms.All"/>; a new line there is tested here at once.</summary>
public sealed class EstimatorLaws
{
    public static TheoryData<string> Names() => [.. Algorithms.All.Select(algorithm => algorithm.Name)];

    public static TheoryData<string> NamesWithColumns() => [.. Algorithms.All.Select(algorithm => algorithm.Name).Where(name => EstimatorSubject.Of(name).HasColumns)];

    public static TheoryData<string> NamesAnsweredRowByRow() => [.. Algorithms.All.Select(algorithm => algorithm.Name).Where(name => EstimatorSubject.Of(name).AnswersRowByRow)];

    [Fact]
    public void Every_recipe_of_the_library_is_listed()
    {
        var recipes = typeof(Algorithms).Assembly.GetExportedTypes().Where(type => !type.IsAbstract
            && type.GetInterfaces().Any(one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IEstimator<,>)));

        Assert.Empty(recipes.Select(Generic).Except(Algorithms.All.Select(algorithm => Generic(algorithm.Recipe.GetType()))));

        static Type Generic(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Fitting_twice_gives_the_same_bytes(string name)
    {
        var subject = EstimatorSubject.Of(name);

        Assert.Equal(ModelFile.Save(subject.Fit()), ModelFile.Save(subject.Fit()));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void One_thread_gives_what_four_give(string name)
    {
        var subject = EstimatorSubject.Of(name);

        Assert.Equal(ModelFile.Save(subject.Fit(run: new FitRun(Threads: 1))), ModelFile.Save(subject.Fit(run: new FitRun(Threads: 4))));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_saved_model_answers_like_the_model(string name)
    {
        var subject = EstimatorSubject.Of(name);
        var model = subject.Fit();
        var saved = ModelFile.Save(model);

        var again = ModelFile.Load(new MemoryStream(saved));

        Assert.Equal(subject.Answers(model), subject.Answers(again));
        Assert.Equal(saved, ModelFile.Save(again));
        Assert.Equal(subject.Algorithm.Format, again.Card.Format);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_data_is_only_read(string name)
    {
        var subject = EstimatorSubject.Of(name);
        var before = subject.Bytes();

        subject.Answers(subject.Fit());

        Assert.Equal(before, subject.Bytes());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_recipe_is_only_read(string name)
    {
        var subject = EstimatorSubject.Of(name);
        var before = Settings.Describe(subject.Algorithm.Recipe);

        subject.Fit();

        Assert.Equal(before, Settings.Describe(subject.Algorithm.Recipe));
    }

    [Theory]
    [MemberData(nameof(NamesAnsweredRowByRow))]
    public void Rows_one_by_one_get_the_answers_that_they_get_together(string name)
    {
        var subject = EstimatorSubject.Of(name);
        var model = subject.Fit();
        var together = subject.Answers(model);
        var width = together.Length / subject.Rows;

        for (var row = 0; row < subject.Rows; row += 97)
            Assert.Equal(together[(row * width)..((row + 1) * width)], subject.Take([row]).Answers(model));
    }

    [Theory]
    [MemberData(nameof(NamesWithColumns))]
    public void Columns_are_found_by_name(string name)
    {
        var subject = EstimatorSubject.Of(name);
        var model = subject.Fit();

        Assert.Equal(subject.Answers(model), subject.WithColumnsTurnedRoundAndOneMore().Answers(model));
        var error = Assert.Throws<BadDataException>(() => subject.WithoutColumn(1).Answers(model));
        Assert.Equal("c1", error.Column);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_rows_get_no_answers(string name)
    {
        var subject = EstimatorSubject.Of(name);

        Assert.Empty(subject.Take([]).Answers(subject.Fit()));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_limit_that_is_broken_names_its_setting(string name)
    {
        var subject = EstimatorSubject.Of(name);
        foreach (var setting in Settings.Of(subject.Algorithm.Recipe.GetType()))
        {
            foreach (var value in setting.Limits is { } limits ? Beyond(limits) : [])
            {
                var error = Assert.Throws<SettingException>(() => subject.Fit(recipe: With(subject.Algorithm.Recipe, setting.Property, value)));
                Assert.Equal(setting.Name, error.Setting);
                Assert.Contains($"{subject.Algorithm.Recipe.GetType().Name}.{setting.Name}", error.Message, StringComparison.Ordinal);
                Assert.Contains(setting.LimitsInWords, error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_number_among_the_settings_has_limits(string name) =>
        Assert.All(
            Settings.Of(EstimatorSubject.Of(name).Algorithm.Recipe.GetType()),
            setting => Assert.True(setting.Limits is not null || !(setting.Property.PropertyType == typeof(int) || setting.Property.PropertyType == typeof(double)), setting.Name));

    [Theory]
    [MemberData(nameof(NamesWithColumns))]
    public void A_missing_value_is_let_through_or_named(string name) => EstimatorSubject.Expect(outcome => outcome.MissingValue, name, data => data.WithHole(3, 1));

    [Theory]
    [MemberData(nameof(Names))]
    public void No_rows_are_let_through_or_refused(string name) => EstimatorSubject.Expect(outcome => outcome.NoRows, name, data => data.Take([]));

    [Theory]
    [MemberData(nameof(Names))]
    public void One_row_is_let_through_or_refused(string name) => EstimatorSubject.Expect(outcome => outcome.OneRow, name, data => data.Take([5]));

    [Theory]
    [MemberData(nameof(Names))]
    public void Constant_columns_give_finite_answers(string name) => EstimatorSubject.Expect(outcome => outcome.Constant, name, data => data.Constant());

    [Theory]
    [MemberData(nameof(Names))]
    public void A_cancelled_fit_stops(string name)
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => EstimatorSubject.Of(name).Fit(run: new FitRun(cancel.Token)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_fit_that_is_cancelled_on_its_way_stops_there(string name)
    {
        using var cancel = new CancellationTokenSource();
        var shares = new List<double>();
        var run = new FitRun(cancel.Token, new Listener(share =>
        {
            shares.Add(share);
            cancel.Cancel();
        }), Threads: 1);

        try
        {
            EstimatorSubject.Of(name).Fit(run: run);
        }
        catch (OperationCanceledException)
        {
            Assert.Single(shares);
            return;
        }

        Assert.Equal([1.0], shares); // it had only one step, and that was done
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Progress_rises_to_one(string name)
    {
        var shares = new List<double>();

        EstimatorSubject.Of(name).Fit(run: new FitRun(Progress: new Listener(shares.Add), Threads: 1));

        Assert.Equal(shares.Order(), shares);
        Assert.InRange(shares[0], 0, 1);
        Assert.Equal(1, shares[^1]);
    }

    private static IEnumerable<object> Beyond(RangeAttribute limits)
    {
        if (limits.OperandType == typeof(int))
        {
            if ((int)limits.Minimum > int.MinValue) yield return (int)limits.Minimum - 1;
            if ((int)limits.Maximum < int.MaxValue) yield return (int)limits.Maximum + 1;
            yield break;
        }

        yield return limits.MinimumIsExclusive ? limits.Minimum : Math.BitDecrement((double)limits.Minimum);
        yield return limits.MaximumIsExclusive ? limits.Maximum : Math.BitIncrement((double)limits.Maximum);
        yield return double.NaN;
    }

    private static object With(object recipe, PropertyInfo setting, object value)
    {
        var copy = recipe.GetType().GetMethod("<Clone>$")!.Invoke(recipe, null)!;
        setting.SetValue(copy, value);
        return copy;
    }

    private sealed class Listener(Action<double> heard) : IProgress<double>
    {
        public void Report(double value) => heard(value);
    }
}
