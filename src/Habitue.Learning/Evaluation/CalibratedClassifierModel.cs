using Habitue.Learning.Data;
using Habitue.Learning.Evaluation.Calibration;
using Habitue.Learning.Models;

namespace Habitue.Learning.Evaluation;

/// <summary>A classifier and the curves that correct it, as <see cref="CalibratedClassifier"/> fitted them.</summary>
public sealed class CalibratedClassifierModel : IClassifier, IModel<CalibratedClassifierModel>
{
    private readonly ICalibrationCurve[] curves;

    internal CalibratedClassifierModel(ModelCard card, IClassifier inner, ICalibrationCurve[] curves) =>
        (Card, Inner, this.curves) = (card, inner, curves);

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("calibrated-classifier", 1);

    /// <summary>A fitted classifier of two classes and a curve that was fitted on answers that it gave elsewhere: on later rows, say, where folds would not keep time apart.</summary>
    /// <param name="classifier">The classifier, of two classes.</param>
    /// <param name="curve">The curve of its second class.</param>
    /// <exception cref="BadDataException">It is of more or fewer classes than two.</exception>
    public static CalibratedClassifierModel Of(IClassifier classifier, ICalibrationCurve curve)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(curve);
        if (classifier.Classes.Count != 2) throw new BadDataException($"One curve corrects a classifier of two classes; this one has {classifier.Classes.Count}.");
        var recipe = new CalibratedClassifier { Method = curve is PlattCurve ? CalibrationMethod.Platt : curve is BetaCurve ? CalibrationMethod.Beta : CalibrationMethod.Isotonic };
        return new CalibratedClassifierModel(ModelCard.Of(Format, recipe, classifier.Card.Columns, classifier.Card.Rows), classifier, [curve]);
    }

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <summary>The classifier whose probabilities are corrected, fitted on all rows.</summary>
    public IClassifier Inner { get; }

    /// <summary>With two classes the curve of the second; with more, one for each.</summary>
    public IReadOnlyList<ICalibrationCurve> Curves => curves;

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes => Inner.Classes;

    /// <inheritdoc/>
    public void Probabilities(Matrix x, Matrix into)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(into);
        Inner.Probabilities(x, into);
        for (var r = 0; r < into.Rows; r++)
        {
            var row = into.Row(r);
            if (curves.Length == 1)
            {
                row[1] = curves[0].Apply(row[1]);
                row[0] = 1 - row[1];
                continue;
            }

            var sum = 0.0;
            for (var c = 0; c < row.Length; c++) sum += row[c] = curves[c].Apply(row[c]);
            for (var c = 0; c < row.Length; c++) row[c] = (float)(sum > 0 ? row[c] / sum : 1.0 / row.Length);
        }
    }

    /// <inheritdoc/>
    public void Save(ModelWriter to)
    {
        to.Write("classifier", Inner);
        if (curves is [PlattCurve, ..])
        {
            to.Write("method", [(int)CalibrationMethod.Platt]);
            to.Write("slopes", Array.ConvertAll(curves, curve => ((PlattCurve)curve).Slope));
            to.Write("intercepts", Array.ConvertAll(curves, curve => ((PlattCurve)curve).Intercept));
            return;
        }

        if (curves is [BetaCurve, ..])
        {
            to.Write("method", [(int)CalibrationMethod.Beta]);
            to.Write("betas", [.. curves.Cast<BetaCurve>().SelectMany(curve => new[] { curve.Low, curve.High, curve.Intercept })]);
            return;
        }

        var steps = Array.ConvertAll(curves, curve => (IsotonicCurve)curve);
        to.Write("method", [(int)CalibrationMethod.Isotonic]);
        to.Write("bends", Array.ConvertAll(steps, curve => curve.Said.Count));
        to.Write("said", [.. steps.SelectMany(curve => curve.Said)]);
        to.Write("happened", [.. steps.SelectMany(curve => curve.Happened)]);
    }

    /// <inheritdoc/>
    public static CalibratedClassifierModel Load(ModelReader from)
    {
        var inner = from.Model("classifier") as IClassifier ?? throw new InvalidDataException("The model within a calibrated classifier is no classifier.");
        var count = inner.Classes.Count == 2 ? 1 : inner.Classes.Count;
        ICalibrationCurve[] curves = from.Integers("method", 1)[0] switch
        {
            (int)CalibrationMethod.Platt => Lines(from.Doubles("slopes", count), from.Doubles("intercepts", count)),
            (int)CalibrationMethod.Isotonic => Steps(from, from.Integers("bends", count)),
            (int)CalibrationMethod.Beta => [.. from.Doubles("betas", 3 * count).Chunk(3).Select(three => new BetaCurve(three[0], three[1], three[2]))],
            var method => throw new InvalidDataException($"A calibrated classifier of method {method} is not known."),
        };
        return new CalibratedClassifierModel(from.Card, inner, curves);
    }

    private static ICalibrationCurve[] Lines(double[] slopes, double[] intercepts) => [.. slopes.Zip(intercepts, (slope, intercept) => new PlattCurve(slope, intercept))];

    private static ICalibrationCurve[] Steps(ModelReader from, int[] bends)
    {
        if (bends.Any(count => count < 1)) throw new InvalidDataException("A calibration curve has no bends.");
        var said = from.Doubles("said");
        if (said.Length != bends.Sum(count => (long)count)) throw new InvalidDataException($"The calibration curves have {said.Length} bends, not as many as they say.");
        var happened = from.Doubles("happened", said.Length);
        var (curves, at) = (new ICalibrationCurve[bends.Length], 0);
        for (var c = 0; c < curves.Length; at += bends[c], c++) curves[c] = IsotonicCurve.Of(said[at..(at + bends[c])], happened[at..(at + bends[c])]);
        return curves;
    }
}
