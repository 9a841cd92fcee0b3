using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Recommendation;

/// <summary>
/// A list of numbers for each user or item, the factors. Rows are as long as whole vectors; the places left over hold 0,
/// and every kernel leaves them 0.
/// </summary>
internal sealed class FactorTable
{
    private const int Widest = 16; // float32 in the widest vector there is

    public FactorTable(int rows, int factors)
    {
        (Rows, Factors, Stride) = (rows, factors, (factors + Widest - 1) / Widest * Widest);
        if ((long)rows * Stride > Array.MaxLength) throw new BadDataException($"{factors} factors of {rows} rows are more than one model holds; take fewer factors.");
        Values = new float[rows * Stride];
    }

    public int Rows { get; }

    public int Factors { get; }

    public int Stride { get; }

    public float[] Values { get; }

    public Span<float> Row(int row) => Values.AsSpan(row * Stride, Factors);

    public FactorTable Copy()
    {
        var copy = new FactorTable(Rows, Factors);
        Values.CopyTo(copy.Values, 0);
        return copy;
    }

    /// <summary>The rows without the places left over, as they are saved.</summary>
    public float[] Packed()
    {
        var packed = new float[Rows * Factors];
        for (var row = 0; row < Rows; row++) Row(row).CopyTo(packed.AsSpan(row * Factors));
        return packed;
    }

    public static FactorTable Of(float[] packed, int rows)
    {
        var factors = rows == 0 ? 1 : packed.Length / rows;
        if (factors < 1 || (long)factors * rows != packed.Length) throw new InvalidDataException($"The model has {packed.Length} factors for {rows} rows.");
        var table = new FactorTable(rows, factors);
        for (var row = 0; row < rows; row++) packed.AsSpan(row * factors, factors).CopyTo(table.Row(row));
        return table;
    }

    /// <summary>The factors of users and items that a model wrote.</summary>
    public static (FactorTable Users, FactorTable Items) Load(ModelReader from, Interactions known)
    {
        FactorTable users = Of(from.Floats("user-factors"), known.Users.Count), items = Of(from.Floats("item-factors"), known.Items.Count);
        if (users.Factors != items.Factors) throw new InvalidDataException($"The model has {users.Factors} factors for users and {items.Factors} for items.");
        return (users, items);
    }

    /// <summary>Numbers evenly spread from <paramref name="from"/> to <paramref name="to"/>, row after row.</summary>
    public void Scatter(Generator random, double from, double to)
    {
        for (var row = 0; row < Rows; row++)
            foreach (ref var value in Row(row)) value = (float)(from + (random.NextDouble() * (to - from)));
    }

    /// <summary>The product of every row with one row (of this or another table), which has the places left over too.</summary>
    public unsafe void Products(ReadOnlySpan<float> with, Span<float> into)
    {
        fixed (float* values = Values, one = with, results = into)
            FactorKernels.Products(values, Rows, Stride, one, results);
    }

    /// <summary>The cosine of every row with one of them; 0 for rows of zeros.</summary>
    public void Cosines(int row, Span<float> into)
    {
        Products(Values.AsSpan(row * Stride, Stride), into);
        var own = Length(row);
        for (var other = 0; other < Rows; other++)
        {
            var lengths = own * Length(other);
            into[other] = lengths > 0 ? (float)(into[other] / lengths) : 0;
        }
    }

    private double Length(int row)
    {
        var sum = 0.0;
        foreach (var value in Row(row)) sum += (double)value * value;
        return Math.Sqrt(sum);
    }
}
