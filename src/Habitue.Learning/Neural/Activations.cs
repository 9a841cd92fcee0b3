using System.Numerics;

namespace Habitue.Learning.Neural;

/// <summary>What a hidden unit makes of its weighted sum.</summary>
public enum Activation
{
    /// <summary>max(0, x): fast, and the usual choice.</summary>
    Relu,

    /// <summary>tanh(x): smooth, for few rows and smooth answers.</summary>
    Tanh,
}

/// <summary>How far first weights are drawn from zero.</summary>
public enum FirstWeights
{
    /// <summary>Up to √(6 / (inputs + outputs)) of a layer. Source: Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks" (2010).</summary>
    Glorot,

    /// <summary>Up to √(6 / inputs): larger, for many layers of ReLU. Source: He and others, "Delving deep into rectifiers" (2015).</summary>
    He,
}

internal static unsafe class Activations
{
    /// <summary>In place; <paramref name="count"/> is a multiple of 16.</summary>
    public static void Apply(Activation activation, float* values, int count)
    {
        if (activation == Activation.Tanh)
        {
            for (var i = 0; i < count; i++) values[i] = MathF.Tanh(values[i]);
            return;
        }

        for (var i = 0; i < count; i += Vector<float>.Count) Vector.Max(Vector.Load(values + i), Vector<float>.Zero).Store(values + i);
    }

    /// <summary>Multiplies slopes by the derivative, which is known from the value of the unit.</summary>
    public static void Derive(Activation activation, float* values, float* slopes, int count)
    {
        for (var i = 0; i < count; i += Vector<float>.Count)
        {
            Vector<float> value = Vector.Load(values + i), slope = Vector.Load(slopes + i);
            var derived = activation == Activation.Relu
                ? Vector.ConditionalSelect(Vector.GreaterThan(value, Vector<float>.Zero), slope, Vector<float>.Zero)
                : slope * (Vector<float>.One - (value * value));
            derived.Store(slopes + i);
        }
    }
}
