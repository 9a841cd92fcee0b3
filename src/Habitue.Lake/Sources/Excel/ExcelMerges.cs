using ExcelDataReader;

namespace Habitue.Lake.Sources.Excel;

/// <summary>
/// Merged cells. The value stands in the upper left cell only; merged over rows it holds for each of them, merged
/// over columns it stays in the first, since the others mean nothing of their own.
/// </summary>
internal sealed class ExcelMerges(IEnumerable<CellRange> ranges)
{
    private readonly CellRange[] byRow = [.. ranges.OrderBy(r => r.FromRow)];
    private readonly List<(CellRange Range, ExcelCell Value)> open = [];
    private int next;

    /// <summary>A row with a cell over several columns is a title or the upper line of a header.</summary>
    public bool SpansColumns(int row) => Array.Exists(byRow, r => r.FromRow == row && r.ToColumn > r.FromColumn);

    public void StartBelow(int header)
    {
        while (next < byRow.Length && byRow[next].FromRow <= header)
            next++;
    }

    /// <summary>To be called for each row in order.</summary>
    public void Fill(int row, ExcelCell[] cells)
    {
        open.RemoveAll(o => o.Range.ToRow < row);
        foreach ((CellRange range, ExcelCell value) in open)
        {
            if (!cells[range.FromColumn].IsFilled)
                cells[range.FromColumn] = value;
        }

        for (; next < byRow.Length && byRow[next].FromRow <= row; next++)
        {
            CellRange range = byRow[next];
            if (range.ToRow > range.FromRow && range.FromColumn < cells.Length)
                open.Add((range, cells[range.FromColumn]));
        }
    }
}
