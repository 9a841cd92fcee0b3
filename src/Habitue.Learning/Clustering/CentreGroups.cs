namespace Habitue.Learning.Clustering;

/// <summary>
/// Puts centres that lie near each other into groups of one size, so that one bound for a group says much: halves them
/// again and again along the column in which they differ most.
/// </summary>
internal static class CentreGroups
{
    /// <summary>The numbers of the centres, group after group, rising within each; the last places, when not all groups are full, are 0.</summary>
    /// <param name="centres">The centres, one after the other.</param>
    /// <param name="columns">How many coordinates a centre has.</param>
    /// <param name="size">How many centres a group has.</param>
    public static int[] Of(ReadOnlySpan<double> centres, int columns, int size)
    {
        var k = centres.Length / columns;
        var numbers = new int[(k + size - 1) / size * size];
        for (var c = 0; c < k; c++) numbers[c] = c;
        Halve(centres, columns, size, numbers.AsSpan(0, k), new double[k]);
        return numbers;
    }

    private static void Halve(ReadOnlySpan<double> centres, int columns, int size, Span<int> numbers, double[] keys)
    {
        if (numbers.Length <= size)
        {
            numbers.Sort();
            return;
        }

        var (widest, most) = (0, -1.0);
        for (var c = 0; c < columns; c++)
        {
            var (sum, squares) = (0.0, 0.0);
            foreach (var number in numbers) sum += centres[(number * columns) + c] / numbers.Length;
            foreach (var number in numbers) squares += Math.Pow(centres[(number * columns) + c] - sum, 2);
            if (squares > most) (widest, most) = (c, squares);
        }

        for (var i = 0; i < numbers.Length; i++) keys[i] = centres[(numbers[i] * columns) + widest];
        keys.AsSpan(0, numbers.Length).Sort(numbers);
        var half = ((numbers.Length + size - 1) / size + 1) / 2 * size; // only the last group may be less than full
        Halve(centres, columns, size, numbers[..half], keys);
        Halve(centres, columns, size, numbers[half..], keys);
    }
}
