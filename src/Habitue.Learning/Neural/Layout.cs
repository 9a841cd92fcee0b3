using Habitue.Learning.Numerics;

namespace Habitue.Learning.Neural;

/// <summary>
/// Where the weights of a network lie in one array, which is also how their slopes and Adam's notes lie. Each width is padded to
/// a multiple of 16 with zeros, which stay zero. Hidden layers have a row of weights for each input; the last layer has a row
/// for each output, of which there are few.
/// </summary>
internal sealed class Layout
{
    private readonly int[] weights;
    private readonly int[] biases;

    /// <param name="sizes">Inputs, hidden units of each layer, outputs.</param>
    public Layout(params ReadOnlySpan<int> sizes)
    {
        Sizes = sizes.ToArray();
        Padded = Array.ConvertAll(Sizes, AlignedFloats.Padded);
        (weights, biases) = (new int[Layers], new int[Layers]);
        var at = 0L;
        for (var layer = 0; layer < Layers; layer++)
        {
            weights[layer] = (int)at;
            at += layer == Last ? (long)Sizes[^1] * Padded[layer] : (long)Padded[layer] * Padded[layer + 1];
            biases[layer] = (int)Math.Min(at, int.MaxValue);
            at += Padded[layer + 1];
            if (at > Array.MaxLength - 1_000) throw new SettingException(nameof(MultilayerPerceptron), nameof(PerceptronRecipe.HiddenLayers), $"is {string.Join(", ", Sizes[1..^1])}: more weights than one array can hold.");
        }

        Total = (int)at;
    }

    public int[] Sizes { get; }

    public int[] Padded { get; }

    public int Layers => Sizes.Length - 1;

    public int Last => Layers - 1;

    public int Inputs => Sizes[0];

    public int Outputs => Sizes[^1];

    public int Total { get; }

    public int Weights(int layer) => weights[layer];

    public int Biases(int layer) => biases[layer];

    /// <summary>The place of one weight.</summary>
    public int Weight(int layer, int input, int output) => weights[layer] + (layer == Last ? (output * Padded[layer]) + input : (input * Padded[layer + 1]) + output);

    /// <summary>All weights without the padding: layer by layer, input by input the weight to each output, then the biases.</summary>
    public float[] Pack(ReadOnlySpan<float> padded)
    {
        var (packed, at) = (new float[Enumerable.Range(0, Layers).Sum(layer => (Sizes[layer] + 1) * Sizes[layer + 1])], 0);
        for (var layer = 0; layer < Layers; layer++)
        {
            for (var input = 0; input < Sizes[layer]; input++)
                for (var output = 0; output < Sizes[layer + 1]; output++) packed[at++] = padded[Weight(layer, input, output)];
            for (var output = 0; output < Sizes[layer + 1]; output++) packed[at++] = padded[biases[layer] + output];
        }

        return packed;
    }

    /// <summary>The reverse of <see cref="Pack"/>.</summary>
    public void Unpack(ReadOnlySpan<float> packed, Span<float> padded)
    {
        var at = 0;
        for (var layer = 0; layer < Layers; layer++)
        {
            for (var input = 0; input < Sizes[layer]; input++)
                for (var output = 0; output < Sizes[layer + 1]; output++) padded[Weight(layer, input, output)] = packed[at++];
            for (var output = 0; output < Sizes[layer + 1]; output++) padded[biases[layer] + output] = packed[at++];
        }
    }
}
