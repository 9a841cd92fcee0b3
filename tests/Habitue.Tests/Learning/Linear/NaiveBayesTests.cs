using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Linear;

namespace Habitue.Tests.Learning.Linear;

public sealed class NaiveBayesTests
{
    [Theory]
    [InlineData("gaussian_bayes", false)]
    [InlineData("gaussian_bayes_weighted", true)]
    public void Normal_columns_are_judged_as_scikit_learn_does(string name, bool weighted)
    {
        var model = new GaussianNaiveBayes().Fit(LinearReference.Data("three", weighted: weighted));

        Iris.Near(LinearReference.Lines(name, "means"), Each((c, k) => model.Mean(c, k)), 1e-9);
        Iris.Near(LinearReference.Lines(name, "variances"), Each((c, k) => model.Variance(c, k)), 1e-7);
        Iris.Near(LinearReference.Lines(name, "probabilities"), Iris.Doubles(model.Probabilities(LinearReference.FirstSix()).Values));
        Assert.Equal(1, model.Priors.Sum(), 1e-12);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Mean(5, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Variance(0, 3));

        static IEnumerable<double> Each(Func<int, int, double> of) => Enumerable.Range(0, 3).SelectMany(k => Enumerable.Range(0, 5).Select(c => of(c, k)));
    }

    [Fact]
    public void Words_are_counted_as_scikit_learn_does()
    {
        var recipe = new MultinomialNaiveBayes { Smoothing = 0.5 };
        var (model, weighted) = (recipe.Fit(Words(false)), recipe.Fit(Words(true)));

        Iris.Near(LinearReference.Lines("multinomial_bayes", "log_probabilities"), Enumerable.Range(0, 3).SelectMany(k => Enumerable.Range(0, 6).Select(c => model.Weight(c, k))), 1e-12);
        Iris.Near(LinearReference.Lines("multinomial_bayes", "probabilities"), FirstSix(model));
        Iris.Near(LinearReference.Lines("multinomial_bayes", "weighted"), FirstSix(weighted));
    }

    [Fact]
    public void Words_that_are_there_are_judged_as_scikit_learn_does()
    {
        var recipe = new BernoulliNaiveBayes { Smoothing = 0.5 };

        Iris.Near(LinearReference.Lines("bernoulli_bayes", "probabilities"), FirstSix(recipe.Fit(Words(false))));
        Iris.Near(LinearReference.Lines("bernoulli_bayes", "weighted"), FirstSix(recipe.Fit(Words(true))));
    }

    /// <summary>By hand: three rows of one class and one of the other, nothing in them.</summary>
    [Fact]
    public void Rows_without_entries_get_the_priors()
    {
        var data = LabeledSparse.OfClasses(SparseMatrix.Of(4, 2, []), ["no", "no", "no", "yes"]);

        Assert.Equal([0.75f, 0.25f], new MultinomialNaiveBayes().Fit(data).Probabilities(data.Rows.Take([0])).Values.ToArray());
        Assert.Equal([0.5f, 0.5f], new MultinomialNaiveBayes { EvenPriors = true }.Fit(data).Probabilities(data.Rows.Take([0])).Values.ToArray());
    }

    [Fact]
    public void What_cannot_be_learned_from_is_refused_with_its_reason()
    {
        var below = SparseMatrix.Of(2, 2, [(1, 1, -1f)]);
        var fine = SparseMatrix.Of(2, 2, [(0, 0, 1f), (1, 1, 1f)]);

        Assert.Contains("Row 1 has -1 in column 1; MultinomialNaiveBayes needs values of 0 or more", Refused(() => new MultinomialNaiveBayes().Fit(new LabeledSparse(below, [0, 1]))), StringComparison.Ordinal);
        Assert.Contains("All rows of class '1' have the weight 0", Refused(() => new BernoulliNaiveBayes().Fit(new LabeledSparse(fine, [0, 1], [1, 0]))), StringComparison.Ordinal);
        Assert.Contains("All rows of class '0' have the weight 0", Refused(() => new GaussianNaiveBayes().Fit(new Labeled(Matrix.OfColumns(("a", [1, 2])), [0, 1], [0, 1]))), StringComparison.Ordinal);
        Assert.Contains("The rows have 3 columns; the model was fitted on 2", Refused(() => new BernoulliNaiveBayes().Fit(new LabeledSparse(fine, [0, 1])).Probabilities(SparseMatrix.Of(1, 3, []))), StringComparison.Ordinal);
        Assert.Contains("There are 1 targets for 2 rows", Refused(() => new MultinomialNaiveBayes().Fit(new LabeledSparse(fine, [0]))), StringComparison.Ordinal);
        Assert.Contains("Row 0 has a missing or infinite value", Refused(() => new MultinomialNaiveBayes().Fit(new LabeledSparse(fine, [0, 1])).Probabilities(new SparseMatrix(2, [0, 1], [0], [float.NaN]))), StringComparison.Ordinal);
        Assert.Contains("500000000 numbers do", Refused(() => new MultinomialNaiveBayes().Fit(new LabeledSparse(SparseMatrix.Of(2, 300_000_000, []), [0, 1]))), StringComparison.Ordinal);

        static string Refused(Action what) => Assert.Throws<BadDataException>(what).Message;
    }

    private static LabeledSparse Words(bool weighted) => new(Sparse(LinearReference.Words()), LinearReference.Numbers("three"), weighted ? LinearReference.Weights : []);

    private static IEnumerable<double> FirstSix(ISparseClassifier model) => Iris.Doubles(model.Probabilities(Sparse(LinearReference.Words()).Take([0, 1, 2, 3, 4, 5])).Values);

    private static SparseMatrix Sparse(Matrix dense) => SparseMatrix.Of(
        dense.Rows, dense.Columns.Count, Enumerable.Range(0, dense.Rows).SelectMany(r => Enumerable.Range(0, dense.Columns.Count).Where(c => dense[r, c] != 0).Select(c => (r, c, dense[r, c]))));
}
