namespace Habitue.Learning.Trees;

/// <summary>One step of a pruning path.</summary>
/// <param name="Strength">From this value of <see cref="DecisionTree.Pruning"/> on the smaller tree is better.</param>
/// <param name="Leaves">How many leaves are left.</param>
/// <param name="Impurity">The impurity of these leaves, weighted by their share of the rows.</param>
public readonly record struct PruningStep(double Strength, int Leaves, double Impurity);

/// <summary>
/// Cost-complexity pruning: again and again the branch falls that buys the least purity per leaf (Breiman and others 1984,
/// chapter 3, "weakest link").
/// </summary>
internal sealed class PruningWay
{
    private readonly GrownTree tree;
    private readonly int[] parents, leaves;
    private readonly double[] alone, branch;
    private readonly bool[] closed;

    public PruningWay(GrownTree tree, DeepTargets targets)
    {
        this.tree = tree;
        (parents, leaves, closed) = (new int[tree.Count], new int[tree.Count], new bool[tree.Count]);
        (alone, branch) = (new double[tree.Count], new double[tree.Count]);
        parents[0] = -1;
        for (var node = tree.Count - 1; node >= 0; node--)
        {
            alone[node] = branch[node] = targets.Impurity(tree.Stats.AsSpan(node * targets.StatWidth, targets.StatWidth)) / tree.Cover[0];
            leaves[node] = 1;
            closed[node] = tree.Column[node] < 0;
            if (closed[node]) continue;
            var left = tree.Child[node];
            parents[left] = parents[left + 1] = node;
            branch[node] = branch[left] + branch[left + 1];
            leaves[node] = leaves[left] + leaves[left + 1];
        }
    }

    /// <summary>All steps, from the whole tree to its root alone; equal strengths are one step.</summary>
    public IReadOnlyList<PruningStep> Steps()
    {
        var steps = new List<PruningStep> { new(0, leaves[0], branch[0]) };
        foreach (var strength in Fall())
        {
            var last = Math.Max(strength, steps[^1].Strength);
            if (last <= steps[^1].Strength + 1e-15) steps.RemoveAt(steps.Count - 1);
            steps.Add(new PruningStep(last, leaves[0], branch[0]));
        }

        return steps;
    }

    /// <summary>The tree as it is at a strength.</summary>
    public GrownTree Until(double strength)
    {
        using var falls = Fall(strength).GetEnumerator();
        while (falls.MoveNext())
        {
        }

        return Rest();
    }

    /// <summary>Lets the weakest branch fall, and gives its strength, as long as it is at most the limit.</summary>
    private IEnumerable<double> Fall(double limit = double.PositiveInfinity)
    {
        var weakest = new PriorityQueue<(int Node, double Strength), (double, int)>();
        for (var node = 0; node < tree.Count; node++) Offer(node);
        while (weakest.TryDequeue(out var next, out _))
        {
            var (node, strength) = next;
            if (Covered(node) || Strength(node) != strength) continue; // what is below has changed since
            if (strength > limit) yield break;
            var (purity, fewer) = (alone[node] - branch[node], leaves[node] - 1);
            closed[node] = true;
            for (var at = node; at >= 0; at = parents[at])
            {
                (branch[at], leaves[at]) = (branch[at] + purity, leaves[at] - fewer);
                if (at != node) Offer(at);
            }

            yield return strength;
        }

        void Offer(int node)
        {
            if (!closed[node]) weakest.Enqueue((node, Strength(node)), (Strength(node), node));
        }
    }

    private bool Covered(int node)
    {
        for (var at = node; at >= 0; at = parents[at])
            if (closed[at]) return true;
        return false;
    }

    private double Strength(int node) => (alone[node] - branch[node]) / (leaves[node] - 1);

    private GrownTree Rest()
    {
        var rest = new GrownTree { StatWidth = tree.StatWidth };
        var ways = new Stack<(int From, int To)>();
        ways.Push((0, rest.Add()));
        while (ways.TryPop(out var way))
        {
            var (from, to) = way;
            rest.Cover[to] = tree.Cover[from];
            tree.Stats.AsSpan(from * tree.StatWidth, tree.StatWidth).CopyTo(rest.Stats.AsSpan(to * tree.StatWidth));
            if (closed[from]) continue;
            var left = rest.Divide(to, new Split(tree.Gain[from], tree.Column[from], tree.Bin[from], tree.MissingLeft[from], 0, null));
            ways.Push((tree.Child[from] + 1, left + 1));
            ways.Push((tree.Child[from], left));
        }

        return rest;
    }
}
