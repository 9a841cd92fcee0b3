using Habitue.Learning.Data;
using Habitue.Learning.Linear;
using Habitue.Learning.Models;
using Habitue.Learning.Trees;

namespace Habitue.Learning.Evaluation;

/// <summary>
/// Several recipes that answer together: a row's log-odds are the mean of theirs. Models of different kinds err in different places,
/// so a blend is often a little better than its best part. Not for decisions that somebody has to follow by hand.
/// <code>
/// var model = new BlendedClassifier { Classifiers = [new LogisticRegression(), new GradientBoostingClassifier()] }.Fit(data);
/// float[] risk = model.Probability(newCustomers);
/// </code>
/// A recipe that is named twice counts twice. With more than two classes the mean is that of the logarithms, divided so that they sum to 1. What
/// columns may hold is for the recipes to say. Cost and memory: those of all recipes together; a recipe that is named twice is fitted once.
/// Source: logarithmic opinion pool, Genest and Zidek (1986); which recipes to blend, by <see cref="BlendSearch"/>.
/// </summary>
public sealed record BlendedClassifier : IEstimator<Labeled, BlendedClassifierModel>
{
    /// <summary>The recipes, at least one.</summary>
    public IReadOnlyList<IEstimator<Labeled, IClassifier>> Classifiers { get; init; } = [new LogisticRegression(), new GradientBoostingClassifier()];

    /// <inheritdoc/>
    public BlendedClassifierModel Fit(Labeled data, FitRun run = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (Classifiers is not { Count: > 0 } || Classifiers.Any(one => one is null)) throw new SettingException(nameof(BlendedClassifier), nameof(Classifiers), "must hold one recipe or more, none of them null.");
        run.Cancel.ThrowIfCancellationRequested();
        data.ClassNumbers(nameof(BlendedClassifier));
        var fitted = new Dictionary<IEstimator<Labeled, IClassifier>, IClassifier>(ReferenceEqualityComparer.Instance);
        var parts = new IClassifier[Classifiers.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!fitted.TryGetValue(Classifiers[i], out var model)) fitted[Classifiers[i]] = model = Classifiers[i].Fit(data, run.Part((double)i / parts.Length, (i + 1.0) / parts.Length));
            parts[i] = model;
        }
        run.Step(1);
        return new BlendedClassifierModel(ModelCard.Of(BlendedClassifierModel.Format, this, data.Rows), parts);
    }
}

/// <summary>The models that a <see cref="BlendedClassifier"/> fitted; they answer together.</summary>
public sealed class BlendedClassifierModel : IClassifier, IModel<BlendedClassifierModel>
{
    /// <summary>A part that says less than this, or more than 1 less this, counts as saying this: one part alone must not decide.</summary>
    public const double Least = 1e-6;

    private readonly IClassifier[] parts;

    internal BlendedClassifierModel(ModelCard card, IClassifier[] parts) => (Card, this.parts) = (card, parts);

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("blended-classifier", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <summary>The models, each with the same say.</summary>
    public IReadOnlyList<IClassifier> Parts => parts;

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes => parts[0].Classes;

    /// <inheritdoc/>
    public void Probabilities(Matrix x, Matrix into)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(into);
        var width = Classes.Count;
        into.MustBe(x.Rows, width, nameof(into));
        var logs = new double[(long)x.Rows * width];
        var said = new Matrix(x.Rows, Classes);
        foreach (var part in parts)
        {
            part.Probabilities(x, said);
            for (var r = 0; r < x.Rows; r++)
                for (var c = 0; c < width; c++) logs[(r * width) + c] += Math.Log(Math.Clamp(said[r, c], Least, 1 - Least)) / parts.Length;
        }
        for (var r = 0; r < x.Rows; r++)
        {
            var row = into.Row(r);
            var own = logs.AsSpan(r * width, width);
            var (most, sum) = (double.NegativeInfinity, 0.0);
            foreach (var log in own) most = Math.Max(most, log);
            foreach (ref var log in own) sum += log = Math.Exp(log - most);
            for (var c = 0; c < width; c++) row[c] = (float)(own[c] / sum);
        }
    }

    /// <inheritdoc/>
    public void Save(ModelWriter to)
    {
        ArgumentNullException.ThrowIfNull(to);
        var different = parts.Distinct<IClassifier>(ReferenceEqualityComparer.Instance).ToArray();
        to.Write("places", Array.ConvertAll(parts, part => Array.FindIndex(different, one => ReferenceEquals(one, part))));
        for (var i = 0; i < different.Length; i++) to.Write($"part {i}", different[i]);
    }

    /// <inheritdoc/>
    public static BlendedClassifierModel Load(ModelReader from)
    {
        ArgumentNullException.ThrowIfNull(from);
        var places = from.Integers("places");
        if (places.Length == 0 || places.Any(place => place < 0 || place >= places.Length)) throw new InvalidDataException("A blended classifier has no parts, or names one that is not there.");
        var different = new IClassifier[places.Max() + 1];
        for (var i = 0; i < different.Length; i++) different[i] = from.Model($"part {i}") as IClassifier ?? throw new InvalidDataException("A part of a blended classifier is no classifier.");
        var parts = Array.ConvertAll(places, place => different[place]);
        return parts.All(part => part.Classes.SequenceEqual(parts[0].Classes)) ? new(from.Card, parts) : throw new InvalidDataException("The parts of a blended classifier have different classes.");
    }
}
