using Habitue.Learning.Data;
using Habitue.Learning.Linear;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Experiments;

/// <summary>
/// Uplift by two classifiers, one of the treated and one of the untreated customers; what they say of a customer differs by the uplift (also called T-learner).
/// The first to try: any classifier serves. Where the effect is small beside what customers are like anyway, the errors of
/// the two do not cancel out; there try <see cref="UpliftClassTransformation"/> too and let <see cref="UpliftMeasures.Qini"/> on
/// rows kept apart decide.
/// <code>
/// var model = new UpliftTwoModels { Classifier = new GradientBoostingClassifier() }.Fit(new TreatedRows(features, bought, written));
/// float[] uplift = model.Uplift(everybody);
/// </code>
/// The treatment must have been given by chance. What columns may hold is for the classifier to say; each arm needs rows with the outcome and without it.
/// Cost: two fits. Source: Hansotia and Rukstales, "Incremental value modeling" (2002); Künzel and others, "Metalearners for estimating
/// heterogeneous treatment effects using machine learning" (2019), section "T-learner".
/// </summary>
public sealed record UpliftTwoModels : IEstimator<TreatedRows, UpliftTwoModelsModel>
{
    /// <summary>The recipe for both.</summary>
    public IEstimator<Labeled, IClassifier> Classifier { get; init; } = new LogisticRegression();

    /// <inheritdoc/>
    public UpliftTwoModelsModel Fit(TreatedRows data, FitRun run = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        Settings.Check(this);
        if (Classifier is null) throw new SettingException(nameof(UpliftTwoModels), nameof(Classifier), "is null; it must be a recipe.");
        run.Cancel.ThrowIfCancellationRequested();
        data.CheckArms(nameof(UpliftTwoModels));
        var without = FitArm(data, ofTreated: false, run.Part(0, 0.5));
        var with = FitArm(data, ofTreated: true, run.Part(0.5, 1));
        run.Step(1);
        return new UpliftTwoModelsModel(ModelCard.Of(UpliftTwoModelsModel.Format, this, data.Rows), without, with);
    }

    private IClassifier FitArm(TreatedRows data, bool ofTreated, FitRun run)
    {
        var arm = data.Arm(ofTreated);
        try
        {
            return Classifier.Fit(data.Labeled.Take(arm), run);
        }
        catch (BadDataException error) when (error.Row >= 0 && data.Rows.Columns.Contains(error.Column))
        {
            // The classifier counts the rows of the arm; who gave the data counts all.
            throw Finite.Not(data.Rows, arm[error.Row], data.Rows.Columns.ToList().IndexOf(error.Column!));
        }
    }
}

/// <summary>Two classifiers, as <see cref="UpliftTwoModels"/> fitted them.</summary>
public sealed class UpliftTwoModelsModel : IUpliftModel, IModel<UpliftTwoModelsModel>
{
    internal UpliftTwoModelsModel(ModelCard card, IClassifier untreated, IClassifier treated) => (Card, Untreated, Treated) = (card, untreated, treated);

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("uplift-two-models", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <summary>What it says of a customer who is left alone.</summary>
    public IClassifier Untreated { get; }

    /// <summary>What it says of a customer who is treated.</summary>
    public IClassifier Treated { get; }

    /// <inheritdoc/>
    public void Uplift(Matrix x, Span<float> into)
    {
        if (into.Length != x.Rows) throw new BadDataException($"There is room for {into.Length} answers and there are {x.Rows} rows.");
        float[] with = Treated.Probability(x), without = Untreated.Probability(x);
        for (var row = 0; row < into.Length; row++) into[row] = with[row] - without[row];
    }

    /// <inheritdoc/>
    public void Save(ModelWriter to)
    {
        to.Write("untreated", Untreated);
        to.Write("treated", Treated);
    }

    /// <inheritdoc/>
    public static UpliftTwoModelsModel Load(ModelReader from) => new(from.Card, Read(from, "untreated"), Read(from, "treated"));

    private static IClassifier Read(ModelReader from, string name) => from.Model(name) is IClassifier { Classes.Count: 2 } model
        ? model
        : throw new InvalidDataException($"The {name} model within a model of uplift is no classifier of two classes.");
}
