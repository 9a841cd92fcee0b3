namespace Habitue.Learning.Experiments;

/// <summary>How an <see cref="UpliftTree"/> measures how far the outcomes of treated and untreated customers are apart.</summary>
public enum UpliftDivergence
{
    /// <summary>Of Kullback and Leibler, in bits: parts rare outcomes best.</summary>
    KullbackLeibler,

    /// <summary>The sum of squared differences: alike for small and large shares, and the steadiest.</summary>
    Euclidean,

    /// <summary>The squared differences as shares of what is expected without treatment.</summary>
    ChiSquared,
}

/// <summary>The customers of a node, by arm and outcome.</summary>
internal readonly record struct ArmCounts(int Treated, int TreatedYes, int Untreated, int UntreatedYes)
{
    public int Rows => Treated + Untreated;

    /// <summary>How many customers the smaller arm has.</summary>
    public int Least => Math.Min(Treated, Untreated);

    /// <summary>The share of the treated with the outcome less that of the untreated.</summary>
    public double Uplift => ((double)TreatedYes / Treated) - ((double)UntreatedYes / Untreated);

    public static ArmCounts operator +(ArmCounts one, ArmCounts other) =>
        new(one.Treated + other.Treated, one.TreatedYes + other.TreatedYes, one.Untreated + other.Untreated, one.UntreatedYes + other.UntreatedYes);

    public static ArmCounts operator -(ArmCounts one, ArmCounts other) =>
        new(one.Treated - other.Treated, one.TreatedYes - other.TreatedYes, one.Untreated - other.Untreated, one.UntreatedYes - other.UntreatedYes);
}

/// <summary>
/// What a split is worth: how much further apart treated and untreated are in the two children than in the node, divided by what
/// punishes splits that tell the treated from the untreated. Source: Rzepakowski and Jaroszewicz, "Decision trees for uplift modeling
/// with single and multiple treatments" (2012), sections 4.1 and 4.2.
/// </summary>
internal sealed class UpliftCriterion(UpliftDivergence divergence, double prior, bool normalized)
{
    public double Gain(in ArmCounts whole, in ArmCounts left)
    {
        var right = whole - left;
        var share = (double)left.Rows / whole.Rows;
        var gain = (share * Apart(left)) + ((1 - share) * Apart(right)) - Apart(whole);
        return normalized ? gain / Punishment(whole, left) : gain;
    }

    /// <summary>How far the two arms of a node are apart; the prior adds as many customers of each outcome to each arm.</summary>
    public double Apart(in ArmCounts node) =>
        Between((node.TreatedYes + prior) / (node.Treated + (2 * prior)), (node.UntreatedYes + prior) / (node.Untreated + (2 * prior)));

    /// <summary>From 1/2 on; large where the split sends the treated one way and the untreated the other.</summary>
    public double Punishment(in ArmCounts whole, in ArmCounts left)
    {
        var treated = (double)whole.Treated / whole.Rows;
        double ofTreated = (double)left.Treated / whole.Treated, ofUntreated = (double)left.Untreated / whole.Untreated;
        return (Mixed(treated) * Between(ofTreated, ofUntreated)) + (treated * Mixed(ofTreated)) + ((1 - treated) * Mixed(ofUntreated)) + 0.5;
    }

    /// <summary>The divergence of two shares of yes and no.</summary>
    private double Between(double p, double q) => divergence switch
    {
        UpliftDivergence.KullbackLeibler => Bits(p, q) + Bits(1 - p, 1 - q),
        UpliftDivergence.Euclidean => 2 * (p - q) * (p - q),
        _ => ((p - q) * (p - q) / q) + ((p - q) * (p - q) / (1 - q)),
    };

    /// <summary>Entropy beside the divergence of Kullback and Leibler, Gini's index beside the others.</summary>
    private double Mixed(double p) => divergence == UpliftDivergence.KullbackLeibler ? -Bits(p, 1) - Bits(1 - p, 1) : 1 - (p * p) - ((1 - p) * (1 - p));

    private static double Bits(double p, double q) => p == 0 ? 0 : p * Math.Log2(p / q);
}
