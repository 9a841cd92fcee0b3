namespace Habitue.Recommendations;

/// <summary>Scores of which most are 0, and which are not; used for one customer after the other.</summary>
internal sealed class ScoreBoard(int products)
{
    private readonly bool[] isTold = new bool[products];
    private readonly List<int> told = [];

    public float[] Values { get; } = new float[products];

    /// <summary>The products of which something was said.</summary>
    public IReadOnlyList<int> Told => told;

    public void Add(int item, float score)
    {
        Values[item] += score;
        if (isTold[item]) return;
        isTold[item] = true;
        told.Add(item);
    }

    public void Clear()
    {
        foreach (var item in told) (Values[item], isTold[item]) = (0, false);
        told.Clear();
    }
}
