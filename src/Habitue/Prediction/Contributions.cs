using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Evaluation;
using Habitue.Learning.Evaluation.Calibration;
using Habitue.Learning.Linear;
using Habitue.Learning.Preprocessing;
using Habitue.Learning.Trees;

namespace Habitue.Prediction;

/// <summary>
/// How much each feature moved each answer of a calibrated model: in log-odds, so that contributions add up. Exact for linear
/// models; by TreeSHAP for trees (whose probabilities, in forests, are spread over the log-odds in proportion); for any other
/// model the mean over random orders in which features become known (Štrumbelj and Kononenko 2014, antithetic), which adds up too.
/// </summary>
/// <param name="Features">The features, as in the frame.</param>
/// <param name="Base">The log-odds before anything is known of a customer.</param>
/// <param name="Values">One row per customer, one column per feature; a row and the base add up to the answer's log-odds.</param>
internal sealed record Contributions(IReadOnlyList<string> Features, double[] Base, Matrix Values)
{
    private const int Orders = 8;

    /// <summary>As far from 0 and 1 as the calibration curve holds probabilities.</summary>
    private const double Least = 1.1920928955078125e-7;

    /// <param name="model">What answered.</param>
    /// <param name="typical">Its offsets are the means of the encoded rows that the model learned from: of whom nothing is known, these are assumed.</param>
    /// <param name="rows">Whom to explain.</param>
    /// <param name="seed">Where orders are drawn from.</param>
    /// <param name="run">How the work is carried out.</param>
    public static Contributions Of(EncodedClassifier<CalibratedClassifierModel> model, LinearScaling typical, Frame rows, Seed seed, FitRun run)
    {
        var encoded = model.First.Encode(rows);
        var features = rows.Columns.Select(column => column.Name).ToArray();
        var owners = Owners(encoded.Columns, features);
        var values = new Matrix(rows.Rows, features);
        var start = new double[rows.Rows];
        Explain(model.Last.Inner, encoded, typical.Offsets, owners, values, start, seed, run);
        Corrected(model.Last.Curves[0], values, start);
        return new Contributions(features, start, values);
    }

    /// <summary>From log-odds before the curve to those after it: a line multiplies all parts; of another curve each feature keeps its part of the whole way.</summary>
    private static void Corrected(ICalibrationCurve curve, Matrix values, double[] start)
    {
        double After(double odds) => curve switch
        {
            PlattCurve line => (line.Slope * odds) + line.Intercept,
            BetaCurve bent => bent.ApplyToLogOdds(odds),   // in full precision: from answers that were rounded, a short way would get a wrong slope
            _ => LogOdds(curve.Apply((float)(1 / (1 + Math.Exp(-odds))))),
        };
        for (var row = 0; row < values.Rows; row++)
        {
            var moved = 0.0;
            foreach (var value in values.Row(row)) moved += value;
            var (from, to) = (After(start[row]), After(start[row] + moved));
            var scale = curve is PlattCurve same ? same.Slope : moved == 0 ? 0 : (to - from) / moved;
            start[row] = from;
            foreach (ref var value in values.Row(row)) value = (float)(scale * value);
        }
    }

    /// <summary>Adds to <paramref name="values"/> what each feature moved, and sets where it starts, both in log-odds.</summary>
    private static void Explain(IClassifier model, Matrix x, IReadOnlyList<double> usual, int[] owners, Matrix values, double[] start, Seed seed, FitRun run)
    {
        switch (model)
        {
            case LogisticModel linear: Linear(linear, x, usual, owners, values, start); break;
            case BoostedClassifier boosted: Spread(TreeShap.Explain(boosted, x, 0, run), boosted.Card.Columns, x.Columns, owners, values, start); break;
            case ITreeModel trees:
                Spread(TreeShap.Explain(trees, x, 1, run), trees.Card.Columns, x.Columns, owners, values, start);
                ToLogOdds(values, start);
                break;
            case ChainedClassifier<IClassifier> chain when chain.First.OutputColumns.SequenceEqual(x.Columns):
                Explain(chain.Last, chain.First.Transform(x), Moved(chain.First, x.Columns, usual), owners, values, start, seed, run);
                break;
            case BlendedClassifierModel blend: Blended(blend, x, usual, owners, values, start, seed, run); break;
            default: Sampled(model, x, usual, owners, values, start, seed, run); break;
        }
    }

    /// <summary>The mean of what the parts say: a blend's log-odds are the mean of theirs. A part that is there twice is explained once.</summary>
    private static void Blended(BlendedClassifierModel blend, Matrix x, IReadOnlyList<double> usual, int[] owners, Matrix values, double[] start, Seed seed, FitRun run)
    {
        foreach (var part in blend.Parts.Distinct<IClassifier>(ReferenceEqualityComparer.Instance))
        {
            var (own, from, share) = (new Matrix(values.Rows, values.Columns), new double[start.Length], (double)blend.Parts.Count(one => ReferenceEquals(one, part)) / blend.Parts.Count);
            Explain(part, x, usual, owners, own, from, seed, run);
            Hold(own, from);
            for (var row = 0; row < values.Rows; row++)
            {
                start[row] += share * from[row];
                for (var column = 0; column < values.Columns.Count; column++) values[row, column] += (float)(share * own[row, column]);
            }
        }
    }

