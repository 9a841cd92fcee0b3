using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Preprocessing;

/// <summary>
/// Makes of each text column one column: the mean target of the rows that have the text, drawn towards the mean of all
/// rows the fewer they are. For columns of many texts before any model that learns from targets.
/// <code>
/// var encoding = new TargetEncoder { Seed = 1 }.FitEncode(data, out Matrix rows);   // learn the next step from these rows
/// Matrix later = encoding.Encode(newCustomers);                                     // and score with these
/// </code>
/// A row must not be told its own target: <see cref="FitEncode"/> encodes each row by the rows of the other folds, and a
/// chain does so by itself. Encoding the rows of the fit with the model would leak.
/// A missing text is a case of its own; a text that was not there gets the mean of all. Targets are amounts or two
/// classes. There must be two rows. Number columns and truth values pass through.
/// Cost: one pass and folds² × texts; memory: 20 bytes × folds × texts, one column after the other.
/// Source: Micci-Barreca, "A preprocessing scheme for high-cardinality categorical attributes" (2001), equation 3 with
/// weight n / (n + smoothing).
/// </summary>
public sealed record TargetEncoder : IEstimator<LabeledFrame, TargetEncoding>, ICrossFit
{
    /// <summary>As if so many more rows of the mean target had each text; 0 takes the texts' means as they are.</summary>
    [Range(0.0, 1e9)]
    public double Smoothing { get; init; } = 20;

    /// <summary>Into how many folds the rows of the fit are dealt.</summary>
    [Range(2, 100)]
    public int Folds { get; init; } = 5;

    /// <summary>The most different texts a column may have.</summary>
    [Range(1, 10_000_000)]
    public int MaxCategories { get; init; } = 1_000_000;

    /// <summary>Where the folds are drawn from.</summary>
    public Seed Seed { get; init; }

    /// <inheritdoc/>
    public TargetEncoding Fit(LabeledFrame data, FitRun run = default)
    {
        Check(data);
        var model = Learn(data, out _, run);
        run.Progress?.Report(1);
        return model;
    }

    /// <summary>Learns the encoding, and encodes each row of the data by the rows of the other folds.</summary>
    /// <param name="data">Rows and targets.</param>
    /// <param name="rows">The encoded rows, to learn the next step from.</param>
    /// <param name="run">How the fit is carried out.</param>
    public TargetEncoding FitEncode(LabeledFrame data, out Matrix rows, FitRun run = default)
    {
        Check(data);
        var model = Learn(data, out var categories, run);
        rows = model.Encode(data.Rows);
        var fold = Deal(data.Rows.Rows);
        for (var c = 0; c < categories.Count; c++)
        {
            run.Cancel.ThrowIfCancellationRequested();
            if (data.Rows.Columns[c] is TextColumn column)
                new TargetMeans(data, column, categories.Places(c, column, UnseenCategory.IsMissing), fold, Math.Min(Folds, data.Rows.Rows)).OutOfFold(Smoothing, rows, c);
        }

        run.Progress?.Report(1);
        return model;
    }

    IEncoder ICrossFit.FitEncode(LabeledFrame data, out Matrix rows, FitRun run) => FitEncode(data, out rows, run);

    private void Check(LabeledFrame data)
    {
        ArgumentNullException.ThrowIfNull(data);
        Settings.Check(this);
        if (data.Rows.Rows < 2) throw new BadDataException($"TargetEncoder needs at least 2 rows; there {(data.Rows.Rows == 1 ? "is 1" : "are 0")}.");
        if (data.Classes is { Count: > 2 } classes)
            throw new BadDataException($"TargetEncoder needs amounts or two classes; there are {classes.Count} classes. Encode one class against all others.", "target");
    }

    private TargetEncoding Learn(LabeledFrame data, out Categories categories, FitRun run)
    {
        categories = Categories.Learn(data.Rows, nameof(TargetEncoder), MaxCategories, run.Cancel);
        double sum = 0, weight = 0;
        for (var r = 0; r < data.Targets.Length; r++) (sum, weight) = (sum + (data.Weight(r) * data.Targets[r]), weight + data.Weight(r));
        if (weight <= 0) throw new BadDataException("All weights are 0; TargetEncoder needs a row that counts.", "weight");
        var means = new CategoryValues(categories, sum / weight);
        for (var c = 0; c < categories.Count; c++)
        {
            run.Cancel.ThrowIfCancellationRequested();
            if (data.Rows.Columns[c] is not TextColumn column) continue;
            new TargetMeans(data, column, categories.Places(c, column, UnseenCategory.IsMissing), new byte[data.Rows.Rows], 1).Whole(Smoothing, means.Of(c));
        }

        return new TargetEncoding(ModelCard.Of(TargetEncoding.Format, this, categories.Columns, data.Rows.Rows, ("mean", sum / weight)), means);
    }

    /// <summary>The fold of each row: shuffled, then dealt out one by one, so that folds differ by one row at most.</summary>
    private byte[] Deal(int rows)
    {
        var (order, random, fold) = (new int[rows], Seed.For(0), new byte[rows]);
        for (var i = 0; i < rows; i++)
        {
            var j = random.Below(i + 1);
            (order[i], order[j]) = (order[j], i);
        }

        for (var i = 0; i < rows; i++) fold[order[i]] = (byte)(i % Folds);
        return fold;
    }
}

/// <summary>The means that a <see cref="TargetEncoder"/> found.</summary>
public sealed class TargetEncoding : IEncoder, IModel<TargetEncoding>
{
    private readonly CategoryValues means;

    internal TargetEncoding(ModelCard card, CategoryValues means) => (Card, this.means) = (card, means);

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("target-encoding", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <summary>The columns of the frame.</summary>
    public IReadOnlyList<string> OutputColumns => Card.Columns;

    /// <inheritdoc/>
    public void Encode(Frame x, Matrix into) => means.Encode(x, into);

    /// <inheritdoc/>
    public void Save(ModelWriter to) => means.Save(to);

    /// <inheritdoc/>
    public static TargetEncoding Load(ModelReader from) => new(from.Card, CategoryValues.Load(from));
}
