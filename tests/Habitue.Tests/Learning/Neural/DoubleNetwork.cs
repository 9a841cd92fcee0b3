namespace Habitue.Tests.Learning.Neural;

/// <summary>A network written down again as plainly as can be, in double precision, to check slopes by small differences.</summary>
internal sealed class DoubleNetwork(int[] sizes, bool tanh, string loss)
{
    /// <summary>The mean loss of rows with what the weights' squares add.</summary>
    /// <param name="weights">Layer by layer: input by input the weight to each output, then the biases.</param>
    /// <param name="factors">What dropout multiplies by: layer, row, unit; null without.</param>
    public double Loss(double[] weights, double[][] rows, double[] targets, double[] rowWeights, double decay, double[][][]? factors = null)
    {
        var sum = 0.0;
        for (var r = 0; r < rows.Length; r++)
        {
            var outputs = Outputs(weights, rows[r], layer => factors?[layer][r]);
            sum += rowWeights[r] * (loss switch
            {
                "squared" => 0.5 * (outputs[0] - targets[r]) * (outputs[0] - targets[r]),
                "logistic" => Math.Log(1 + Math.Exp(outputs[0])) - (outputs[0] * targets[r]),
                _ => Math.Log(outputs.Sum(Math.Exp)) - outputs[(int)targets[r]],
            });
        }

        return (sum + (0.5 * decay * Squares(weights))) / rows.Length;
    }

    private double[] Outputs(double[] weights, double[] row, Func<int, double[]?> factors)
    {
        var (values, at) = (row, 0);
        for (var layer = 0; layer + 1 < sizes.Length; layer++)
        {
            var next = new double[sizes[layer + 1]];
            for (var input = 0; input < sizes[layer]; input++)
                for (var output = 0; output < next.Length; output++) next[output] += weights[at++] * values[input];
            for (var output = 0; output < next.Length; output++) next[output] += weights[at++];
            if (layer + 2 < sizes.Length)
            {
                for (var unit = 0; unit < next.Length; unit++)
                {
                    next[unit] = tanh ? Math.Tanh(next[unit]) : Math.Max(0, next[unit]);
                    if (factors(layer) is { } factor) next[unit] *= factor[unit];
                }
            }

            values = next;
        }

        return values;
    }

    private double Squares(double[] weights)
    {
        var (sum, at) = (0.0, 0);
        for (var layer = 0; layer + 1 < sizes.Length; layer++)
        {
            for (var i = 0; i < sizes[layer] * sizes[layer + 1]; i++, at++) sum += weights[at] * weights[at];
            at += sizes[layer + 1]; // biases are not pulled
        }

        return sum;
    }
}
