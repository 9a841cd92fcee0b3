using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning;

/// <summary>A model that turns rows into other rows: a scaler, an axis rotation.</summary>
public interface ITransformer : IModel
{
    /// <summary>The names of the columns that <see cref="Transform"/> writes.</summary>
    IReadOnlyList<string> OutputColumns { get; }

    /// <summary>
    /// Writes the transformed rows of <paramref name="x"/>. Columns are found by name, so more columns or
    /// another order do no harm.
    /// </summary>
    /// <param name="x">The rows; it is only read.</param>
    /// <param name="into">As many rows as <paramref name="x"/>, as many columns as <see cref="OutputColumns"/>.</param>
    /// <exception cref="BadDataException">A column that the model was fitted on is missing.</exception>
    void Transform(Matrix x, Matrix into);
}

/// <summary>A model that makes numbers of texts.</summary>
public interface IEncoder : IModel
{
    /// <summary>The names of the columns that <see cref="Encode"/> writes.</summary>
    IReadOnlyList<string> OutputColumns { get; }

    /// <summary>Writes the encoded rows. Columns are found by name.</summary>
    /// <param name="x">The rows; it is only read.</param>
    /// <param name="into">As many rows as <paramref name="x"/>, as many columns as <see cref="OutputColumns"/>.</param>
    /// <exception cref="BadDataException">A column is missing or holds something else than at the fit.</exception>
    void Encode(Frame x, Matrix into);
}

/// <summary>A model that puts each row into one of a number of clusters.</summary>
public interface IClusterer : IModel
{
    /// <summary>How many clusters there are; they are numbered from 0.</summary>
    int Clusters { get; }

    /// <summary>Writes the cluster of each row, or -1 for a row that belongs to none, when the algorithm knows such rows. Columns are found by name.</summary>
    /// <param name="x">The rows; it is only read.</param>
    /// <param name="into">One place per row.</param>
    /// <exception cref="BadDataException">A column is missing, or a value is missing or infinite.</exception>
    void Assign(Matrix x, Span<int> into);
}

/// <summary>A model that says how likely each class is.</summary>
public interface IClassifier : IModel
{
    /// <summary>The names of the classes, in the order of their numbers.</summary>
    IReadOnlyList<string> Classes { get; }

    /// <summary>Writes the probability of each class for each row; a row's probabilities sum to 1. Columns are found by name.</summary>
    /// <param name="x">The rows; it is only read.</param>
    /// <param name="into">As many rows as <paramref name="x"/>, as many columns as <see cref="Classes"/>.</param>
    /// <exception cref="BadDataException">A column is missing, or holds a value that the model cannot take.</exception>
    void Probabilities(Matrix x, Matrix into);
}

/// <summary>A model that says how likely each class is of rows that are mostly empty.</summary>
public interface ISparseClassifier : IModel
{
    /// <summary>The names of the classes, in the order of their numbers.</summary>
    IReadOnlyList<string> Classes { get; }

    /// <summary>How many columns it was fitted on; sparse columns have numbers, no names.</summary>
    int Columns { get; }

    /// <summary>Writes the probability of each class for each row; a row's probabilities sum to 1.</summary>
    /// <param name="x">The rows, of <see cref="Columns"/> columns; it is only read.</param>
    /// <param name="into">As many rows as <paramref name="x"/>, as many columns as <see cref="Classes"/>.</param>
    /// <exception cref="BadDataException">The columns are not as many, or a value is missing or infinite.</exception>
    void Probabilities(SparseMatrix x, Matrix into);
}

/// <summary>A model that says how much is to be expected.</summary>
public interface IRegressor : IModel
{
    /// <summary>Writes what is expected of each row, in the unit of the targets. Columns are found by name.</summary>
    /// <param name="x">The rows; it is only read.</param>
    /// <param name="into">One place per row.</param>
    /// <exception cref="BadDataException">A column is missing, or holds a value that the model cannot take.</exception>
    void Predict(Matrix x, Span<float> into);
}

/// <summary>
/// A model that also writes itself as SQL, so that scoring runs where the data are: expressions over the columns of one
/// table, in the part of SQL that DuckDB and Spark both speak (CASE, CAST, arithmetic, EXP, LN, GREATEST, LEAST).
/// </summary>
public interface ISqlModel : IModel
{
    /// <summary>
    /// One expression per answer: for a classifier the probability of each class, for a regressor <c>prediction</c>, for a
    /// clusterer <c>cluster</c>, for a transformer each output column. Scored there and here, answers agree to 1e-5.
    /// </summary>
    /// <exception cref="BadDataException">A column's name would need quotes, which the two engines write differently.</exception>
    IReadOnlyList<SqlColumn> ToSql();
}

