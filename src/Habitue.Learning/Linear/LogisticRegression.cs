using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Linear;

/// <summary>
/// How likely each class is, by a weighted sum of the columns: the first model to try for "will buy", "will leave", and the one whose
/// answer can be explained line by line. Two classes or more (multinomial). Not for effects that rise and fall, or that hold only
/// together with another column, unless you give it columns that say so; there trees do better.
/// <code>
/// var model = new LogisticRegression { Penalty = 0, StandardErrors = true }.Fit(data);
/// float[] risk = model.Probability(newCustomers);
/// foreach (var line in model.Coefficients) Console.WriteLine($"{line.Name} {line.Ratio:N2} p {line.P:N3}");
/// </code>
/// It makes this least: the sum over rows of weight × log loss, plus Penalty × ((1 - L1Ratio) / 2 × sum of squared coefficients +
/// L1Ratio × sum of their sizes). Intercepts are free. That is scikit-learn's objective with Penalty = 1 / C. Scale the columns first
/// when you penalize, or the penalty weighs on those of small units.
/// Values must be finite; there must be rows of two classes, and no class without a row. Constant columns, and without a penalty columns
/// that are sums of others, get the coefficient 0. Without a penalty, classes that a sum of columns divides without an error let the
/// coefficients grow until <see cref="MaxIterations"/>; the model's <c>converged</c> may then be 0.
/// Cost: a pass over the rows of about rows × columns² (Newton, coordinate descent; two to ten passes) or rows × columns (L-BFGS; some
/// dozens); memory: columns² or 20 × columns, times the classes beyond two.
/// Source: McCullagh and Nelder, Generalized Linear Models, 2nd edition, sections 4.4 and 5.2.4.
/// </summary>
public sealed record LogisticRegression : IEstimator<Labeled, LogisticModel>
{
    private const int MostForNewton = 500;
    private const int MostSquared = 5_000;

    /// <summary>The strength of the penalty, 1 / C; 0 for none.</summary>
    [Range(0.0, 1e12)]
    public double Penalty { get; init; } = 1;

    /// <summary>How much of the penalty is on sizes (L1), which makes coefficients 0, rather than on squares (L2).</summary>
    [Range(0.0, 1.0)]
    public double L1Ratio { get; init; }

    /// <summary>Whether there is an intercept; without one a row of zeros has even odds.</summary>
    public bool Intercept { get; init; } = true;

    /// <summary>How much the rows of each class count, in the order of the classes' numbers, besides their own weights; none means 1.</summary>
    public IReadOnlyList<double>? ClassWeights { get; init; }

    /// <summary>Whether each class counts as much as any other, however few its rows. Probabilities are then those of such a world.</summary>
    public bool Balanced { get; init; }

    /// <summary>
    /// Whether to work out standard errors, from the second derivatives of the objective at the end: without a penalty those of every
    /// statistics program. Not with an L1 penalty.
    /// </summary>
    public bool StandardErrors { get; init; }

    /// <summary>How the coefficients are found.</summary>
    public LogisticSolver Solver { get; init; }

    /// <summary>It stops when the objective is within this, per unit of row weight, of its least.</summary>
    [Range(1e-16, 0.1)]
    public double Tolerance { get; init; } = 1e-12;

    /// <summary>The most steps.</summary>
    [Range(1, 1_000_000)]
    public int MaxIterations { get; init; } = 1_000;

