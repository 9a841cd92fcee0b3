using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Baselines;

/// <summary>
/// Tells every row the share of each class at the fit, whatever its columns say: what a classifier must beat before it
/// is worth its keep. Weights count. Not for use.
/// <code>
/// float[] shares = new ClassShares().Fit(data).Probability(rows);
/// </code>
/// There must be rows of two classes. Columns may hold anything. Cost: one pass over the targets.
/// </summary>
public sealed record ClassShares : IEstimator<Labeled, ClassSharesModel>
{
    /// <inheritdoc/>
    public ClassSharesModel Fit(Labeled data, FitRun run = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        run.Cancel.ThrowIfCancellationRequested();
        var (numbers, names) = data.ClassNumbers(nameof(ClassShares));
        var (shares, total) = (new double[names.Length], 0.0);
        for (var r = 0; r < numbers.Length; r++) (shares[numbers[r]], total) = (shares[numbers[r]] + data.Weight(r), total + data.Weight(r));
        if (total <= 0) throw new BadDataException("All weights are 0; ClassShares needs a row that counts.", "weight");
        foreach (ref var share in shares.AsSpan()) share /= total;
        run.Progress?.Report(1);
        return new ClassSharesModel(ModelCard.Of(ClassSharesModel.Format, this, data.Rows), names, shares);
    }
}

/// <summary>The shares that <see cref="ClassShares"/> counted.</summary>
public sealed class ClassSharesModel : IClassifier, IModel<ClassSharesModel>
{
    private readonly string[] classes;
    private readonly double[] shares;

    internal ClassSharesModel(ModelCard card, string[] classes, double[] shares) => (Card, this.classes, this.shares) = (card, classes, shares);

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("class-shares", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes => classes;

    /// <inheritdoc/>
    public void Probabilities(Matrix x, Matrix into)
    {
        into.MustBe(x.For(Card.Columns).Rows, classes.Length, nameof(into));
        for (var r = 0; r < into.Rows; r++)
            for (var c = 0; c < shares.Length; c++) into[r, c] = (float)shares[c];
    }

    /// <inheritdoc/>
    public void Save(ModelWriter to)
    {
        to.Write("classes", classes);
        to.Write("shares", shares);
    }

    /// <inheritdoc/>
    public static ClassSharesModel Load(ModelReader from)
    {
        var classes = from.Texts("classes");
        return new ClassSharesModel(from.Card, classes, from.Doubles("shares", classes.Length));
    }
}
