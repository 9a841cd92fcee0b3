using Habitue.Learning.Data;

namespace Habitue.Segments;

/// <summary>
/// How surely each customer belongs to its segment. Distances to the middles of all segments, in the space of customers,
/// are read as those of equally wide round clouds: the chance of each segment falls with the square of the distance.
/// </summary>
/// <param name="Chance">Of the own segment, from 0 to 1.</param>
/// <param name="Second">The likeliest other segment; -1 when there is none.</param>
/// <param name="SecondChance">Its chance.</param>
/// <param name="Silhouette">From -1 to 1, by distances to the middles: near 0 at the border, below 0 nearer to another segment.</param>
internal sealed record Overlap(double[] Chance, int[] Second, double[] SecondChance, double[] Silhouette)
{
    public static Overlap Of(Matrix rows, int[] labels, int clusters, CancellationToken cancel)
    {
        var found = new Overlap(new double[rows.Rows], new int[rows.Rows], new double[rows.Rows], new double[rows.Rows]);
        if (clusters < 2)
        {
            Array.Fill(found.Chance, 1);
            Array.Fill(found.Second, -1);
            return found;
        }
        var centres = Distance.Centres(rows, labels, clusters);
        var sizes = new double[clusters];
        var spread = 0.0;
        for (var row = 0; row < rows.Rows; row++)
        {
            sizes[labels[row]]++;
            spread += Distance.Squared(rows.Row(row), centres.Row(labels[row]));
        }
        var variance = Math.Max(1e-9, spread / rows.Rows / rows.Columns.Count);
        Parallel.For(0, (rows.Rows + 4095) / 4096, new ParallelOptions { CancellationToken = cancel }, block =>
        {
            var (far, chance) = (new double[clusters], new double[clusters]);
            for (var row = block * 4096; row < Math.Min(rows.Rows, (block + 1) * 4096); row++)
            {
                var own = labels[row];
                for (var k = 0; k < clusters; k++) far[k] = sizes[k] == 0 ? double.PositiveInfinity : Distance.Squared(rows.Row(row), centres.Row(k));
                var least = far.Min();
                var sum = 0.0;
                for (var k = 0; k < clusters; k++) sum += chance[k] = sizes[k] * Math.Exp((least - far[k]) / (2 * variance));
                var (second, nearest) = (-1, -1);
                for (var k = 0; k < clusters; k++)
                {
                    if (k == own) continue;
                    if (second < 0 || chance[k] > chance[second]) second = k;
                    if (nearest < 0 || far[k] < far[nearest]) nearest = k;
                }
                var (a, b) = (Math.Sqrt(far[own]), Math.Sqrt(far[nearest]));
                (found.Chance[row], found.Second[row], found.SecondChance[row]) = (chance[own] / sum, second, chance[second] / sum);
                found.Silhouette[row] = Math.Max(a, b) > 0 ? (b - a) / Math.Max(a, b) : 0;
            }
        });
        return found;
    }
}
