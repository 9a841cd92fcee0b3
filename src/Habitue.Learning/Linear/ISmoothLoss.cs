namespace Habitue.Learning.Linear;

/// <summary>A convex sum over rows that the solvers make small, as a function of the parameters.</summary>
internal interface ISmoothLoss
{
    /// <summary>How many parameters there are.</summary>
    int Size { get; }

    /// <summary>The rows' weights together: tolerances count per unit of it.</summary>
    double Weight { get; }

    /// <summary>The loss at some parameters, its gradient, and its second derivatives when asked for.</summary>
    /// <param name="at">The parameters.</param>
    /// <param name="gradient">Size values, written.</param>
    /// <param name="hessian">Size × size values of which the lower triangle is written; empty when not wanted.</param>
    /// <param name="run">Threads and cancellation.</param>
    double At(double[] at, double[] gradient, double[] hessian, FitRun run);

    /// <summary>The same loss over a share of the rows, enough for a good start; null when it is not worth the while.</summary>
    ISmoothLoss? Sample();
}
