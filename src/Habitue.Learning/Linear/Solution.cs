namespace Habitue.Learning.Linear;

/// <summary>Where a solver ended.</summary>
/// <param name="At">The parameters.</param>
/// <param name="Objective">Loss and penalty there.</param>
/// <param name="Iterations">How many steps over all rows it took.</param>
/// <param name="Converged">Whether it came within the tolerance.</param>
internal sealed record Solution(double[] At, double Objective, int Iterations, bool Converged);

/// <summary>When a solver stops.</summary>
/// <param name="Tolerance">The objective is within this, per unit of weight, of its least.</param>
/// <param name="Iterations">The most steps.</param>
internal sealed record Stop(double Tolerance, int Iterations);
