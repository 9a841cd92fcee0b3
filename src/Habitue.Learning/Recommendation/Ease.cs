using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Recommendation;

/// <summary>
/// A weight from every item to every other, such that what a user has best says what else they have: a linear regression
/// of each item on all others, solved in one step. Among the best there is for shops of up to some thousand items,
/// rare ones too. Not for large catalogues: the weights of 20,000 items fill 5 GB at the fit.
/// <code>
/// var model = new Ease { Ridge = 200 }.Fit(bought);
/// Recommended[] next = model.Recommend("ann", 10);
/// </code>
/// At least one pair is needed. When the weights would not fit into <see cref="MaxMegabytes"/> it says so before it starts.
/// Cost: items³ / 2; memory: 12 bytes × items² at the fit, 4 bytes × items² in the model.
/// Source: Steck, "Embarrassingly shallow autoencoders for sparse data" (2019), equation 8.
/// </summary>
public sealed record Ease : IEstimator<Interactions, EaseModel>
{
    private const int BlockItems = 32;

    /// <summary>How strongly large weights are held back (λ); more for few users.</summary>
    [Range(1e-6, 1e12)]
    public double Ridge { get; init; } = 500;

    /// <summary>Whether it only counts that a user has an item, not how much of it.</summary>
    public bool Binary { get; init; } = true;

    /// <summary>How many megabytes the fit may take.</summary>
    [Range(1, 6_000)]
    public int MaxMegabytes { get; init; } = 2_000;

    /// <inheritdoc/>
    public EaseModel Fit(Interactions data, FitRun run = default)
    {
        Settings.Check(this);
        ArgumentNullException.ThrowIfNull(data);
        data.Check(nameof(Ease));
        var n = data.Items.Count;
        var needed = ((12.0 * n * n) + (1200.0 * n)) / 1e6;
        if (needed > MaxMegabytes)
            throw new SettingException(nameof(Ease), nameof(MaxMegabytes), $"is {MaxMegabytes}, but the weights between {n} items need {needed:N0}; raise it, or leave out items that few users have.");
        var (users, gram) = (Binary ? Ones(data.Values) : data.Values, new double[(long)n * n]);
        var items = users.Transpose();
        Blocks.Run((n + BlockItems - 1) / BlockItems, run, block =>
        {
            var sums = new double[n];
            for (var item = block * BlockItems; item < Math.Min(n, (block + 1) * BlockItems); item++)
            {
                NearestRows.Sum(items, users, item, sums);
                sums[item] += Ridge;
                sums.CopyTo(gram.AsSpan(item * n, n));
                Array.Clear(sums);
            }
        });
        if (!SymmetricInverse.Sweep(gram, n, run)) throw new BadDataException("The values of the items are so large that the weights between them cannot be told apart; use Ease.Binary, or scale the values.");
        return EaseModel.Of(this, data, Weights(gram, n, run));
    }

    /// <summary>B = -P / diag(P), where the sweep left minus P in the lower triangle.</summary>
    private static float[] Weights(double[] swept, int n, FitRun run)
    {
        var weights = new float[n * n];
        Blocks.Run((n + BlockItems - 1) / BlockItems, run, block =>
        {
            for (var i = block * BlockItems; i < Math.Min(n, (block + 1) * BlockItems); i++)
                for (var j = 0; j < n; j++)
                    if (i != j) weights[(i * n) + j] = (float)((i > j ? swept[((long)i * n) + j] : swept[((long)j * n) + i]) / -swept[((long)j * n) + j]);
        });
        return weights;
    }

    internal static SparseMatrix Ones(SparseMatrix values)
    {
        var ones = new float[values.Count];
        Array.Fill(ones, 1);
        return new SparseMatrix(values.Columns, values.Starts.ToArray(), values.Indices.ToArray(), ones);
    }
}
