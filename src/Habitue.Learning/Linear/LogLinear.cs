using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Linear;

/// <summary>What the regressions on the logarithm of a mean have in common.</summary>
internal sealed class LogLinear
{
    private const int MostParameters = 5_000;

    private readonly Matrix x;
    private readonly Penalty penalty;
    private readonly double[] start;

    private LogLinear(Rows rows, Matrix x, Penalty penalty, double[] start, double mean, int free) =>
        (Rows, this.x, this.penalty, this.start, Mean, Free) = (rows, x, penalty, start, mean, free);

    public Rows Rows { get; }

    /// <summary>The rows' weights together.</summary>
    public double Weight => Rows.Weight;

    /// <summary>The weighted mean of the targets.</summary>
    public double Mean { get; }

    /// <summary>How many parameters are found.</summary>
    public int Free { get; }

    /// <summary>Checks, and a start at the mean of the targets.</summary>
    public static LogLinear Start(LogLinearRegression recipe, Labeled data, bool aboveZero, FitRun run)
    {
        ArgumentNullException.ThrowIfNull(data);
        Settings.Check(recipe);
        var (who, intercept, offset) = (recipe.GetType().Name, recipe.Intercept, recipe.Offset);
        Finite.CheckSize(data.Rows, 1, who);
        run.Cancel.ThrowIfCancellationRequested();
        var (sum, weight) = (0.0, 0.0);
        for (var r = 0; r < data.Targets.Length; r++)
        {
            var target = data.Targets[r];
            if (target < 0 || (aboveZero && target == 0))
                throw new BadDataException($"The target of row {r} is {target}; {who} needs {(aboveZero ? "amounts above 0" : "counts of 0 or more")}.", "target", r);
            sum += data.Weight(r) * target;
            weight += data.Weight(r);
        }

        if (!(weight > 0)) throw new BadDataException("All rows have the weight 0; at least some must count.", "weight");
        if (!(sum > 0)) throw new BadDataException($"All targets are 0; {who} has nothing to learn from.", "target");
        var rows = new Rows(data.Rows, data.RawTargets, data.RawWeights, intercept);
        if (rows.Parameters > MostParameters)
            throw new BadDataException($"{who} would need a table of {rows.Parameters} × {rows.Parameters} numbers; at most {MostParameters} parameters do.");
        var penalty = Penalty.Of(rows.Parameters, rows.Parameters, intercept, recipe.Alpha * rows.Weight, 0);
        var start = new double[rows.Parameters];
        if (intercept) start[0] = Math.Log(sum / weight);
        if (offset is not null)
        {
            if (!data.Rows.Columns.Contains(offset)) throw new SettingException(who, "Offset", $"is '{offset}', which is no column; there are: {string.Join(", ", data.Rows.Columns)}.");
            var at = data.Rows.IndexOf(offset) + (intercept ? 1 : 0);
            (start[at], penalty.Ridge[at]) = (1, double.PositiveInfinity);
        }

        return new LogLinear(rows, data.Rows, penalty, start, sum / weight, rows.Parameters - (offset is null ? 0 : 1));
    }

    public Solution Minimize<TFamily>(double tolerance, int iterations, FitRun run)
        where TFamily : struct, IFamily
    {
        var solution = Newton.Minimize(new RowLoss<TFamily>(Rows), penalty, start, new Stop(tolerance, iterations), run.Part(0, 0.95));
        if (!double.IsNaN(solution.Objective)) return solution;
        Finite.Check(x);
        throw new BadDataException("The values are too large: their exponentials exceed the range of numbers. Scale the columns first.");
    }

    /// <summary>The loss without the penalty.</summary>
    public double Loss(Solution solution) => solution.Objective - penalty.AddSquares(solution.At, new double[solution.At.Length]);

    /// <summary>Standard errors by a family's curvature; the dispersion follows from its loss.</summary>
    public double[] Errors<TFamily>(Solution solution, Func<double, double> dispersion, FitRun run)
        where TFamily : struct, IFamily
    {
        var size = Rows.Parameters;
        var hessian = new double[size * size];
        var loss = new RowLoss<TFamily>(Rows).At(solution.At, new double[size], hessian, run);
        var errors = Uncertainty.Of(hessian, penalty.Ridge, Rows.Intercept ? Rows.Origins : [], dispersion(loss));
        return Rows.Intercept ? errors : [double.NaN, .. errors];
    }
}
