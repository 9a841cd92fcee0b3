using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Preprocessing;

/// <summary>What a <see cref="FrameEncoder"/> makes of a text column with many different texts.</summary>
public enum ManyTexts
{
    /// <summary>The cross-fitted mean target where targets are known, else the share of the rows.</summary>
    ByTarget,

    /// <summary>The share of the rows, targets or not.</summary>
    ByFrequency,
}

/// <summary>
/// Learns from a frame what each column needs and makes one matrix of all: numbers, truth values and times are filled
/// and scaled, texts of few kinds become columns of 0 and 1, texts of many kinds one number. The one step between
/// customer data and any algorithm over a <see cref="Matrix"/>; it is saved with the model as one chain.
/// <code>
/// var segments = new FrameEncoder().Then(new KMeans { Clusters = 4 }).Fit(customers);
/// var leaving = new FrameEncoder().Then(classifier).Fit(labeledCustomers);
/// </code>
/// Output columns: numbers (with <c>age_missing</c> where values were missing), texts of many kinds, then
/// <c>country=France</c> and so on. A time becomes days before the latest time of its column at the fit. A text that was
/// not there at the fit has 0 in all columns of its kind, the share 0, or the mean target. A missing text has 0 in all
/// columns, or a share or mean of its own.
/// Before trees set <see cref="Scale"/> to false and, where they take missing values, <see cref="Numbers"/> to null.
/// Cost: that of its parts; memory: a second copy of the rows while encoding.
/// </summary>
public sealed record FrameEncoder : IEstimator<Frame, FrameEncoding>, ICrossFit
{
    /// <summary>How missing numbers are filled; null leaves them missing.</summary>
    public Imputer? Numbers { get; init; } = new() { Fill = FillWith.Median, Indicators = true };

    /// <summary>Whether numbers (and days) have their long tails drawn in first, as by <see cref="LogScaler"/>: for linear models and networks when amounts and counts reach far.</summary>
    public bool Log { get; init; }

    /// <summary>Whether all but the columns of 0 and 1 of texts are moved to mean 0 and standard deviation 1.</summary>
    public bool Scale { get; init; } = true;

    /// <summary>Text columns of at most so many different texts become a column per text.</summary>
    [Range(1, 10_000)]
    public int FewTexts { get; init; } = 16;

    /// <summary>What is made of text columns of more texts.</summary>
    public ManyTexts Many { get; init; }

    /// <summary>How strongly mean targets are drawn towards the mean of all; see <see cref="TargetEncoder.Smoothing"/>.</summary>
    [Range(0.0, 1e9)]
    public double Smoothing { get; init; } = 20;

    /// <summary>Into how many folds rows are dealt for mean targets; see <see cref="TargetEncoder.Folds"/>.</summary>
    [Range(2, 100)]
    public int Folds { get; init; } = 5;

    /// <summary>Where the folds are drawn from.</summary>
    public Seed Seed { get; init; }

    /// <inheritdoc/>
    public FrameEncoding Fit(Frame data, FitRun run = default) => Learn(data, null, out _, run);

    /// <summary>Learns the encoding, and encodes each row of the data so that it is not told its own target.</summary>
    /// <param name="data">Rows and targets.</param>
    /// <param name="rows">The encoded rows, to learn the next step from.</param>
    /// <param name="run">How the fit is carried out.</param>
    public FrameEncoding FitEncode(LabeledFrame data, out Matrix rows, FitRun run = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Learn(data.Rows, data, out rows, run);
    }

    IEncoder ICrossFit.FitEncode(LabeledFrame data, out Matrix rows, FitRun run) => FitEncode(data, out rows, run);

    private FrameEncoding Learn(Frame data, LabeledFrame? targets, out Matrix rows, FitRun run)
    {
        ArgumentNullException.ThrowIfNull(data);
        Settings.Check(this);
        if (data.Columns.Count == 0) throw new BadDataException("FrameEncoder needs at least one column; there is none.");
        if (data.Rows == 0) throw new BadDataException("FrameEncoder needs at least 1 row; there are 0.");
        run.Cancel.ThrowIfCancellationRequested();
        var numbers = FrameNumbers.Learn(data);
        string[] texts = [.. data.Columns.OfType<TextColumn>().Where(column => !IsFew(column)).Select(column => column.Name)];
        string[] kinds = [.. data.Columns.OfType<TextColumn>().Where(IsFew).Select(column => column.Name)];

        var (parts, alone) = (new FrameParts(), run with { Progress = null });
        if (numbers.Columns.Count > 0 && Log) parts.Logs = new LogScaler().Fit(numbers.Of(data), alone);
        if (numbers.Columns.Count > 0 && Numbers is not null) parts.Imputation = Numbers.Fit(parts.Drawn(data, numbers), alone);
        if (kinds.Length > 0) parts.Kinds = new OneHotEncoder { MaxCategories = FewTexts }.Fit(data.Select(kinds), alone);
        Matrix? crossFitted = null;
        if (texts.Length > 0 && targets is not null && Many == ManyTexts.ByTarget)
        {
            var many = new LabeledFrame(data.Select(texts), targets.Targets, targets.Weights, targets.Classes);
            parts.Texts = new TargetEncoder { Smoothing = Smoothing, Folds = Folds, Seed = Seed }.FitEncode(many, out crossFitted, alone);
        }
        else if (texts.Length > 0)
        {
            parts.Texts = new FrequencyEncoder().Fit(data.Select(texts), alone);
        }

        var amounts = parts.Amounts(data, numbers, crossFitted);
        if (Scale && amounts.Columns.Count > 0) parts.Scaling = new StandardScaler().Fit(amounts, alone);
        run.Progress?.Report(1);
        rows = targets is null ? amounts : parts.Whole(data, amounts);
        var card = ModelCard.Of(FrameEncoding.Format, this, [.. data.Columns.Select(column => column.Name)], data.Rows);
        return new FrameEncoding(card, numbers, parts);
    }

    private bool IsFew(TextColumn column) => column.Counts().Count(count => count > 0) <= FewTexts;
}
