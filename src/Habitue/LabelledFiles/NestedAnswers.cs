using Habitue.Learning.Data;
using Habitue.Learning.Evaluation;
using Habitue.Learning.Evaluation.Calibration;

namespace Habitue.LabelledFiles;

/// <summary>
/// What each recipe says of rows that it had not seen, also when a further part of the rows must stay unknown: rows lie in five parts, and for each two
/// of them every recipe learns from the other three. So for each part k there are answers about all other rows from models that knew nothing of k,
/// and a recipe can be chosen by them that is then judged on k; ten fits of each recipe serve all five choices.
/// </summary>
internal sealed class NestedAnswers
{
    public const int Parts = 5;

    private readonly double[] targets;
    private readonly int[] parts;
    private readonly float[][][] said;   // by the part that was hidden as well, by recipe, by row

    private NestedAnswers(double[] targets, int[] parts, int recipes)
    {
        (this.targets, this.parts) = (targets, parts);
        said = [.. Enumerable.Range(0, Parts).Select(_ => Enumerable.Range(0, recipes).Select(_ => new float[targets.Length]).ToArray())];
    }

    /// <param name="parts">The part of each row, 0 to 4; each has rows of both answers.</param>
    /// <param name="fit">Learns from some rows and says what it thinks of others.</param>
    /// <param name="recipes">How many recipes there are.</param>
    public static NestedAnswers Of(LabeledFrame data, int[] parts, int recipes, Action<int[], int[], Action<int, float[]>> fit)
    {
        var nested = new NestedAnswers([.. data.Targets], parts, recipes);
        for (var first = 0; first < Parts; first++)
            for (var second = first + 1; second < Parts; second++)
            {
                int[] learn = [.. Rows(parts, part => part != first && part != second)], asked = [.. Rows(parts, part => part == first || part == second)];
                var (one, other) = (first, second);
                fit(learn, asked, (recipe, answers) =>
                {
                    for (var i = 0; i < asked.Length; i++) nested.said[parts[asked[i]] == one ? other : one][recipe][asked[i]] = answers[i];
                });
            }
        return nested;
    }

    /// <summary>The best blend, the curve over it, and from which probability on to say yes for the highest F1, by all rows outside of a part; or by all rows, when none is hidden.</summary>
    public (BlendChoice Blend, BetaCurve Curve, double Cut) Choose(int? hidden, int most)
    {
        int[] rows = [.. Rows(parts, part => part != hidden)];
        var answers = said[0].Select((_, recipe) => Array.ConvertAll(rows, row => said[hidden ?? ((parts[row] + 1) % Parts)][recipe][row])).ToArray();
        var known = Array.ConvertAll(rows, row => targets[row]);
        var blend = BlendSearch.Of(known, answers, most);
        var blended = blend.Blend(answers);
        var curve = BetaCurve.Fit(known, blended);
        return (blend, curve, Thresholds.BestF1(known, Array.ConvertAll(blended, curve.Apply)).Threshold);
    }

    private static IEnumerable<int> Rows(int[] parts, Func<int, bool> which) => Enumerable.Range(0, parts.Length).Where(row => which(parts[row]));
}
