using Habitue.Learning.Numerics;

namespace Habitue.Learning.Bandits;

/// <summary>What is believed of one arm's mean reward: a normal, a beta or a Student distribution.</summary>
internal readonly struct Posterior
{
    private static readonly double[] NormalReach = [-6, -3, -1.5, 0, 1.5, 3, 6];
    private static readonly double[] BetaReach = [-8, -5, -3, -2, -1, 0, 1, 2, 3, 5, 8, 14, 22];
    private static readonly double[] StudentReach = [-2000, -400, -100, -32, -16, -8, -4, -2, -1, 0, 1, 2, 4, 8, 16, 32, 100, 400, 2000];

    private readonly Shape shape;
    private readonly double a, b, constant;

    private Posterior(Shape shape, double centre, double width, double a = 0, double b = 0, double constant = 0) =>
        (this.shape, Centre, Width, this.a, this.b, this.constant) = (shape, centre, width, a, b, constant);

    private enum Shape
    {
        Normal,
        Beta,
        Student,
    }

    /// <summary>Its mean, or its middle where there is no mean.</summary>
    public double Centre { get; }

    /// <summary>Its standard deviation, or the scale of a Student distribution; 0 for a value that is known.</summary>
    public double Width { get; }

    /// <summary>Where its density bends, from end to end in steps that eight nodes follow.</summary>
    public IEnumerable<double> Bends
    {
        get
        {
            var (own, least, most) = (this, shape == Shape.Beta ? 0 : double.NegativeInfinity, shape == Shape.Beta ? 1 : double.PositiveInfinity);
            var reach = shape switch { Shape.Normal => NormalReach, Shape.Beta => BetaReach, _ => StudentReach };
            return reach.Select(step => Math.Clamp(own.Centre + (step * own.Width), least, most));
        }
    }

    public static Posterior Normal(double mean, double deviation) => new(Shape.Normal, mean, deviation);

    /// <param name="a">At least 1, as is <paramref name="b"/>: the density has no poles then.</param>
    /// <param name="b">At least 1.</param>
    public static Posterior Beta(double a, double b) =>
        new(Shape.Beta, a / (a + b), Math.Sqrt(a * b / (a + b + 1)) / (a + b), a, b, -SpecialFunctions.LogBeta(a, b));

    public static Posterior Student(double centre, double scale, double freedom) => new(
        Shape.Student, centre, scale, freedom, 0,
        SpecialFunctions.LogGamma((freedom + 1) / 2) - SpecialFunctions.LogGamma(freedom / 2) - (0.5 * Math.Log(freedom * Math.PI)));

    public double Density(double x)
    {
        var z = (x - Centre) / Width;
        return shape switch
        {
            Shape.Normal => Math.Exp(-0.5 * z * z) / (Width * Math.Sqrt(2 * Math.PI)),
            Shape.Student => Math.Exp(constant - ((a + 1) / 2 * Math.Log(1 + (z * z / a)))) / Width,
            _ => x is > 0 and < 1 ? Math.Exp(constant + ((a - 1) * Math.Log(x)) + ((b - 1) * Math.Log(1 - x))) : 0,
        };
    }

    public double Draw(Generator random) => shape switch
    {
        Shape.Normal => Centre + (Width * random.Normal()),
        Shape.Beta => random.Beta(a, b),
        _ => Centre + (Width * random.Normal() / Math.Sqrt(random.Gamma(a / 2) / (a / 2))),
    };
}
