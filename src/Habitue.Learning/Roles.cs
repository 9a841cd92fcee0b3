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

    /// <summary>Writes the cluster of each row. Columns are found by name.</summary>
    /// <param name="x">The rows; it is only read.</param>
    /// <param name="into">One place per row.</param>
    /// <exception cref="BadDataException">A column is missing, or a value is missing or infinite.</exception>
    void Assign(Matrix x, Span<int> into);
}

/// <summary>What every transformer, encoder and clusterer can do besides.</summary>
public static class Roles
{
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

    /// <summary>The cluster of each row of <paramref name="x"/>.</summary>
    public static int[] Assign(this IClusterer model, Matrix x)
    {
        var into = new int[x.Rows];
        model.Assign(x, into);
        return into;
    }
}
