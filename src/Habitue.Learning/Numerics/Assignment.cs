namespace Habitue.Learning.Numerics;

/// <summary>
/// The assignment problem: each row gets a column of its own so that the sum of the costs is the least. By shortest augmenting paths
/// with potentials. Cost: rows² × columns (of the shorter side). Source: Kuhn (1955); Jonker and Volgenant (1987); Burkard, Dell'Amico and
/// Martello, Assignment Problems (2009), algorithm 4.5.
/// </summary>
internal static class Assignment
{
    /// <summary>The column of each row, or -1 for rows that are left over when there are fewer columns.</summary>
    public static int[] Solve(double[,] cost)
    {
        var (rows, columns) = (cost.GetLength(0), cost.GetLength(1));
        if (rows <= columns) return Solve(rows, columns, (row, column) => cost[row, column]);
        var turned = Solve(columns, rows, (row, column) => cost[column, row]);
        var found = new int[rows];
        Array.Fill(found, -1);
        for (var column = 0; column < columns; column++) found[turned[column]] = column;
        return found;
    }

    private static int[] Solve(int rows, int columns, Func<int, int, double> cost)
    {
        var (rowPotentials, columnPotentials) = (new double[rows], new double[columns]);
        var (rowOf, columnOf) = (new int[columns], new int[rows]);
        Array.Fill(rowOf, -1);
        Array.Fill(columnOf, -1);
        var (shortest, from, done) = (new double[columns], new int[columns], new bool[columns]);
        for (var start = 0; start < rows; start++)
        {
            Array.Fill(shortest, double.PositiveInfinity);
            Array.Clear(done);
            var (row, reached, end) = (start, 0.0, -1);
            while (end < 0)
            {
                var (nearest, least) = (-1, double.PositiveInfinity);
                for (var column = 0; column < columns; column++)
                {
                    if (done[column]) continue;
                    var length = reached + cost(row, column) - rowPotentials[row] - columnPotentials[column];
                    if (length < shortest[column]) (shortest[column], from[column]) = (length, row);
                    if (shortest[column] < least || (shortest[column] == least && rowOf[column] < 0 && rowOf[nearest] >= 0)) (least, nearest) = (shortest[column], column);
                }

                (done[nearest], reached) = (true, least);
                if (rowOf[nearest] < 0) end = nearest;
                else row = rowOf[nearest];
            }

            rowPotentials[start] += reached;
            for (var column = 0; column < columns; column++)
            {
                if (!done[column] || column == end) continue;
                columnPotentials[column] -= reached - shortest[column];
                rowPotentials[rowOf[column]] += reached - shortest[column];
            }

            for (var column = end; ;)
            {
                var taker = from[column];
                rowOf[column] = taker;
                (columnOf[taker], column) = (column, columnOf[taker]);
                if (taker == start) break;
            }
        }

        return columnOf;
    }
}