/// <summary>One column of an answer in SQL.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Expression">Its expression over the columns that the model was fitted on.</param>
public sealed record SqlColumn(string Name, string Expression);

/// <summary>
/// A model that says what a user is likely to take next. Scores say in which order, not how likely: scores of two
/// algorithms cannot be compared. The best of them come from <c>Recommend</c> in <see cref="Recommendation.Recommending"/>.
/// </summary>
public interface IRecommender : IModel
{
    /// <summary>What it was fitted on: whom it knows, what there is, and what each user has already.</summary>
    Interactions Known { get; }

    /// <summary>Writes the score of every item for a known user; higher is better. What the user has already gets a score like everything else.</summary>
    /// <param name="user">The user's number.</param>
    /// <param name="into">One place per item.</param>
    void Scores(int user, Span<float> into);
}

/// <summary>A recommender that also answers for somebody whom it has never seen, by what is in the basket.</summary>
public interface IBasketRecommender : IRecommender
{
    /// <summary>Writes the score of every item for the owner of a basket; an empty basket is fine.</summary>
    /// <param name="items">The numbers of the items in the basket, rising, each once.</param>
    /// <param name="values">How much of each, in the unit of the values that it was fitted on.</param>
    /// <param name="into">One place per item.</param>
    void BasketScores(ReadOnlySpan<int> items, ReadOnlySpan<float> values, Span<float> into);
}

/// <summary>A recommender that also knows which items are alike.</summary>
public interface ISimilarItems : IRecommender
{
    /// <summary>Writes how alike every item is to one of them; higher is more alike, 0 is not at all.</summary>
    /// <param name="item">The item's number.</param>
    /// <param name="into">One place per item.</param>
    void Similarities(int item, Span<float> into);
}

/// <summary>What every transformer, encoder, clusterer, classifier and regressor can do besides.</summary>
public static class Roles
{
    /// <summary>The probability of each class for each row of <paramref name="x"/>, one column per class.</summary>
    public static Matrix Probabilities(this IClassifier model, Matrix x)
    {
        var into = new Matrix(x.Rows, model.Classes);
        model.Probabilities(x, into);
        return into;
    }

    /// <inheritdoc cref="Probabilities(IClassifier, Matrix)"/>
    public static Matrix Probabilities(this ISparseClassifier model, SparseMatrix x)
    {
        var into = new Matrix(x.Rows, model.Classes);
        model.Probabilities(x, into);
        return into;
    }

    /// <summary>The probability of one class, usually the second of two: "will buy", "has left".</summary>
    public static float[] Probability(this IClassifier model, Matrix x, int ofClass = 1) => model.Probabilities(x).Column(ofClass);

    /// <summary>The number of the likeliest class of each row; of equally likely ones the first.</summary>
    public static int[] Classify(this IClassifier model, Matrix x)
    {
        var (probabilities, likeliest) = (model.Probabilities(x), new int[x.Rows]);
        for (var r = 0; r < likeliest.Length; r++)
        {
            var row = probabilities.Row(r);
            for (var c = 1; c < row.Length; c++)
                if (row[c] > row[likeliest[r]]) likeliest[r] = c;
        }

        return likeliest;
    }

    /// <summary>What is expected of each row of <paramref name="x"/>.</summary>
    public static float[] Predict(this IRegressor model, Matrix x)
    {
        var into = new float[x.Rows];
        model.Predict(x, into);
        return into;
    }

    /// <summary>The transformed rows of <paramref name="x"/> as a new matrix.</summary>
    public static Matrix Transform(this ITransformer model, Matrix x)
    {
        var into = new Matrix(x.Rows, model.OutputColumns);
        model.Transform(x, into);
        return into;
    }

    /// <summary>The encoded rows of <paramref name="x"/> as a new matrix.</summary>
    public static Matrix Encode(this IEncoder model, Frame x)
    {
        var into = new Matrix(x.Rows, model.OutputColumns);
        model.Encode(x, into);
        return into;
    }

    /// <summary>The cluster of each row of <paramref name="x"/>, or -1 for a row that belongs to none.</summary>
    public static int[] Assign(this IClusterer model, Matrix x)
    {
        var into = new int[x.Rows];
        model.Assign(x, into);
        return into;
    }
}
