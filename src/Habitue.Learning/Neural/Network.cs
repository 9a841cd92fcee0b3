using Habitue.Learning.Data;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Neural;

/// <summary>The weights of a network, and what it makes of rows.</summary>
internal sealed unsafe class Network(Layout layout, Activation activation)
{
    private const int RowsAtATime = 256;

    public Layout Layout => layout;

    public Activation Activation => activation;

    public AlignedFloats Weights { get; } = new(layout.Total);

    /// <summary>First weights and biases, evenly drawn: with biases of zero all units would bend at one place.</summary>
    public void Start(FirstWeights how, Generator random)
    {
        var weights = Weights.Values;
        for (var layer = 0; layer < layout.Layers; layer++)
        {
            int inputs = layout.Sizes[layer], outputs = layout.Sizes[layer + 1];
            var bound = Math.Sqrt(6.0 / (how == FirstWeights.He ? inputs : inputs + outputs));
            for (var input = 0; input < inputs; input++)
                for (var output = 0; output < outputs; output++) weights[layout.Weight(layer, input, output)] = (float)(bound * ((2 * random.NextDouble()) - 1));
            for (var output = 0; output < outputs; output++) weights[layout.Biases(layer) + output] = (float)(bound * ((2 * random.NextDouble()) - 1));
        }
    }

    /// <summary>Runs rows through the network and hands on the outputs of each.</summary>
    /// <param name="x">Finite values, in the columns of the fit.</param>
    /// <param name="row">Told the number of a row and its outputs.</param>
    public void Outputs(Matrix x, Action<int, ReadOnlySpan<float>> row)
    {
        var pass = new Pass(this, Math.Min(RowsAtATime, Math.Max(1, x.Rows)), null);
        for (var from = 0; from < x.Rows; from += RowsAtATime)
        {
            var rows = Math.Min(RowsAtATime, x.Rows - from);
            for (var r = 0; r < rows; r++) x.Row(from + r).CopyTo(pass.Input(r));
            pass.Forward(rows);
            for (var r = 0; r < rows; r++) row(from + r, pass.Output(r));
        }
    }
}
