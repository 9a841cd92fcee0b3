using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Experiments;

/// <summary>A model that says how much more likely an outcome becomes for a customer by treating them: whom to write to.</summary>
public interface IUpliftModel : IModel
{
    /// <summary>
    /// Writes for each row the likelihood of the outcome with the treatment less that without it: from -1 to 1, below 0 where the treatment does
    /// harm. Columns are found by name.
    /// </summary>
    /// <param name="x">What is known of each customer; only read.</param>
    /// <param name="into">One number per row.</param>
    void Uplift(Matrix x, Span<float> into);
}

/// <summary>Ways to ask a model of uplift.</summary>
public static class UpliftModels
{
    /// <summary>The uplift of each row.</summary>
    public static float[] Uplift(this IUpliftModel model, Matrix x)
    {
        var into = new float[x.Rows];
        model.Uplift(x, into);
        return into;
    }
}
