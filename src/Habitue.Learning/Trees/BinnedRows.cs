using Habitue.Learning.Data;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Trees;

/// <summary>
/// The rows as bins, twice: in groups of sixteen columns, row after row, so that one load brings a row's bins to the
/// histograms; and column after column, for what follows one column alone.
/// </summary>
internal sealed class BinnedRows
{
    public const int GroupWidth = 16;
    private const int BlockRows = 8192;

    private BinnedRows(BinRules rules, int rows)
    {
        var groups = (rules.Columns.Length + GroupWidth - 1) / GroupWidth;
        if ((long)rows * GroupWidth > Array.MaxLength)
            throw new BadDataException($"There are {rows} rows; trees are grown from at most {Array.MaxLength / GroupWidth}.");
        (Rules, Rows) = (rules, rows);
        Groups = new byte[groups][];
        for (var g = 0; g < groups; g++) Groups[g] = GC.AllocateUninitializedArray<byte>(rows * GroupWidth, pinned: true);
        Columns = new byte[rules.Columns.Length][];
        for (var c = 0; c < Columns.Length; c++) Columns[c] = GC.AllocateUninitializedArray<byte>(rows, pinned: true);
    }

    public BinRules Rules { get; }

    public int Rows { get; }

    /// <summary>Sixteen columns each, row after row; the columns that the last group lacks are bin 0.</summary>
    public byte[][] Groups { get; }

    /// <summary>One column each.</summary>
    public byte[][] Columns { get; }

    public static BinnedRows Of(Matrix x, BinRules rules, FitRun run)
    {
        var binned = new BinnedRows(rules, x.Rows);
        Blocks.Run((x.Rows + BlockRows - 1) / BlockRows, run, block =>
        {
            var from = block * BlockRows;
            var rows = Math.Min(BlockRows, x.Rows - from);
            for (var g = 0; g < binned.Groups.Length; g++) binned.Load(x, g, from, rows);
        });
        return binned;
    }

    private void Load(Matrix x, int group, int from, int rows)
    {
        var first = group * GroupWidth;
        var width = Math.Min(GroupWidth, Columns.Length - first);
        var into = Groups[group].AsSpan(from * GroupWidth, rows * GroupWidth);
        if (width < GroupWidth) into.Clear();
        for (var c = 0; c < width; c++)
        {
            var column = Columns[first + c].AsSpan(from, rows);
            Rules.Bin(x, first + c, from, column);
            for (var r = 0; r < column.Length; r++) into[(r * GroupWidth) + c] = column[r];
        }
    }
}
