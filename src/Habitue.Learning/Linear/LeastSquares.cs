using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Linear;

/// <summary>What the regressions with squared errors have in common: checks, and solving from <see cref="Gram"/>.</summary>
internal static class LeastSquares
{
    private const int MostColumns = 5_000;

    public static Gram Gram(object recipe, Labeled data, bool intercept, FitRun run)
    {
        ArgumentNullException.ThrowIfNull(data);
        Settings.Check(recipe);
        var who = recipe.GetType().Name;
        Finite.CheckSize(data.Rows, 1, who);
        if (data.Rows.Columns.Count > MostColumns)
            throw new BadDataException($"{who} would need a table of {data.Rows.Columns.Count} × {data.Rows.Columns.Count} numbers; at most {MostColumns} columns do.");
        return Linear.Gram.Of(data.Rows, data.RawTargets, data.RawWeights, intercept, run);
    }

    /// <summary>Coefficients of squared errors + ridge × their squares, the intercept, and the root that they came from.</summary>
    public static (double Intercept, double[] Coefficients, Cholesky Root) Solve(Gram gram, double ridge)
    {
        var (products, targets, _, means, targetMean) = gram.Centred();
        var (root, ridges, coefficients) = (new Cholesky(targets.Length), new double[targets.Length], new double[targets.Length]);
        Array.Fill(ridges, ridge);
        root.Factor(products, ridges);
        root.Solve(targets, coefficients);
        return (InterceptOf(coefficients, means, targetMean), coefficients, root);
    }

    /// <summary>The plane goes through the means.</summary>
    public static double InterceptOf(double[] coefficients, double[] means, double targetMean) => targetMean - DotProduct.Of(coefficients, means);
}
