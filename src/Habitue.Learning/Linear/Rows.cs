using Habitue.Learning.Data;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Linear;

/// <summary>
/// The rows that a linear model learns from, read panel by panel. The first column of a panel is the intercept's (all 1) when there
/// is one; the others are the columns less an origin near their mean, which keeps the digits of columns that lie far from 0.
/// </summary>
internal sealed unsafe class Rows
{
    private const int BlockRows = 8192;
    private const int OriginRows = 1024;
    private const long MostSums = 1 << 23;

    private readonly Matrix x;
    private readonly double[] targets;
    private readonly double[] weights;
    private readonly int panelsPerBlock;
    private readonly bool sampled;

    /// <param name="x">The rows.</param>
    /// <param name="targets">One number per row.</param>
    /// <param name="weights">One number per row, or none.</param>
    /// <param name="intercept">Whether there is an intercept.</param>
    /// <param name="scores">How many scores a row has: second derivatives grow by its square.</param>
    public Rows(Matrix x, double[] targets, double[] weights, bool intercept, int scores = 1)
    {
        (this.x, this.targets, this.weights, Intercept) = (x, targets, weights, intercept);
        Origins = new double[x.Columns.Count];
        if (intercept) FindOrigins();
        Weight = weights.Length == 0 ? x.Rows : weights.Sum();
        Parameters = x.Columns.Count + (intercept ? 1 : 0);
        Width = (Parameters + Panels.Together - 1) / Panels.Together * Panels.Together;
        Height = Panels.Height(Width);
        Stride = Panels.Stride(Height);
        // Each block keeps second derivatives of its own: fewer blocks when these are large.
        var most = Math.Max(2, MostSums / ((long)Width * Width * scores * scores));
        var panels = (x.Rows + Height - 1) / Height;
        panelsPerBlock = (int)Math.Max(Math.Max(1, BlockRows / Height), (panels + most - 1) / most);
    }

    private Rows(Rows all)
    {
        (x, targets, weights, Intercept, Origins, panelsPerBlock) = (all.x, all.targets, all.weights, all.Intercept, all.Origins, all.panelsPerBlock);
        (Parameters, Width, Height, Stride, sampled) = (all.Parameters, all.Width, all.Height, all.Stride, true);
        Weight = all.Weight * Math.Min(1, (double)all.Blocks * Height / x.Rows);
    }

    /// <summary>Whether the first parameter is an intercept.</summary>
    public bool Intercept { get; }

    /// <summary>Whether rows weigh anything but 1.</summary>
    public bool Weighted => weights.Length > 0;

    /// <summary>What is taken from each column; 0 without an intercept, which alone can make up for it.</summary>
    public double[] Origins { get; }

    /// <summary>The rows' weights together.</summary>
    public double Weight { get; }

    /// <summary>The columns and the intercept.</summary>
    public int Parameters { get; }

    /// <summary>Parameters in whole groups; the columns past the last one are 0.</summary>
    public int Width { get; }

    /// <summary>The most rows of a panel.</summary>
    public int Height { get; }

    /// <summary>The distance between the columns of a panel.</summary>
    public int Stride { get; }

    /// <summary>Blocks of rows, fixed by the data; each keeps sums of its own.</summary>
    public int Blocks => (x.Rows + (panelsPerBlock * Height) - 1) / (panelsPerBlock * Height);

    /// <summary>The first panel of each block only.</summary>
    public Rows Sample() => new(this);

    /// <summary>The panels of a block: the first row and the number of rows of each.</summary>
    public (int First, int Count) Panel(int block, int number)
    {
        var first = ((block * panelsPerBlock) + number) * Height;
        return (first, Math.Min(Height, x.Rows - first));
    }

    /// <summary>How many panels a block has.</summary>
    public int PanelsOf(int block) => sampled ? 1 : Math.Min(panelsPerBlock, ((x.Rows - (block * panelsPerBlock * Height)) + Height - 1) / Height);

    /// <summary>Reads a panel: its columns, targets and weights, padded with zeros.</summary>
    public void Read(int first, int count, double* columns, double* target, double* weight)
    {
        var padded = Panels.Padded(count);
        Copy(targets.AsSpan(first, count), new Span<double>(target, padded));
        if (Weighted) Copy(weights.AsSpan(first, count), new Span<double>(weight, padded));
        else Ones(new Span<double>(weight, padded), count);
        if (Intercept) Ones(new Span<double>(columns, padded), count);
        fixed (float* values = x.Values)
        fixed (double* origins = Origins)
            Panels.Load(values + ((nint)first * x.Columns.Count), count, x.Columns.Count, origins, columns + (Intercept ? Stride : 0), Stride);
    }

    /// <summary>For each parameter the sum over the rows of weight × the column's square.</summary>
    public double[] Squares(FitRun run)
    {
        var sums = new double[Blocks][];
        Numerics.Blocks.Run(sums.Length, run, block =>
        {
            var (columns, target, weight) = (new double[Width * Stride], new double[Height], new double[Height]);
            sums[block] = new double[Parameters];
            fixed (double* start = columns, targets = target, weights = weight)
            {
                for (var panel = 0; panel < PanelsOf(block); panel++)
                {
                    var (first, count) = Panel(block, panel);
                    Read(first, count, start, targets, weights);
                    for (var i = 0; i < Parameters; i++)
                        for (var r = 0; r < count; r++) sums[block][i] += weight[r] * columns[(i * Stride) + r] * columns[(i * Stride) + r];
                }
            }
        });
        var total = new double[Parameters];
        foreach (var sum in sums)
            for (var i = 0; i < total.Length; i++) total[i] += sum[i];
        return total;
    }

    /// <summary>Parameters for columns as they came, of parameters for columns less their origins: only the intercept differs.</summary>
    public double[] FromOrigins(ReadOnlySpan<double> parameters)
    {
        var plain = parameters.ToArray();
        for (var c = 0; Intercept && c < Origins.Length; c++) plain[0] -= plain[c + 1] * Origins[c];
        return plain;
    }

    private static void Copy(ReadOnlySpan<double> from, Span<double> into)
    {
        from.CopyTo(into);
        into[from.Length..].Clear();
    }

    private static void Ones(Span<double> into, int count)
    {
        into[..count].Fill(1);
        into[count..].Clear();
    }

    private void FindOrigins()
    {
        // Rows from all over the data: the first ones may all be alike.
        var step = Math.Max(1, x.Rows / OriginRows);
        var count = 0;
        for (var r = 0; r < x.Rows; r += step, count++)
        {
            var row = x.Row(r);
            for (var c = 0; c < row.Length; c++) Origins[c] += row[c];
        }

        for (var c = 0; c < Origins.Length; c++)
        {
            Origins[c] /= Math.Max(1, count);
            if (!double.IsFinite(Origins[c])) Finite.Check(x);
        }
    }
}
