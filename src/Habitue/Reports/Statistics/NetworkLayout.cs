namespace Habitue.Reports.Statistics;

/// <summary>
/// Places for the nodes of a small network on a square from 0 to 1, so that what is joined lies close and nothing lies on anything else: springs
/// along the edges, repulsion between all, slowly cooled. It starts from a circle on which groups are neighbours, so the same network looks the same.
/// For some hundred nodes; the time grows with their square. Source: Fruchterman and Reingold, "Graph drawing by force-directed placement" (1991).
/// </summary>
internal static class NetworkLayout
{
    private const int Steps = 400;

    public static (double X, double Y)[] Of(IReadOnlyList<int> groups, IReadOnlyList<(int A, int B)> edges)
    {
        var count = groups.Count;
        if (count == 0) return [];
        var (x, y) = (new double[count], new double[count]);
        foreach (var (place, node) in Enumerable.Range(0, count).OrderBy(node => groups[node]).ThenBy(node => node).Index())
            (y[node], x[node]) = Math.SinCos(2 * Math.PI * place / count);
        var near = 2 / Math.Sqrt(count);
        for (var step = 0; step < Steps; step++)
        {
            var (dx, dy) = (new double[count], new double[count]);
            for (var a = 0; a < count; a++)
                for (var b = a + 1; b < count; b++) Push(a, b, near * near, apart: true);
            foreach (var (a, b) in edges) Push(a, b, near, apart: false);
            var heat = 0.25 * (1 - (step / (double)Steps));
            for (var node = 0; node < count; node++)
            {
                // A little towards the middle, or what is not joined to the rest would drift away.
                dx[node] -= x[node] * 0.6;
                dy[node] -= y[node] * 0.6;
                var length = Math.Max(1e-9, Math.Sqrt((dx[node] * dx[node]) + (dy[node] * dy[node])));
                x[node] += dx[node] / length * Math.Min(length, heat);
                y[node] += dy[node] / length * Math.Min(length, heat);
            }

            void Push(int a, int b, double strength, bool apart)
            {
                var (ex, ey) = (x[a] - x[b], y[a] - y[b]);
                var distance = Math.Max(1e-4, Math.Sqrt((ex * ex) + (ey * ey)));
                var force = apart ? strength / (distance * distance) : -distance / strength;
                dx[a] += ex * force;
                dy[a] += ey * force;
                dx[b] -= ex * force;
                dy[b] -= ey * force;
            }
        }
        return [.. Spread(x).Zip(Spread(y))];
    }

    private static double[] Spread(double[] values)
    {
        var (least, most) = (values.Min(), values.Max());
        return Array.ConvertAll(values, value => most - least < 1e-9 ? 0.5 : (value - least) / (most - least));
    }
}
