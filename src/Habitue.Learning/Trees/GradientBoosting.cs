using System.ComponentModel.DataAnnotations;

namespace Habitue.Learning.Trees;

/// <summary>In which order a tree's leaves are divided.</summary>
public enum TreeGrowth
{
    /// <summary>The leaf whose division gains most; the usual choice.</summary>
    LeafWise,

    /// <summary>Level by level; with <see cref="GradientBoosting.MaxDepth"/> for even trees.</summary>
    DepthWise,
}

/// <summary>
/// The settings that <see cref="GradientBoostingClassifier"/> and <see cref="GradientBoostingRegressor"/> share. Trees are
/// added one by one, each fitted to what the ones before leave unexplained (Friedman, "Greedy function approximation: a
/// gradient boosting machine", 2001), by Newton steps on histograms of binned columns (Chen and Guestrin, "XGBoost", 2016;
/// Ke and others, "LightGBM", 2017), with gradients as whole numbers, so that results do not depend on threads.
/// </summary>
public abstract record GradientBoosting
{
    /// <summary>How many rounds; each adds one tree, or one per class when there are more than two.</summary>
    [Range(1, 100_000)]
    public int Rounds { get; init; } = 100;

    /// <summary>The share of each tree's answer that is added: less needs more rounds and generalizes better.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double LearningRate { get; init; } = 0.1;

    /// <summary>The most leaves of a tree.</summary>
    [Range(2, 32_768)]
    public int MaxLeaves { get; init; } = 31;

    /// <summary>The most splits on the way to a leaf; the default does not bind at the default of leaves.</summary>
    [Range(1, 1_000)]
    public int MaxDepth { get; init; } = 64;

    /// <summary>The order in which leaves are divided.</summary>
    public TreeGrowth Growth { get; init; }

    /// <summary>Each leaf holds at least so many rows.</summary>
    [Range(1, int.MaxValue)]
    public int MinLeafRows { get; init; } = 20;

    /// <summary>Each leaf has at least this sum of second derivatives of the loss (for squared loss: of weights).</summary>
    [Range(0.0, 1e12)]
    public double MinLeafHessian { get; init; } = 1e-3;

    /// <summary>Draws the leaves' values towards 0: added to the sum of second derivatives.</summary>
    [Range(0.0, 1e12)]
    public double L2 { get; init; } = 1;

    /// <summary>A split must gain more than this.</summary>
    [Range(0.0, 1e300)]
    public double MinGain { get; init; }

    /// <summary>The share of rows that each round draws.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double RowShare { get; init; } = 1;

    /// <summary>The share of columns that each tree draws; at least one.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double ColumnShare { get; init; } = 1;

    /// <summary>The share of rows held out to decide when to stop; 0 goes through all rounds.</summary>
    [Range(0.0, 0.9)]
    public double ValidationShare { get; init; }

    /// <summary>It stops when the loss on the held-out rows has not fallen for so many rounds, and keeps the rounds up to the best.</summary>
    [Range(1, 100_000)]
    public int Patience { get; init; } = 10;

    /// <summary>The most bins of a column of numbers.</summary>
    [Range(2, 255)]
    public int Bins { get; init; } = 255;

    /// <summary>Columns of categories, whole numbers from 0 to 254, which are divided as sets; others are numbers.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Added to the sum of second derivatives of a category before categories are sorted, so that rare ones stand near the middle.</summary>
    [Range(0.0, 1e12)]
    public double CategorySmoothing { get; init; } = 10;

    /// <summary>Columns with which the answer may only rise.</summary>
    public IReadOnlyList<string> Increasing { get; init; } = [];

    /// <summary>Columns with which the answer may only fall.</summary>
    public IReadOnlyList<string> Decreasing { get; init; } = [];

    /// <summary>Where rows, columns and held-out rows are drawn from.</summary>
    public Seed Seed { get; init; }

    /// <summary>1, 0 or -1 for each column.</summary>
    internal int[] Monotone(IReadOnlyList<string> columns)
    {
        var signs = new int[columns.Count];
        Mark(nameof(Increasing), Increasing, 1);
        Mark(nameof(Decreasing), Decreasing, -1);
        return signs;

        void Mark(string setting, IReadOnlyList<string> names, int sign)
        {
            foreach (var name in names)
            {
                var c = columns.ToList().IndexOf(name);
                if (c < 0) throw new SettingException(GetType().Name, setting, $"names '{name}'; the columns are: {string.Join(", ", columns)}.");
                if (signs[c] == -sign) throw new SettingException(GetType().Name, setting, $"names '{name}', which is among the others too; an answer cannot rise and fall.");
                if (Categories.Contains(name)) throw new SettingException(GetType().Name, setting, $"names '{name}', which is a column of categories and has no order.");
                signs[c] = sign;
            }
        }
    }
}
