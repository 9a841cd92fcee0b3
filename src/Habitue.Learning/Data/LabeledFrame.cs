namespace Habitue.Learning.Data;

/// <summary>
/// Rows of a <see cref="Frame"/>, what is known of each, and how much each counts: what a chain learns from that begins
/// with an encoder and ends in a classifier or regressor, and what a target encoder learns from.
/// <code>
/// var data = LabeledFrame.OfClasses(frame, ["stayed", "left", "stayed"]);
/// var model = new FrameEncoder().Then(classifier).Fit(data);
/// </code>
/// </summary>
public sealed class LabeledFrame
{
    private readonly Labeled labels; // its matrix has no columns

    /// <summary>Rows with a number each.</summary>
    /// <param name="rows">The rows; kept, not copied.</param>
    /// <param name="targets">One finite number per row: an amount for a regressor; for a classifier 0, 1 … the number of the class.</param>
    /// <param name="weights">How much each row counts, 0 or more and finite; empty when all count the same.</param>
    /// <param name="classes">The names of the classes in the order of their numbers; left out, they are called by their numbers.</param>
    /// <exception cref="BadDataException">Lengths differ, or a target or weight cannot be used; the message names the row.</exception>
    public LabeledFrame(Frame rows, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights = default, IReadOnlyList<string>? classes = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        (Rows, labels) = (rows, new Labeled(new Matrix(rows.Rows, []), targets, weights, classes));
    }

    private LabeledFrame(Frame rows, Labeled labels) => (Rows, this.labels) = (rows, labels);

    /// <summary>The rows.</summary>
    public Frame Rows { get; }

    /// <summary>One number per row.</summary>
    public ReadOnlySpan<double> Targets => labels.Targets;

    /// <summary>How much each row counts; empty when all count the same.</summary>
    public ReadOnlySpan<double> Weights => labels.Weights;

    /// <summary>The names of the classes, or null when nobody named them.</summary>
    public IReadOnlyList<string>? Classes => labels.Classes;

    /// <summary>Rows with the name of a class each; classes are numbered in the ordinal order of their names.</summary>
    /// <exception cref="BadDataException">Lengths differ, or a label is missing.</exception>
    public static LabeledFrame OfClasses(Frame rows, IReadOnlyList<string> labels, ReadOnlySpan<double> weights = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return new LabeledFrame(rows, Labeled.OfClasses(new Matrix(rows.Rows, []), labels, weights));
    }

    /// <summary>The weight of a row.</summary>
    public double Weight(int row) => labels.Weight(row);

    /// <summary>The numbered rows with their targets and weights, in the order in which they are given.</summary>
    public LabeledFrame Take(ReadOnlySpan<int> rows) => new(Rows.Take(rows), labels.Take(rows));

    /// <summary>The same targets and weights over encoded rows.</summary>
    public Labeled With(Matrix rows) => labels.With(rows);
}
