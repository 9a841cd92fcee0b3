using Habitue.Learning.Data;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Recommendation;

/// <summary>
/// What implicit ALS makes small: Σ c (p - xᵀy)² over all pairs, taken or not, plus λ times the squares of all factors (Hu,
/// Koren and Volinsky 2008, equation 3). In double. The pairs that were not taken are summed through YᵀY.
/// </summary>
internal static class ImplicitLoss
{
    private const int BlockRows = 128;

    public static double Of(SparseMatrix weights, FactorTable users, FactorTable items, double regularization, FitRun run)
    {
        var (gram, stride) = (new GramSums(items.Stride).Of(items, run), items.Stride);
        var parts = new double[(weights.Rows + BlockRows - 1) / BlockRows];
        Blocks.Run(parts.Length, run, block =>
        {
            var sum = 0.0;
            for (var user = block * BlockRows; user < Math.Min(weights.Rows, (block + 1) * BlockRows); user++)
                sum += OfUser(weights, user, users.Row(user), items, gram, stride, regularization);
            parts[block] = sum;
        });
        var loss = 0.0;
        foreach (var part in parts) loss += part;
        for (var i = 0; i < items.Factors; i++) loss += regularization * gram[(i * stride) + i];
        return loss;
    }

    private static double OfUser(SparseMatrix weights, int user, ReadOnlySpan<float> x, FactorTable items, double[] gram, int stride, double regularization)
    {
        var loss = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            var row = 0.0;
            for (var j = 0; j < i; j++) row += gram[(i * stride) + j] * x[j];
            loss += x[i] * ((2 * row) + ((gram[(i * stride) + i] + regularization) * x[i]));
        }

        var columns = weights.IndicesOf(user);
        var values = weights.ValuesOf(user);
        for (var n = 0; n < columns.Length; n++)
        {
            var y = items.Row(columns[n]);
            var score = 0.0;
            for (var i = 0; i < y.Length; i++) score += (double)x[i] * y[i];
            loss += ((1 + (double)values[n]) * (1 - score) * (1 - score)) - (score * score);
        }

        return loss;
    }
}
