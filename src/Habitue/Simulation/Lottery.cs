namespace Habitue.Simulation;

/// <summary>Draws an index in proportion to its weight in constant time: Walker's alias method in Vose's form.</summary>
internal sealed class Lottery
{
    private readonly double[] _keep;
    private readonly int[] _other;

    public Lottery(ReadOnlySpan<double> weights)
    {
        var total = 0.0;
        foreach (var weight in weights) total += weight;
        _keep = new double[weights.Length];
        _other = new int[weights.Length];
        var small = new Stack<int>();
        var large = new Stack<int>();
        for (var i = 0; i < weights.Length; i++)
        {
            _keep[i] = weights[i] * weights.Length / total;
            _other[i] = i;
            (_keep[i] < 1 ? small : large).Push(i);
        }
        while (small.Count > 0 && large.Count > 0)
        {
            var (little, much) = (small.Pop(), large.Peek());
            _other[little] = much;
            _keep[much] -= 1 - _keep[little];
            if (_keep[much] < 1) small.Push(large.Pop());
        }
        // What is left over differs from 1 only by rounding.
        foreach (var i in small) _keep[i] = 1;
        foreach (var i in large) _keep[i] = 1;
    }

    public int Draw(ref Dice dice)
    {
        var i = dice.Next(_keep.Length);
        return dice.Uniform() < _keep[i] ? i : _other[i];
    }
}
