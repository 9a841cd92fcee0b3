namespace Habitue.Learning.Bandits;

/// <summary>All the chance to the largest score; equal ones share it.</summary>
internal static class Largest
{
    public static void ShareOut(Span<double> scores)
    {
        var (most, equal) = (double.NegativeInfinity, 0);
        foreach (var score in scores)
        {
            if (score > most) (most, equal) = (score, 0);
            if (score == most) equal++;
        }

        foreach (ref var score in scores) score = score == most ? 1.0 / equal : 0;
    }
}
