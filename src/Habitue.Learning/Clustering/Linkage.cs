namespace Habitue.Learning.Clustering;

/// <summary>How far apart two clusters are, for <see cref="Agglomerative"/>. Distances between rows are Euclidean.</summary>
public enum Linkage
{
    /// <summary>
    /// By how much a merge raises the sum of squared distances to the means: compact clusters of similar size. Its height is
    /// the root of twice that rise, so that two single rows merge at their distance.
    /// </summary>
    Ward,

    /// <summary>The mean distance of a row of one to a row of the other (UPGMA): between single and complete.</summary>
    Average,

    /// <summary>The largest distance of a row of one to a row of the other: clusters of small diameter.</summary>
    Complete,

    /// <summary>The smallest distance: clusters of any shape, but a few rows in a line chain two groups together.</summary>
    Single,
}
