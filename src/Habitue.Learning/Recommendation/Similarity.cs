namespace Habitue.Learning.Recommendation;

/// <summary>How alike two items (or two users) are, by who took them (by what they took).</summary>
public enum Similarity
{
    /// <summary>The cosine of the angle between their values: 1 when these are in proportion, 0 when nobody took both.</summary>
    Cosine,

    /// <summary>How many took both, divided by how many took either; values do not matter.</summary>
    Jaccard,

    /// <summary>
    /// The cosine after each value was multiplied by ln((1 + n) / (1 + df)) + 1, where n is the number of items and df how
    /// many of them the user took: what somebody does who buys everything says little. Source: Manning, Raghavan and
    /// Schütze, Introduction to Information Retrieval (2008), section 6.2, smoothed as scikit-learn does.
    /// </summary>
    TfIdf,

    /// <summary>
    /// The product of BM25 weights: large values count less and less, those of long lists less than those of short ones,
    /// and those of users who buy everything little. Not limited to 1. Source: Robertson and Zaragoza, "The Probabilistic
    /// Relevance Framework: BM25 and Beyond" (2009), equation 3.15, with ln(1 + (n - df + 0.5) / (df + 0.5)) for rareness.
    /// </summary>
    Bm25,
}
