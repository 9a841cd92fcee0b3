using System.Runtime.CompilerServices;
using Habitue.Learning.Data;

namespace Habitue.Learning.Numerics;

/// <summary>
/// The rows of a matrix, laid out for vector kernels: tiles of 16 rows, within a tile all first columns, then
/// all second columns, so that one vector holds one column of 16 rows. Tiles come in pairs (what a kernel works
/// on at a time); the places after the last row hold zeros. It is a copy as large as the matrix.
/// </summary>
internal sealed unsafe class Tiles
{
    public const int Lanes = 16;
    public const int PairRows = 2 * Lanes;

    private readonly float[] buffer; // pinned, so that the aligned start stays where it is

    public Tiles(int rows, int columns)
    {
        (Rows, Columns) = (rows, columns);
        Pairs = (rows + PairRows - 1) / PairRows;
        var size = ((long)Pairs * PairRows * columns) + Lanes;
        if (size > Array.MaxLength) throw new BadDataException($"{rows} rows of {columns} columns are too many values for one fit.");
        buffer = GC.AllocateUninitializedArray<float>((int)size, pinned: true);
        var address = (nuint)Unsafe.AsPointer(ref buffer[0]);
        Start = (float*)((address + 63) & ~(nuint)63);
    }

    public int Rows { get; }

    public int Columns { get; }

    public int Pairs { get; }

    /// <summary>The first tile; valid as long as this object is (see <see cref="GC.KeepAlive"/>).</summary>
    public float* Start { get; }

    public float* Tile(int tile) => Start + ((nint)tile * Lanes * Columns);

    /// <summary>Copies a matrix.</summary>
    /// <exception cref="BadDataException">A value is NaN or infinite.</exception>
    public static Tiles Of(Matrix x, FitRun run)
    {
        var tiles = new Tiles(x.Rows, x.Columns.Count);
        var finite = 1;
        const int perBlock = 512 * PairRows;
        Blocks.Run((x.Rows + perBlock - 1) / perBlock, run, block =>
        {
            var from = block * perBlock;
            if (!tiles.Load(x, from, Math.Min(perBlock, x.Rows - from), from / Lanes)) Volatile.Write(ref finite, 0);
        });
        if (finite == 0) Finite.Check(x);
        return tiles;
    }

    /// <summary>
    /// Copies rows of a matrix into the tiles from <paramref name="tile"/> on, and fills the pair in which they end with
    /// zeros; false when a value is not finite.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Load(Matrix x, int from, int rows, int tile = 0)
    {
        var check = 0f; // finite values times zero add up to zero, everything else to NaN
        var columns = Columns;
        fixed (float* values = x.Values)
        {
            var source = values + ((nint)from * columns);
            var target = Tile(tile);
            for (var row = 0; row < rows; row++, source += columns)
            {
                var lane = target + ((nint)(row / Lanes) * Lanes * columns) + (row % Lanes);
                for (var c = 0; c < columns; c++)
                {
                    lane[c * Lanes] = source[c];
                    check += source[c] * 0f;
                }
            }

            for (var row = rows; row % PairRows != 0; row++)
            {
                var lane = target + ((nint)(row / Lanes) * Lanes * columns) + (row % Lanes);
                for (var c = 0; c < columns; c++) lane[c * Lanes] = 0;
            }
        }

        GC.KeepAlive(this);
        return check == 0;
    }
}
