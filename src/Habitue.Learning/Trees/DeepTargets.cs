using Habitue.Learning.Data;

namespace Habitue.Learning.Trees;

/// <summary>What a deep tree makes pure.</summary>
public enum TreeCriterion
{
    /// <summary>The chance that two rows of a node are of different classes.</summary>
    Gini,

    /// <summary>The entropy of the classes.</summary>
    Entropy,
}

/// <summary>The targets of a tree or a forest: classes or numbers, and whole numbers in their place for the histograms.</summary>
internal sealed class DeepTargets
{
    private readonly double[] weights;

    private DeepTargets(int[]? classes, double[] numbers, ReadOnlySpan<double> weights, int outputs, TreeCriterion criterion)
    {
        (Classes, Numbers, this.weights, Outputs, Criterion) = (classes, numbers, weights.ToArray(), outputs, criterion);
        var sum = 0.0;
        foreach (var weight in this.weights) sum += weight;
        if (this.weights.Length > 0 && sum == 0) throw new BadDataException("All weights are 0; give some rows a weight.", "weight");
        // Whole weights stay as they are; others become whole by a scale that their sum allows.
        WholeWeights = Array.TrueForAll(this.weights, weight => weight == Math.Floor(weight)) && sum < 1 << 24;
        WeightScale = WholeWeights ? 1 : (1 << 26) / sum;
        UnitWeights = this.weights.Length == 0 || Array.TrueForAll(this.weights, weight => weight == 1);
    }

    /// <summary>The class of each row; null for numbers.</summary>
    public int[]? Classes { get; }

    /// <summary>For two classes 0 and 1, else the target less the mean of all.</summary>
    public double[] Numbers { get; }

    public double Mean { get; private init; }

    /// <summary>One, or the number of classes.</summary>
    public int Outputs { get; }

    public TreeCriterion Criterion { get; }

    /// <summary>Whether sums of a gradient and a weight are enough to judge a split: for numbers, and for Gini with two classes.</summary>
    public bool Packs => Classes is null || (Outputs == 2 && Criterion == TreeCriterion.Gini);

    public bool WholeWeights { get; }

    public bool UnitWeights { get; }

    private double WeightScale { get; }

    /// <summary>How many sums a node keeps: the weight of each class; or weight, sum and sum of squares.</summary>
    public int StatWidth => Classes is null ? 3 : Outputs;

    public static DeepTargets OfClasses(int[] numbers, int classes, ReadOnlySpan<double> weights, TreeCriterion criterion) =>
        new(numbers, Array.ConvertAll(numbers, number => (double)number), weights, classes, criterion);

    public static DeepTargets OfNumbers(Labeled data)
    {
        var (sum, weight) = (0.0, 0.0);
        for (var r = 0; r < data.Targets.Length; r++) (sum, weight) = (sum + (data.Weight(r) * data.Targets[r]), weight + data.Weight(r));
        var mean = weight > 0 ? sum / weight : 0;
        return new(null, [.. data.Targets.ToArray().Select(target => target - mean)], data.Weights, 1, TreeCriterion.Gini) { Mean = mean };
    }

    public double Weight(int row) => weights.Length == 0 ? 1 : weights[row];

    /// <summary>A row's weight as a whole number; 0 leaves it out.</summary>
    public int WholeWeight(int row) => weights.Length == 0 ? 1 : (int)Math.Round(weights[row] * WeightScale);

    /// <summary>The scale that makes the numbers whole, so that their weighted sum fits in 31 bits.</summary>
    public double NumberScale(ReadOnlySpan<int> copies)
    {
        if (Classes is not null) return 1;
        var sum = 0.0;
        for (var row = 0; row < Numbers.Length; row++)
            sum += Math.Abs(Numbers[row]) * WholeWeight(row) * (copies.IsEmpty ? 1 : copies[row]);
        return sum > 0 ? (1 << 30) / sum : 1;
    }

    /// <summary>What stands for a row: its gradient and weight packed, or its class above and its weight below.</summary>
    public long Packed(int row, int weight, double scale) => Packs && Classes is null
        ? ((long)Math.Round(Numbers[row] * scale) * weight << 32) + weight
        : Packs ? ((long)(Classes![row] * weight) << 32) + weight
        : ((long)Classes![row] << 32) + weight;

    /// <summary>Adds a row to the sums of its leaf.</summary>
    public void AddTo(Span<double> stats, int row, double weight)
    {
        if (Classes is not null)
        {
            stats[Classes[row]] += weight;
            return;
        }

        stats[0] += weight;
        stats[1] += weight * Numbers[row];
        stats[2] += weight * Numbers[row] * Numbers[row];
    }

    /// <summary>What a leaf says: the share of each class, or the mean.</summary>
    public void Answer(ReadOnlySpan<double> stats, Span<double> into)
    {
        if (Classes is null)
        {
            into[0] = Mean + (stats[1] / stats[0]);
            return;
        }

        var weight = 0.0;
        foreach (var one in stats) weight += one;
        for (var k = 0; k < into.Length; k++) into[k] = stats[k] / weight;
    }

    /// <summary>What a leaf of all rows would say.</summary>
    public double[] Overall()
    {
        if (Classes is null) return [Mean];   // numbers are kept as what is left of the mean
        var (shares, all) = (new double[Outputs], 0.0);
        for (var row = 0; row < Classes.Length; row++)
        {
            shares[Classes[row]] += Weight(row);
            all += Weight(row);
        }
        return Array.ConvertAll(shares, one => one / all);
    }

    /// <summary>The impurity of a node times its weight: variance, Gini or entropy (in bits).</summary>
    public double Impurity(ReadOnlySpan<double> stats)
    {
        if (Classes is null) return Math.Max(0, stats[2] - (stats[1] * stats[1] / stats[0]));
        var (weight, sum) = (0.0, 0.0);
        foreach (var one in stats) weight += one;
        foreach (var one in stats) sum += Criterion == TreeCriterion.Gini ? one * one : one > 0 ? one * Math.Log2(one / weight) : 0;
        return Criterion == TreeCriterion.Gini ? weight - (sum / weight) : -sum;
    }
}
