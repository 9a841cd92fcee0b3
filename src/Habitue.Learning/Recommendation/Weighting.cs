using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Recommendation;

/// <summary>
/// The weight of each value before similarities are taken. Rows are what is compared, called documents here, columns
/// are what they hold, called terms: items by users, or users by items.
/// </summary>
internal sealed class Weighting
{
    private readonly double k1;
    private readonly double b;
    private readonly double meanLength;
    private readonly double[] rareness; // of each term; empty where it does not count

    private Weighting(Similarity similarity, double k1, double b, double meanLength, double[] rareness) =>
        (Similarity, this.k1, this.b, this.meanLength, this.rareness) = (similarity, k1, b, meanLength, rareness);

    public Similarity Similarity { get; }

    public static Weighting Of(SparseMatrix documents, Similarity similarity, double k1, double b)
    {
        var length = 0.0;
        foreach (var value in documents.Values) length += value;
        var rareness = new double[similarity is Similarity.TfIdf or Similarity.Bm25 ? documents.Columns : 0];
        if (rareness.Length > 0)
            foreach (var term in documents.Indices) rareness[term]++;
        foreach (ref var count in rareness.AsSpan())
            count = similarity == Similarity.TfIdf ? Math.Log((1.0 + documents.Rows) / (1 + count)) + 1 : Math.Log(1 + ((documents.Rows - count + 0.5) / (count + 0.5)));
        return new Weighting(similarity, k1, b, documents.Rows == 0 ? 0 : length / documents.Rows, rareness);
    }

    /// <summary>The weights of one document.</summary>
    public void Weigh(ReadOnlySpan<int> terms, ReadOnlySpan<float> values, Span<float> into)
    {
        var length = 0.0;
        if (Similarity == Similarity.Bm25)
            foreach (var value in values) length += value;
        var damping = k1 * (1 - b + (meanLength > 0 ? b * length / meanLength : 0));
        for (var i = 0; i < terms.Length; i++)
        {
            into[i] = Similarity switch
            {
                Similarity.Jaccard => 1,
                Similarity.TfIdf => (float)(values[i] * rareness[terms[i]]),
                Similarity.Bm25 => values[i] == 0 ? 0 : (float)(rareness[terms[i]] * values[i] * (k1 + 1) / (values[i] + damping)),
                _ => values[i],
            };
        }
    }

    public SparseMatrix Weigh(SparseMatrix documents)
    {
        if (Similarity == Similarity.Cosine) return documents;
        var weights = new float[documents.Count];
        for (var row = 0; row < documents.Rows; row++)
            Weigh(documents.IndicesOf(row), documents.ValuesOf(row), weights.AsSpan(documents.Starts[row]));
        return new SparseMatrix(documents.Columns, documents.Starts.ToArray(), documents.Indices.ToArray(), weights);
    }

    /// <summary>
    /// What the sum of products of two documents still needs to be their similarity: for cosines the inverse of each
    /// length, for Jaccard how many terms each has, for BM25 ones.
    /// </summary>
    public double Part(ReadOnlySpan<float> weights)
    {
        if (Similarity == Similarity.Bm25) return 1;
        var squares = 0.0;
        foreach (var weight in weights) squares += (double)weight * weight;
        return Similarity == Similarity.Jaccard ? weights.Length : squares > 0 ? 1 / Math.Sqrt(squares) : 0;
    }

    /// <summary>The similarity of two documents by the sum of products and the parts of both.</summary>
    public double Finish(double sum, double one, double other) =>
        Similarity == Similarity.Jaccard ? sum > 0 ? sum / (one + other - sum) : 0 : sum * one * other;

    public void Save(ModelWriter to)
    {
        to.Write("similarity", [(int)Similarity]);
        to.Write("weighting", [k1, b, meanLength]);
        to.Write("rareness", rareness);
    }

    public static Weighting Load(ModelReader from, int terms)
    {
        var (similarity, constants, rareness) = ((Similarity)from.Integers("similarity", 1)[0], from.Doubles("weighting", 3), from.Doubles("rareness"));
        if (!Enum.IsDefined(similarity) || rareness.Length != (similarity is Similarity.TfIdf or Similarity.Bm25 ? terms : 0))
            throw new InvalidDataException($"The model's similarity {(int)similarity} has weights for {rareness.Length} of {terms}.");
        return new Weighting(similarity, constants[0], constants[1], constants[2], rareness);
    }
}
