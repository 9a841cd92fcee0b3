using Habitue.Duck;
using Habitue.Insights;
using Habitue.Learning;
using Habitue.Learning.Data;

namespace Habitue.Study;

/// <summary>
/// The records of the study: lines of Online Retail, each with a made-up profile, and a made-up answer: whether the visitor buys again
/// within seven days. The answer is drawn with a probability that is known, so the accuracy that nobody can exceed is known too.
/// </summary>
/// <param name="Data">500,000 rows of 15 features, and the answer.</param>
/// <param name="BestAccuracy">The mean of the likelier answer's probability: the accuracy of whoever knows the true probabilities (Bayes).</param>
/// <param name="BestAuc">The area under the ROC curve of the true probabilities.</param>
internal sealed record Records(LabeledFrame Data, double BestAccuracy, double BestAuc)
{
    /// <summary>How much of the last purchase counts, beside the profile: what is real in the answer.</summary>
    private const double OfRecency = 0.5;

    /// <summary>The accuracy that the planted answer leaves open to reach: a little above the published 90 %.</summary>
    private const double PlantedAccuracy = 0.915;

    /// <exception cref="Host.UserMistakeException">There are too few lines.</exception>
    public static Records Of(DuckConnection warehouse, Seed seed, CancellationToken cancel)
    {
        var lines = FrameReader.Read(warehouse, SliceQueries.Read("Study/StudyRecords", ("records", $"{Published.Records}")), cancel);
        if (lines.Rows < Published.Records)
            throw new Host.UserMistakeException($"The study needs {Published.Records:N0} sold lines, as Online Retail has them; these files have {lines.Rows:N0}.");
        var profiles = new Profiles(Published.Profiles, seed);
        var random = seed.For(2);
        var dealt = new int[lines.Rows];
        for (var row = 0; row < dealt.Length; row++) dealt[row] = (int)(random.NextDouble() * profiles.Count);

        var since = ((NumberColumn)lines["days_since_order"]).Values;
        var leaning = new double[dealt.Length];
        for (var row = 0; row < dealt.Length; row++)
            leaning[row] = profiles.Leaning(dealt[row]) - (OfRecency * ((double.IsNaN(since[row]) ? 90 : Math.Min(since[row], 180)) / 45));
        var probabilities = Plant(leaning);
        var answers = new double[dealt.Length];
        for (var row = 0; row < answers.Length; row++) answers[row] = random.NextDouble() < probabilities[row] ? 1 : 0;

        var frame = new Frame([.. lines.Columns, .. profiles.Columns(dealt)]);
        return new Records(new LabeledFrame(frame, answers, classes: ["stays away", "buys"]), probabilities.Average(p => Math.Max(p, 1 - p)), Auc(answers, probabilities));
    }

    /// <summary>Probabilities that rise with the leaning, so steep that the best accuracy is as planted, and so high that the published share buys.</summary>
    private static double[] Plant(double[] leaning)
    {
        double[] At(double steep, double shift) => Array.ConvertAll(leaning, one => 1 / (1 + Math.Exp(-((steep * one) + shift))));
        double Shift(double steep) => Root(-60, 60, shift => At(steep, shift).Average() - Published.Positive);
        var steepness = Root(0.1, 20, steep => At(steep, Shift(steep)).Average(p => Math.Max(p, 1 - p)) - PlantedAccuracy);
        return At(steepness, Shift(steepness));
    }

    /// <summary>Where a rising function is 0, to six digits of the way.</summary>
    private static double Root(double low, double high, Func<double, double> of)
    {
        for (var step = 0; step < 22; step++)
        {
            var middle = (low + high) / 2;
            if (of(middle) < 0) low = middle;
            else high = middle;
        }
        return (low + high) / 2;
    }

    private static double Auc(double[] answers, double[] probabilities) => Learning.Evaluation.BinaryMeasures.RocAuc(answers, Array.ConvertAll(probabilities, p => (float)p));
}
