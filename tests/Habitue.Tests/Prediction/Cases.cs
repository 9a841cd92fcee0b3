using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Prediction;

namespace Habitue.Tests.Prediction;

/// <summary>
/// Customers whose true probability of "yes" is known: it rises with the logarithm of orders, falls with that of days, and is higher in one land. The long tails
/// of numbers are drawn in by logarithms before a recipe learns, so that the truth is among what a line can say.
/// </summary>
internal static class Cases
{
    public static (LabeledFrame Data, double[] Truth) Draw(int rows, ulong seed, double strength = 1, double level = 0)
    {
        var random = new Seed(seed).For(0);
        var (orders, days, gaps, lands, words, truth, targets) = (new double[rows], new double[rows], new double[rows], new string?[rows], new bool?[rows], new double[rows], new double[rows]);
        for (var i = 0; i < rows; i++)
        {
            orders[i] = 1 + random.Below(20);
            days[i] = random.Below(300);
            gaps[i] = orders[i] < 3 ? double.NaN : random.Below(60);
            lands[i] = random.Below(10) == 0 ? null : ((string[])["France", "Spain", "Italy"])[random.Below(3)];
            words[i] = random.Below(2) == 0;
            var odds = level + (strength * ((1.1 * (Math.Log(1 + orders[i]) - 2.3)) - (0.5 * (Math.Log(1 + days[i]) - 4.8)) + (lands[i] == "France" ? 0.8 : 0) - 0.5));
            truth[i] = 1 / (1 + Math.Exp(-odds));
            targets[i] = random.NextDouble() < truth[i] ? 1 : 0;
        }
        var frame = new Frame(new NumberColumn("orders", orders), new NumberColumn("days", days), new NumberColumn("gap", gaps), new TextColumn("land", lands), new BooleanColumn("words", words));
        return (new LabeledFrame(frame, targets, classes: ["no", "yes"]), truth);
    }

    public static PredictionTask Task(int rows = 600, double strength = 1)
    {
        var (train, validation, test) = (Draw(3 * rows, 1, strength).Data, Draw(rows, 2, strength).Data, Draw(rows, 3, strength).Data);
        return new PredictionTask(train, validation, test, "the fewer days, the likelier", Rule(validation), Rule(test));
    }

    private static float[] Rule(LabeledFrame data) => [.. ((NumberColumn)data.Rows["days"]).Values.ToArray().Select(days => -(float)days)];
}