    /// <summary>A part of a blend is held to be no surer than the blend lets it be; each feature keeps its part of the way.</summary>
    private static void Hold(Matrix values, double[] start)
    {
        var most = LogOdds(1 - BlendedClassifierModel.Least);
        for (var row = 0; row < values.Rows; row++)
        {
            var moved = 0.0;
            foreach (var value in values.Row(row)) moved += value;
            var (from, to) = (Math.Clamp(start[row], -most, most), Math.Clamp(start[row] + moved, -most, most));
            var scale = moved == 0 ? 0 : (to - from) / moved;
            start[row] = moved == 0 ? to : from;
            if (scale == 1) continue;
            foreach (ref var value in values.Row(row)) value = (float)(scale * value);
        }
    }

    private static IReadOnlyList<double> Moved(ITransformer first, IReadOnlyList<string> columns, IReadOnlyList<double> usual)
    {
        var one = new Matrix(1, columns);
        for (var column = 0; column < columns.Count; column++) one[0, column] = (float)usual[column];
        var moved = first.Transform(one);
        return [.. Enumerable.Range(0, columns.Count).Select(column => (double)moved[0, column])];
    }

    private static void Linear(LogisticModel model, Matrix x, IReadOnlyList<double> means, int[] owners, Matrix into, double[] start)
    {
        var weights = model.Coefficients.ToDictionary(one => one.Name, one => one.Value);
        var all = weights["(intercept)"];
        var slopes = x.Columns.Select(column => weights[column]).ToArray();
        for (var column = 0; column < slopes.Length; column++) all += slopes[column] * means[column];
        for (var row = 0; row < x.Rows; row++)
        {
            start[row] = all;
            for (var column = 0; column < slopes.Length; column++) into[row, owners[column]] += (float)(slopes[column] * (x[row, column] - means[column]));
        }
    }

    private static void Spread(Matrix explained, IReadOnlyList<string> asked, IReadOnlyList<string> columns, int[] owners, Matrix into, double[] start)
    {
        var places = columns.Index().ToDictionary(pair => pair.Item, pair => owners[pair.Index]);
        for (var row = 0; row < into.Rows; row++)
        {
            for (var column = 0; column < asked.Count; column++) into[row, places[asked[column]]] += explained[row, column];
            start[row] = explained[row, asked.Count];
        }
    }

    /// <summary>From shares of a probability to shares of its log-odds: each keeps its part of the whole way.</summary>
    private static void ToLogOdds(Matrix values, double[] start)
    {
        for (var row = 0; row < values.Rows; row++)
        {
            var moved = 0.0;
            foreach (var value in values.Row(row)) moved += value;
            var (from, to) = (LogOdds(start[row]), LogOdds(start[row] + moved));
            var scale = moved == 0 ? 0 : (to - from) / moved;
            foreach (ref var value in values.Row(row)) value = (float)(scale * value);
            start[row] = from;
        }
    }

    private static void Sampled(IClassifier model, Matrix x, IReadOnlyList<double> means, int[] owners, Matrix into, double[] start, Seed seed, FitRun run)
    {
        var (features, typical) = (into.Columns.Count, means.Select(mean => (float)mean).ToArray());
        var stage = new Matrix(x.Rows, x.Columns);
        for (var round = 0; round < Orders; round++)
        {
            var order = Order(features, seed, round / 2, backwards: round % 2 == 1);
            for (var row = 0; row < x.Rows; row++) typical.CopyTo(stage.Row(row));
            var before = Scores(model, stage);
            if (round == 0) Array.Copy(before, start, start.Length);
            foreach (var feature in order)
            {
                run.Cancel.ThrowIfCancellationRequested();
                for (var column = 0; column < owners.Length; column++)
                    if (owners[column] == feature)
                        for (var row = 0; row < x.Rows; row++) stage[row, column] = x[row, column];
                var after = Scores(model, stage);
                for (var row = 0; row < x.Rows; row++) into[row, feature] += (float)((after[row] - before[row]) / Orders);
                before = after;
            }
        }
    }

    private static int[] Order(int count, Seed seed, int number, bool backwards)
    {
        var (order, random) = (Enumerable.Range(0, count).ToArray(), seed.For(number));
        for (var i = count - 1; i > 0; i--)
        {
            var other = (int)(random.NextDouble() * (i + 1));
            (order[i], order[other]) = (order[other], order[i]);
        }
        if (backwards) Array.Reverse(order);
        return order;
    }

    private static double[] Scores(IClassifier model, Matrix x) => Array.ConvertAll(model.Probability(x), p => LogOdds(p));

    private static double LogOdds(double p) => Math.Log(Math.Clamp(p, Least, 1 - Least) / (1 - Math.Clamp(p, Least, 1 - Least)));

    /// <summary>Which feature each encoded column was made of: <c>age</c>, <c>age_missing</c>, <c>country=France</c>.</summary>
    private static int[] Owners(IReadOnlyList<string> encoded, string[] features)
    {
        var places = features.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        return [.. encoded.Select(column =>
            places.TryGetValue(column, out var same) ? same
            : column.EndsWith("_missing", StringComparison.Ordinal) && places.TryGetValue(column[..^"_missing".Length], out var missing) ? missing
            : places[features.Where(feature => column.StartsWith(feature + "=", StringComparison.Ordinal)).MaxBy(feature => feature.Length)!])];
    }
}
