namespace Habitue.Study;

/// <summary>
/// What the study published: a composite of the Online Retail lines and 120,000 made-up profiles, 500,000 records with 15 features,
/// trained on five nodes of eight cores.
/// </summary>
internal static class Published
{
    public const int Lines = 541_909, Profiles = 120_000, Records = 500_000, Features = 15, Categorical = 5;
    public const double Positive = 0.34, TestShare = 0.2;

    public static readonly Quality Logistic = new(0.90, 0.87, 0.86, 0.865), Tree = new(0.88, 0.85, 0.84, 0.845);

    /// <summary>The shares of the three segments, the smallest first: high, medium and low value.</summary>
    public static readonly double[] Segments = [0.18, 0.47, 0.35];

    public const int Rules = 47;
    public const double TopLift = 3.2;
    public const string TrainingTime = "12 minutes on 5 nodes of 8 cores";
}

/// <summary>How good a classifier is on held-out records.</summary>
internal sealed record Quality(double Accuracy, double Precision, double Recall, double F1);
