namespace Habitue.Learning.Data;

/// <summary>
/// Mostly empty rows, what is known of each, and how much each counts: words of reviews with their tone, products of baskets with what came after.
/// <code>
/// var data = LabeledSparse.OfClasses(words, ["praise", "blame", "praise"]);
/// </code>
/// </summary>
public sealed class LabeledSparse
{
    private readonly Labeled labels; // of rows without columns: targets, weights and classes are checked there

    /// <summary>Rows with a number each.</summary>
    /// <param name="rows">The rows; kept, not copied.</param>
    /// <param name="targets">One finite number per row; for a classifier 0, 1 … the number of the class.</param>
    /// <param name="weights">How much each row counts, 0 or more and finite; empty when all count the same.</param>
    /// <param name="classes">The names of the classes in the order of their numbers; left out, they are called by their numbers.</param>
    /// <exception cref="BadDataException">Lengths differ, or a target or weight cannot be used; the message names the row.</exception>
    public LabeledSparse(SparseMatrix rows, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights = default, IReadOnlyList<string>? classes = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        (Rows, labels) = (rows, new Labeled(new Matrix(rows.Rows, []), targets, weights, classes));
    }

    private LabeledSparse(SparseMatrix rows, Labeled labels) => (Rows, this.labels) = (rows, labels);

    /// <summary>The rows.</summary>
    public SparseMatrix Rows { get; }

    /// <summary>One number per row.</summary>
    public ReadOnlySpan<double> Targets => labels.Targets;

    /// <summary>How much each row counts; empty when all count the same.</summary>
    public ReadOnlySpan<double> Weights => labels.Weights;

    /// <summary>The names of the classes, or null when nobody named them.</summary>
    public IReadOnlyList<string>? Classes => labels.Classes;

    /// <summary>Rows with the name of a class each; classes are numbered in the ordinal order of their names.</summary>
    /// <exception cref="BadDataException">Lengths differ, or a label is missing.</exception>
    public static LabeledSparse OfClasses(SparseMatrix rows, IReadOnlyList<string> names, ReadOnlySpan<double> weights = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return new LabeledSparse(rows, Labeled.OfClasses(new Matrix(rows.Rows, []), names, weights));
    }

    /// <summary>The weight of a row.</summary>
    public double Weight(int row) => labels.Weight(row);

    /// <summary>The numbered rows with their targets and weights, in the order in which they are given.</summary>
    public LabeledSparse Take(ReadOnlySpan<int> rows) => new(Rows.Take(rows), labels.Take(rows));

    internal (int[] Numbers, string[] Names) ClassNumbers(string who) => labels.ClassNumbers(who);
}
