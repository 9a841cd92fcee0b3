namespace Habitue.Learning.Neural;

/// <summary>What the network is to make small, and what its outputs mean.</summary>
internal abstract class Loss
{
    /// <summary>Of two classes: one output, the log odds of the second; target 0 or 1.</summary>
    public static readonly Loss Logistic = new LogisticLoss();

    /// <summary>Of more classes: an output for each, the logarithm of its probability but for a constant; the target is the class.</summary>
    public static readonly Loss Softmax = new SoftmaxLoss();

    /// <summary>Of amounts: half the squared error.</summary>
    public static readonly Loss Squared = new SquaredLoss();

    /// <summary>The sum over rows of weight × loss, and of each output the slope of weight × scale × loss.</summary>
    /// <param name="pass">Where outputs are and slopes go.</param>
    /// <param name="targets">One per row.</param>
    /// <param name="weights">One per row, or empty when all are 1.</param>
    /// <param name="scale">Usually 1 / the rows of the batch.</param>
    public abstract double Of(Pass pass, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights, float scale);

    private sealed class LogisticLoss : Loss
    {
        public override double Of(Pass pass, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights, float scale)
        {
            var sum = 0.0;
            for (var row = 0; row < targets.Length; row++)
            {
                var (odds, target, weight) = (pass.Output(row)[0], targets[row], weights.IsEmpty ? 1 : weights[row]);
                var part = MathF.Exp(-MathF.Abs(odds)); // never overflows
                var probability = (odds >= 0 ? 1 : part) / (1 + part);
                sum += weight * (MathF.Max(odds, 0) - (odds * target) + MathF.Log(1 + part));
                pass.OutputDelta(row)[0] = weight * scale * (probability - target);
            }

            return sum;
        }
    }

    private sealed class SoftmaxLoss : Loss
    {
        public override double Of(Pass pass, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights, float scale)
        {
            var sum = 0.0;
            for (var row = 0; row < targets.Length; row++)
            {
                var outputs = pass.Output(row);
                var deltas = pass.OutputDelta(row);
                var (target, weight) = ((int)targets[row], weights.IsEmpty ? 1 : weights[row]);
                sum += weight * (Shares(outputs, deltas) - outputs[target]);
                deltas[target] -= 1;
                foreach (ref var delta in deltas) delta *= weight * scale;
            }

            return sum;
        }
    }

    private sealed class SquaredLoss : Loss
    {
        public override double Of(Pass pass, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights, float scale)
        {
            var sum = 0.0;
            for (var row = 0; row < targets.Length; row++)
            {
                var (error, weight) = (pass.Output(row)[0] - targets[row], weights.IsEmpty ? 1 : weights[row]);
                sum += weight * 0.5 * error * error;
                pass.OutputDelta(row)[0] = weight * scale * error;
            }

            return sum;
        }
    }

    /// <summary>The softmax of outputs, and the logarithm of the sum of their exponentials.</summary>
    public static float Shares(ReadOnlySpan<float> outputs, Span<float> into)
    {
        var (most, sum) = (float.NegativeInfinity, 0f);
        foreach (var output in outputs) most = MathF.Max(most, output);
        for (var i = 0; i < outputs.Length; i++) sum += into[i] = MathF.Exp(outputs[i] - most);
        for (var i = 0; i < outputs.Length; i++) into[i] /= sum;
        return most + MathF.Log(sum);
    }
}
