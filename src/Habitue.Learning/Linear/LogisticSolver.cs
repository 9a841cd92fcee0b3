namespace Habitue.Learning.Linear;

/// <summary>How a <see cref="LogisticRegression"/> finds its coefficients; all end at the same ones.</summary>
public enum LogisticSolver
{
    /// <summary>Coordinate descent where there is an L1 penalty, else Newton up to 500 parameters, else L-BFGS.</summary>
    Auto,

    /// <summary>Newton's steps; few passes over the rows, memory parameters². No L1 penalty.</summary>
    Newton,

    /// <summary>L-BFGS: for thousands of columns. No L1 penalty.</summary>
    Lbfgs,

    /// <summary>Newton's parabolas made small by coordinate descent; memory parameters².</summary>
    CoordinateDescent,
}
