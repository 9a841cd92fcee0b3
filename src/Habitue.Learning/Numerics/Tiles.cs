using System.Numerics;
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

    /// <summary>The first value of a row; its further values follow 16 places apart.</summary>
    public float* At(int row) => Tile(row / Lanes) + (row % Lanes);

    /// <summary>Copies one row.</summary>
    public void Read(int row, Span<double> into)
    {
        var from = At(row);
        for (var c = 0; c < Columns; c++) into[c] = from[c * Lanes];
        GC.KeepAlive(this);
    }

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

    /// <summary>The mean over the columns of their variance (divided by the number of rows).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double MeanVariance()
    {
        var lanes = Vector<float>.Count;
        var (sums, squares) = (new Vector<double>[Columns], new Vector<double>[Columns]);
        for (var row = 0; row < Rows; row += lanes)
        {
            // The places after the last row do not count.
            var counted = Vector.LessThan(Vector<int>.Indices, new Vector<int>(Rows - row));
            var values = At(row);
            for (var c = 0; c < Columns; c++, values += Lanes)
            {
                // Differences to the first row: large values that hardly differ keep their digits.
                var difference = *(Vector<float>*)values - new Vector<float>(Start[c * Lanes]);
                Vector.Widen(Vector.ConditionalSelect(counted, difference, default), out var low, out var high);
                sums[c] += low + high;
                squares[c] += (low * low) + (high * high);
            }
        }

        var variances = 0.0;
        for (var c = 0; c < Columns; c++)
        {
            var mean = Vector.Sum(sums[c]) / Rows;
            variances += Math.Max(0, (Vector.Sum(squares[c]) / Rows) - (mean * mean));
        }

        GC.KeepAlive(this);
        return variances / Columns;
    }

    /// <summary>
    /// Copies rows of a matrix into the tiles from <paramref name="tile"/> on, and fills the pair in which they end with
    /// zeros; false when a value is not finite.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Load(Matrix x, int from, int rows, int tile = 0)
    {
        var (columns, finite) = (Columns, true);
        fixed (float* values = x.Values)
        {
            var source = values + ((nint)from * columns);
            var target = Tile(tile);
            for (var row = 0; row < rows; row += Lanes, target += Lanes * columns)
            {
                var here = Math.Min(Lanes, rows - row);
                finite &= Finite.All(source, here * columns);
                for (var lane = 0; lane < here; lane++, source += columns)
                    for (var c = 0; c < columns; c++) target[(c * Lanes) + lane] = source[c];
            }
        }

        for (var row = rows; row % PairRows != 0; row++)
        {
            var lane = Tile(tile + (row / Lanes)) + (row % Lanes);
            for (var c = 0; c < columns; c++) lane[c * Lanes] = 0;
        }

        GC.KeepAlive(this);
        return finite;
    }
}
