namespace Habitue.Learning.Patterns;

/// <summary>
/// "Baskets with the antecedent tend to hold the consequent too": counts, and what is made of them. With N baskets, a of which hold
/// the antecedent, b the consequent and c both.
/// </summary>
public sealed class AssociationRule
{
    internal AssociationRule(Itemset antecedent, Itemset consequent, int count) => (Antecedent, Consequent, Count) = (antecedent, consequent, count);

    /// <summary>What is in the basket.</summary>
    public Itemset Antecedent { get; }

    /// <summary>What is then likely to be in it too.</summary>
    public Itemset Consequent { get; }

    /// <summary>How many baskets hold both sides.</summary>
    public int Count { get; }

    /// <summary>c / N: the share of all baskets that hold both sides.</summary>
    public double Support => (double)Count / Baskets;

    /// <summary>c / a: of the baskets with the antecedent, the share that holds the consequent too.</summary>
    public double Confidence => (double)Count / Antecedent.Count;

    /// <summary>
    /// cN / ab: how many times more often both are together than if they had nothing to do with each other; the same in both directions.
    /// Source: Brin, Motwani, Ullman and Tsur, "Dynamic itemset counting and implication rules for market basket data" (1997), where it is called interest.
    /// </summary>
    public double Lift => (double)Count * Baskets / ((double)Antecedent.Count * Consequent.Count);

    /// <summary>c/N - ab/N²: the share of baskets that hold both beyond what chance would give. Source: Piatetsky-Shapiro (1991).</summary>
    public double Leverage => Support - (Antecedent.Support * Consequent.Support);

    /// <summary>
    /// (1 - b/N) / (1 - c/a): how many times more often the rule would be wrong if it were chance; infinite for a rule that is never wrong.
    /// Source: Brin, Motwani, Ullman and Tsur (1997).
    /// </summary>
    public double Conviction => (double)(Baskets - Consequent.Count) * Antecedent.Count / ((double)Baskets * (Antecedent.Count - Count)) is var conviction && double.IsNaN(conviction)
        ? double.PositiveInfinity
        : conviction;

    /// <summary>
    /// Fisher's exact test, one-sided: how likely at least c baskets with both would be, were antecedent and consequent dealt out to
    /// a and b of the N baskets by chance. Worked out when asked for, as a short sum. Among many rules small values are bound to turn up; see
    /// <see cref="AssociationRulesModel.AdjustedPValues"/>.
    /// </summary>
    public double PValue => FisherExact.Greater(Count, Antecedent.Count, Consequent.Count, Baskets);

    private int Baskets => Antecedent.Baskets;

    /// <summary>Such as "bread => butter (confidence 0.42, lift 3.1)".</summary>
    public override string ToString() => $"{string.Join(", ", Antecedent.Items)} => {string.Join(", ", Consequent.Items)} (confidence {Confidence:0.00}, lift {Lift:0.0})";
}
