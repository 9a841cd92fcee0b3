using Habitue.Learning.Data;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Recommendation;

/// <summary>The steps of <see cref="Bpr"/>, one after the other.</summary>
internal sealed unsafe class BprSteps(SparseMatrix taken, FactorTable users, FactorTable items, float rate, float regularization)
{
    private readonly int[] owners = Owners(taken);

    /// <summary>How popular each item is beyond anybody's taste.</summary>
    public float[] Biases { get; } = new float[taken.Columns];

    /// <summary>As many steps as there are pairs.</summary>
    public void Epoch(Generator draw)
    {
        fixed (float* x = users.Values, y = items.Values)
        {
            for (var step = 0; step < taken.Count; step++)
            {
                var pair = draw.Below(taken.Count);
                var (user, item) = (owners[pair], taken.Indices[pair]);
                var has = taken.IndicesOf(user);
                if (has.Length == taken.Columns) continue;
                var other = draw.Below(taken.Columns);
                while (has.BinarySearch(other) >= 0) other = draw.Below(taken.Columns);
                Step(x + ((nint)user * users.Stride), y + ((nint)item * items.Stride), y + ((nint)other * items.Stride), ref Biases[item], ref Biases[other]);
            }
        }
    }

    /// <summary>Moves the user, the item taken and the other one along the gradient of ln σ(score of one - score of the other).</summary>
    private void Step(float* user, float* one, float* other, ref float oneBias, ref float otherBias)
    {
        var stride = users.Stride;
        var ahead = oneBias - otherBias + FactorKernels.Dot(user, one, stride) - FactorKernels.Dot(user, other, stride);
        var (pull, keep) = (rate / (1 + MathF.Exp(ahead)), 1 - (rate * regularization));
        FactorKernels.Pull(user, one, other, pull, keep, stride);
        oneBias = (oneBias * keep) + pull;
        otherBias = (otherBias * keep) - pull;
    }

    private static int[] Owners(SparseMatrix taken)
    {
        var owners = new int[taken.Count];
        for (var row = 0; row < taken.Rows; row++) owners.AsSpan(taken.Starts[row]..taken.Starts[row + 1]).Fill(row);
        return owners;
    }
}
