using System.Numerics;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Neural;

/// <summary>
/// The way of some rows through a network, forward to the outputs and backward to the slopes of the loss: the values of every
/// layer, row after row, in memory of its own. Source: Rumelhart, Hinton and Williams, "Learning representations by back-propagating errors" (1986).
/// </summary>
internal sealed unsafe class Pass
{
    private readonly Network network;
    private readonly Layout layout;
    private readonly Dropout? dropout;
    private readonly AlignedFloats[] values;  // of the inputs, the hidden layers and the outputs
    private readonly AlignedFloats[] deltas;  // the slope of the loss by each sum before its activation
    private readonly AlignedFloats[] factors; // what dropout multiplied by

    public Pass(Network network, int rows, Dropout? dropout)
    {
        (this.network, layout, this.dropout) = (network, network.Layout, dropout);
        values = [.. layout.Padded.Select(width => new AlignedFloats((long)rows * width))];
        deltas = [.. layout.Padded.Skip(1).Select(width => new AlignedFloats((long)rows * width))];
        factors = dropout is null ? [] : [.. layout.Padded[1..^1].Select(width => new AlignedFloats((long)rows * width))];
        Slopes = new AlignedFloats(layout.Total);
    }

    /// <summary>The slope of the loss by each weight, where that weight lies.</summary>
    public AlignedFloats Slopes { get; }

    public Span<float> Input(int row) => values[0].Values.Slice(row * layout.Padded[0], layout.Inputs);

    public ReadOnlySpan<float> Output(int row) => values[^1].Values.Slice(row * layout.Padded[^1], layout.Outputs);

    /// <summary>Where the slope of the loss by each output of a row is put before <see cref="Backward"/>.</summary>
    public Span<float> OutputDelta(int row) => deltas[^1].Values.Slice(row * layout.Padded[^1], layout.Outputs);

    /// <summary>Inputs are in place; makes the outputs.</summary>
    public void Forward(int rows)
    {
        var weights = network.Weights.Start;
        for (var layer = 0; layer < layout.Last; layer++)
        {
            int inputs = layout.Padded[layer], outputs = layout.Padded[layer + 1];
            var into = values[layer + 1].Start;
            SmallProduct.Multiply(values[layer].Start, inputs, 1, weights + layout.Weights(layer), weights + layout.Biases(layer), into, rows, outputs, layout.Sizes[layer]);
            Activations.Apply(network.Activation, into, rows * outputs);
            if (dropout is null) continue;
            dropout.Draw(factors[layer].Start, rows * outputs);
            Scale(into, factors[layer].Start, rows * outputs);
        }

        float* last = weights + layout.Weights(layout.Last), bias = weights + layout.Biases(layout.Last);
        int width = layout.Padded[layout.Last], step = layout.Padded[^1];
        float* from = values[layout.Last].Start, to = values[^1].Start;
        for (var row = 0; row < rows; row++)
            for (var output = 0; output < layout.Outputs; output++)
                to[(row * step) + output] = bias[output] + SmallProduct.Dot(from + ((nint)row * width), last + ((nint)output * width), width);
        GC.KeepAlive(network);
        GC.KeepAlive(this);
    }

    /// <summary>Output deltas are in place; makes <see cref="Slopes"/>.</summary>
    /// <param name="rows">How many.</param>
    /// <param name="transposed">The weights of the hidden layers, a row for each output, where the layers themselves lie.</param>
    public void Backward(int rows, AlignedFloats transposed)
    {
        for (var layer = layout.Last; layer >= 0; layer--)
        {
            int inputs = layout.Padded[layer], outputs = layout.Padded[layer + 1];
            float* delta = deltas[layer].Start, from = values[layer].Start, slope = Slopes.Start + layout.Weights(layer);
            if (layer == layout.Last) SmallProduct.Multiply(delta, 1, outputs, from, null, slope, layout.Outputs, inputs, rows);
            else SmallProduct.Multiply(from, 1, inputs, delta, null, slope, inputs, outputs, rows);
            SumRows(delta, rows, outputs, Slopes.Start + layout.Biases(layer));
            if (layer == 0) break;

            var back = layer == layout.Last ? network.Weights.Start + layout.Weights(layer) : transposed.Start + layout.Weights(layer);
            var before = deltas[layer - 1].Start;
            SmallProduct.Multiply(delta, outputs, 1, back, null, before, rows, inputs, layout.Sizes[layer + 1]);
            if (dropout is not null)
            {
                Scale(before, factors[layer - 1].Start, rows * inputs);
                Unscale(from, factors[layer - 1].Start, rows * inputs);
            }

            Activations.Derive(network.Activation, from, before, rows * inputs);
        }

        GC.KeepAlive(network);
        GC.KeepAlive(transposed);
        GC.KeepAlive(this);
    }

    private static void Scale(float* values, float* factors, int count)
    {
        for (var i = 0; i < count; i += Vector<float>.Count) (Vector.Load(values + i) * Vector.Load(factors + i)).Store(values + i);
    }

    /// <summary>Values as they were before dropout; those left out stay zero, their slope being zero anyway.</summary>
    private static void Unscale(float* values, float* factors, int count)
    {
        for (var i = 0; i < count; i++)
            if (factors[i] != 0) values[i] /= factors[i];
    }

    private static void SumRows(float* from, int rows, int width, float* into)
    {
        for (var i = 0; i < width; i += Vector<float>.Count)
        {
            var sum = Vector<float>.Zero;
            for (var row = 0; row < rows; row++) sum += Vector.Load(from + ((nint)row * width) + i);
            sum.Store(into + i);
        }
    }
}