    /// <inheritdoc/>
    public LogisticModel Fit(Labeled data, FitRun run = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        Settings.Check(this);
        Finite.CheckSize(data.Rows, 0, nameof(LogisticRegression));
        run.Cancel.ThrowIfCancellationRequested();
        var (numbers, classes) = data.ClassNumbers(nameof(LogisticRegression));
        CheckSettings(classes.Length);
        var rows = new Rows(data.Rows, data.RawTargets, Weights(data, numbers, classes.Length), Intercept, classes.Length == 2 ? 1 : classes.Length);
        if (!(rows.Weight > 0)) throw new BadDataException("All rows have the weight 0; at least some must count.", "weight");
        ISmoothLoss loss = classes.Length == 2 ? new RowLoss<LogisticFamily>(rows) : new SoftmaxLoss(rows, classes.Length);
        var solver = Choose(loss.Size);
        var penalty = Linear.Penalty.Of(loss.Size, rows.Parameters, Intercept, Penalty * (1 - L1Ratio), Penalty * L1Ratio);
        var (start, stop) = (new double[loss.Size], new Stop(Tolerance, MaxIterations));
        var part = run.Part(0, 0.95);
        var solution = solver switch
        {
            LogisticSolver.Newton => Newton.Minimize(loss, penalty, start, stop, part),
            LogisticSolver.Lbfgs => Lbfgs.Minimize(loss, penalty, start, Curvatures(rows, classes.Length, part), stop, part),
            _ => ProximalNewton.Minimize(loss, penalty, start, stop, part),
        };
        if (double.IsNaN(solution.Objective))
        {
            Finite.Check(data.Rows);
            throw new BadDataException("The values are too large: their squares exceed the range of numbers. Scale the columns first.");
        }

        var errors = StandardErrors ? Uncertainty.Of(loss, penalty, rows, solution.At, 1, run) : [];
        run.Step(1);
        return LogisticModel.Of(this, data.Rows, classes, rows, solution, errors);
    }

    private static double[] Curvatures(Rows rows, int classes, FitRun run)
    {
        // A probability's curvature is at most a quarter.
        var squares = rows.Squares(run);
        return [.. Enumerable.Repeat(squares, classes == 2 ? 1 : classes).SelectMany(one => one).Select(square => square / 4)];
    }

    private void CheckSettings(int classes)
    {
        if (ClassWeights is { } given)
        {
            if (given.Count != classes) throw new SettingException(nameof(LogisticRegression), nameof(ClassWeights), $"has {given.Count} weights for {classes} classes.");
            if (given.Any(weight => !(weight >= 0) || double.IsInfinity(weight))) throw new SettingException(nameof(LogisticRegression), nameof(ClassWeights), "holds a weight that is not 0 or more.");
            if (Balanced) throw new SettingException(nameof(LogisticRegression), nameof(Balanced), "makes class weights of its own; leave ClassWeights out, or this.");
        }

        if (StandardErrors && Penalty * L1Ratio > 0) throw new SettingException(nameof(LogisticRegression), nameof(StandardErrors), "has no meaning with an L1 penalty; set L1Ratio to 0.");
        if (Solver is LogisticSolver.Newton or LogisticSolver.Lbfgs && Penalty * L1Ratio > 0)
            throw new SettingException(nameof(LogisticRegression), nameof(Solver), $"is {Solver}, which knows no L1 penalty; leave it at Auto, or set L1Ratio to 0.");
    }

    private LogisticSolver Choose(int parameters)
    {
        var solver = Solver != LogisticSolver.Auto ? Solver
            : Penalty * L1Ratio > 0 ? LogisticSolver.CoordinateDescent
            : parameters <= MostForNewton || StandardErrors ? LogisticSolver.Newton : LogisticSolver.Lbfgs;
        if (parameters > MostSquared && solver != LogisticSolver.Lbfgs)
            throw new SettingException(nameof(LogisticRegression), nameof(Solver), $"would need a table of {parameters} × {parameters} numbers; at most {MostSquared} parameters do. Without an L1 penalty, Lbfgs takes more.");
        return solver;
    }

    private double[] Weights(Labeled data, int[] numbers, int classes)
    {
        if (ClassWeights is null && !Balanced) return data.RawWeights;
        var factors = ClassWeights?.ToArray() ?? new double[classes];
        if (Balanced)
        {
            for (var r = 0; r < numbers.Length; r++) factors[numbers[r]]++;
            for (var k = 0; k < classes; k++) factors[k] = numbers.Length / (classes * factors[k]);
        }

        var weights = new double[numbers.Length];
        for (var r = 0; r < weights.Length; r++) weights[r] = data.Weight(r) * factors[numbers[r]];
        return weights;
    }
}
