using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning;

/// <summary>An <see cref="IClusterer"/> that takes frames: a chain that begins with an encoder.</summary>
public interface IFrameClusterer : IModel
{
    /// <inheritdoc cref="IClusterer.Clusters"/>
    int Clusters { get; }

    /// <inheritdoc cref="IClusterer.Assign"/>
    void Assign(Frame x, Span<int> into);
}

/// <summary>An <see cref="IClassifier"/> that takes frames: a chain that begins with an encoder.</summary>
public interface IFrameClassifier : IModel
{
    /// <inheritdoc cref="IClassifier.Classes"/>
    IReadOnlyList<string> Classes { get; }

    /// <inheritdoc cref="IClassifier.Probabilities"/>
    void Probabilities(Frame x, Matrix into);
}

/// <summary>An <see cref="IRegressor"/> that takes frames: a chain that begins with an encoder.</summary>
public interface IFrameRegressor : IModel
{
    /// <inheritdoc cref="IRegressor.Predict"/>
    void Predict(Frame x, Span<float> into);
}

/// <summary>What every model that takes frames can do besides.</summary>
public static class FrameRoles
{
    /// <summary>The cluster of each row of <paramref name="x"/>.</summary>
    public static int[] Assign(this IFrameClusterer model, Frame x)
    {
        var into = new int[x.Rows];
        model.Assign(x, into);
        return into;
    }

    /// <summary>The probability of each class for each row of <paramref name="x"/>, one column per class.</summary>
    public static Matrix Probabilities(this IFrameClassifier model, Frame x)
    {
        var into = new Matrix(x.Rows, model.Classes);
        model.Probabilities(x, into);
        return into;
    }

    /// <summary>The probability of one class, usually the second of two: "will buy", "has left".</summary>
    public static float[] Probability(this IFrameClassifier model, Frame x, int ofClass = 1) => model.Probabilities(x).Column(ofClass);

    /// <summary>What is expected of each row of <paramref name="x"/>.</summary>
    public static float[] Predict(this IFrameRegressor model, Frame x)
    {
        var into = new float[x.Rows];
        model.Predict(x, into);
        return into;
    }
}
