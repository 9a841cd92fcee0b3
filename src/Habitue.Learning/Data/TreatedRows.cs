namespace Habitue.Learning.Data;

/// <summary>
/// Rows of a test whose treatment was given by chance: what is known of each customer from before, whether they were treated, and what came of
/// it. What models of uplift learn from.
/// <code>
/// var data = new TreatedRows(features, outcomes: [1, 0, 0, 1], treated: [true, false, true, false]);
/// </code>
/// </summary>
public sealed class TreatedRows
{
    private readonly bool[] treated;

    /// <summary>Rows with an outcome of yes or no and whether they were treated.</summary>
    /// <param name="rows">What was known before the treatment; kept, not copied.</param>
    /// <param name="outcomes">1 where it happened, else 0.</param>
    /// <param name="treated">Whether the row was treated; copied.</param>
    /// <exception cref="BadDataException">Lengths differ, or an outcome is neither 0 nor 1; the message names the row.</exception>
    public TreatedRows(Matrix rows, ReadOnlySpan<double> outcomes, ReadOnlySpan<bool> treated)
    {
        if (treated.Length != outcomes.Length) throw new BadDataException($"There are {treated.Length} marks of treatment for {outcomes.Length} outcomes.");
        for (var r = 0; r < outcomes.Length; r++)
            if (outcomes[r] is not (0 or 1)) throw new BadDataException($"The outcome of row {r} is {outcomes[r]}; it must be 0 or 1.", "outcome", r);
        Labeled = new Labeled(rows, outcomes);
        this.treated = treated.ToArray();
    }

    /// <summary>The rows and their outcomes.</summary>
    public Labeled Labeled { get; }

    /// <summary>What was known before.</summary>
    public Matrix Rows => Labeled.Rows;

    /// <summary>1 where it happened, else 0.</summary>
    public ReadOnlySpan<double> Outcomes => Labeled.Targets;

    /// <summary>Whether each row was treated.</summary>
    public ReadOnlySpan<bool> Treated => treated;

    /// <summary>The numbered rows, in the order in which they are given.</summary>
    public TreatedRows Take(ReadOnlySpan<int> rows)
    {
        var (some, outcomes) = (new bool[rows.Length], new double[rows.Length]);
        for (var i = 0; i < rows.Length; i++) (some[i], outcomes[i]) = (treated[rows[i]], Outcomes[rows[i]]);
        return new TreatedRows(Rows.Take(rows), outcomes, some);
    }

    /// <summary>The numbers of the rows that were treated, or of those that were not.</summary>
    internal int[] Arm(bool ofTreated) => [.. Enumerable.Range(0, treated.Length).Where(row => treated[row] == ofTreated)];

    /// <summary>Both arms must have rows with and without the outcome, else nothing can be told apart.</summary>
    internal void CheckArms(string who)
    {
        foreach (var arm in (bool[])[false, true])
        {
            var (name, yes, no) = (arm ? "treated" : "untreated", 0, 0);
            for (var r = 0; r < treated.Length; r++)
                if (treated[r] != arm) continue;
                else if (Outcomes[r] == 1) yes++;
                else no++;
            if (yes == 0 || no == 0) throw new BadDataException($"{who} needs {name} rows with the outcome and without it; there are {yes} with and {no} without.", "treated");
        }
    }
}
