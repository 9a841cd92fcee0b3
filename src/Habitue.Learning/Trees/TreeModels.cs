using Habitue.Learning.Data;

namespace Habitue.Learning.Trees;

/// <summary>What all models of trees do alike.</summary>
internal static class TreeModels
{
    /// <summary>Start plus share of the sum of the trees: for each row one number per output.</summary>
    public static double[] Sums(this ITreeModel model, Matrix x)
    {
        var (outputs, sums) = (model.Trees.Outputs, new double[x.Rows * model.Trees.Outputs]);
        model.Trees.AddTo(x, sums);
        var (start, share) = ((double[])[.. model.Start], model.Share);
        for (var i = 0; i < sums.Length; i++) sums[i] = start[i % outputs] + (share * sums[i]);
        return sums;
    }
}
