using Habitue.Learning.Numerics;

namespace Habitue.Learning.Neural;

/// <summary>
/// Leaves out units by chance while learning, and makes up for it with the others, so that none relies on a single other.
/// Source: Srivastava and others, "Dropout: a simple way to prevent neural networks from overfitting" (2014), in the inverted form.
/// </summary>
internal sealed unsafe class Dropout(double share, Generator random)
{
    private const int Parts = 1 << 16;

    private readonly int limit = (int)Math.Round(share * Parts);
    private readonly float kept = (float)(1 / (1 - (Math.Round(share * Parts) / Parts)));

    /// <summary>Draws for each unit 0 or what its value is to be multiplied by.</summary>
    public void Draw(float* factors, int count)
    {
        for (var i = 0; i < count; i += 4)
        {
            var bits = random.NextBits(); // four draws of 16 bits each
            for (var part = 0; part < 4; part++, bits >>= 16) factors[i + part] = (int)(bits & (Parts - 1)) < limit ? 0 : kept;
        }
    }
}
