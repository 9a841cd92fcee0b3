using Habitue.Learning.Numerics;

namespace Habitue.Learning.Trees;

/// <summary>
/// Grows one deep tree on several threads: at first the columns of a node are shared out; when there are enough nodes, each
/// grows on as a tree of its own, and the parts are put together in their order.
/// </summary>
internal static class DeepGrowth
{
    private const int SharedNodes = 15;
    private const int SharedRows = 4_096;

    public static GrownTree Grow(DeepTargets targets, DeepSettings settings, BinnedRows bins, FitRun run)
    {
        var rows = new DeepRows(bins);
        rows.Load(targets, []);
        var width = bins.Columns.Length;
        DeepTree[] helpers = [.. Enumerable.Range(0, width).Select(_ => new DeepTree(targets, settings, rows))];
        var (tree, found, ready) = (new GrownTree { StatWidth = targets.StatWidth }, new Split[width], new List<DeepTree.Piece>());
        var open = new Stack<DeepTree.Piece>();
        var waiting = new PriorityQueue<DeepTree.Piece, (int, int)>();
        waiting.Enqueue(new DeepTree.Piece(tree.Add(), 0, rows.Count, 0, rows.Sum), (0, 0));
        // The largest node is divided until there are enough, or all are small.
        for (var shared = 0; waiting.TryDequeue(out var piece, out _);)
        {
            if (shared == SharedNodes || piece.Count < SharedRows)
            {
                ready.Add(piece);
                continue;
            }

            run.Cancel.ThrowIfCancellationRequested();
            shared++;
            var best = Split.None;
            if (helpers[0].MayDivide(piece))
            {
                Blocks.Run(width, run, c => found[c] = helpers[c].Find(piece, c));
                foreach (var one in found)
                    if (one.Found && (!best.Found || one.Gain > best.Gain)) best = one;
                best = best with { Gain = Math.Max(0, best.Gain - helpers[0].Score(piece)) };
            }

            if (!best.Found)
            {
                helpers[0].Close(tree, piece, []);
                continue;
            }

            helpers[0].Divide(tree, piece, best, open);
            while (open.TryPop(out var child)) waiting.Enqueue(child, (-child.Count, child.Node));
        }

        ready.Sort((a, b) => a.Node.CompareTo(b.Node));
        var parts = new GrownTree[ready.Count];
        Blocks.Run(parts.Length, run, i => parts[i] = new DeepTree(targets, settings, rows).Grow(ready[i].From, ready[i].Count, ready[i].Depth, ready[i].Sum, null, []));
        for (var i = 0; i < parts.Length; i++) tree.Graft(ready[i].Node, parts[i]);
        tree.SumUp();
        return tree;
    }
}
