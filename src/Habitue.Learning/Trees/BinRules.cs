using Habitue.Learning.Data;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Trees;

/// <summary>
/// How the values of each column become bins 0 to 254, and a missing value bin 255. A column of numbers is cut at edges:
/// half-way between neighbours when it has few different values, so that no split is lost, else at quantiles. A column of
/// categories keeps its whole numbers.
/// </summary>
internal sealed class BinRules
{
    public const int Missing = 255;
    public const int MostBins = 255;

    /// <summary>Edges are learned from so many rows at most, drawn evenly.</summary>
    private const int SampleRows = 50_000;

    private readonly float[] padded; // the edges of each column and infinities up to 256

    private BinRules(string[] columns, float[][] edges, bool[] categories)
    {
        (Columns, Edges, Categories) = (columns, edges, categories);
        padded = new float[columns.Length * 256];
        Array.Fill(padded, float.PositiveInfinity);
        for (var c = 0; c < edges.Length; c++) edges[c].CopyTo(padded, c * 256);
    }

    public string[] Columns { get; }

    /// <summary>For each column the values that close its bins, rising; bin b holds what is above edge b - 1 and at most edge b.</summary>
    public float[][] Edges { get; }

    public bool[] Categories { get; }

    /// <summary>How many bins a column has without that of missing values.</summary>
    public int Bins(int column) => Categories[column] ? MostBins : Edges[column].Length + 1;

    public static BinRules Learn(Matrix x, string recipe, int bins, IReadOnlyList<string> categories, FitRun run)
    {
        string[] columns = [.. x.Columns];
        var isCategory = new bool[columns.Length];
        foreach (var name in categories)
        {
            var c = Array.IndexOf(columns, name);
            if (c < 0) throw new SettingException(recipe, "Categories", $"names '{name}'; the columns are: {string.Join(", ", columns)}.");
            isCategory[c] = true;
        }

        var sample = x.Rows <= SampleRows ? null : new Seed(0).For(-1).Sample(SampleRows, x.Rows);
        var edges = new float[columns.Length][];
        Blocks.Run(columns.Length, run, c => edges[c] = isCategory[c] ? [] : EdgesOf(x, c, sample, bins));
        return new BinRules(columns, edges, isCategory);
    }

    /// <summary>The bins of consecutive rows of one column.</summary>
    /// <exception cref="BadDataException">A value is infinite, or no category.</exception>
    public unsafe void Bin(Matrix x, int column, int fromRow, Span<byte> into)
    {
        var width = x.Columns.Count;
        var values = x.Values.Slice(fromRow * width);
        if (Categories[column])
        {
            for (var i = 0; i < into.Length; i++)
            {
                var value = values[(i * width) + column];
                into[i] = float.IsNaN(value) ? (byte)Missing
                    : value >= 0 && value < MostBins && value == MathF.Floor(value) ? (byte)value
                    : throw new BadDataException($"Column '{Columns[column]}' has {value} in row {fromRow + i}; a category is a whole number from 0 to {MostBins - 1}.", Columns[column], fromRow + i);
            }

            return;
        }

        var infinite = -1;
        fixed (float* from = values, edges = &padded[column * 256])
        fixed (byte* to = into)
            for (var i = 0; i < into.Length; i++)
            {
                var value = from[(i * width) + column];
                to[i] = float.IsNaN(value) ? (byte)Missing : (byte)Below(edges, value);
                if (float.IsInfinity(value)) infinite = i;
            }

        if (infinite >= 0) throw Finite.Not(x, fromRow + infinite, column);
    }

    /// <summary>How many of 255 rising edges are below a value, in eight steps without a branch.</summary>
    private static unsafe int Below(float* edges, float value)
    {
        var at = edges;
        at += at[127] < value ? 128 : 0;
        at += at[63] < value ? 64 : 0;
        at += at[31] < value ? 32 : 0;
        at += at[15] < value ? 16 : 0;
        at += at[7] < value ? 8 : 0;
        at += at[3] < value ? 4 : 0;
        at += at[1] < value ? 2 : 0;
        at += at[0] < value ? 1 : 0;
        return (int)(at - edges);
    }

    private static float[] EdgesOf(Matrix x, int column, int[]? sample, int bins)
    {
        var values = new float[sample?.Length ?? x.Rows];
        var (count, width, all) = (0, x.Columns.Count, x.Raw);
        for (var i = 0; i < values.Length; i++)
        {
            var value = all[((sample?[i] ?? i) * width) + column];
            if (float.IsFinite(value)) values[count++] = value;
        }

        RadixSort.Rising(values.AsSpan(0, count));
        var different = count == 0 ? 0 : 1;
        for (var i = 1; i < count; i++)
            if (values[i] != values[i - 1]) different++;
        return Cut(values.AsSpan(0, count), different, bins);
    }

    /// <summary>Bins of equal numbers of rows, as far as equal values, which stay together, allow.</summary>
    private static float[] Cut(ReadOnlySpan<float> sorted, int different, int bins)
    {
        var edges = new List<float>(Math.Min(different, bins));
        var (begun, left) = (0, bins);
        for (var i = 1; i < sorted.Length; i++)
        {
            if (sorted[i] == sorted[i - 1]) continue;
            if (different > bins && (long)(i - begun) * left < sorted.Length - begun) continue;
            edges.Add(Between(sorted[i - 1], sorted[i]));
            begun = i;
            if (--left == 1 && different > bins) break;
        }

        return [.. edges];
    }

    /// <summary>The middle, or the lower one where the middle rounds to the upper one.</summary>
    private static float Between(float low, float high)
    {
        var middle = (float)(((double)low + high) / 2);
        return middle < high ? middle : low;
    }
}
