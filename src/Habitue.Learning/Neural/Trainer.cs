using System.Numerics;
using Habitue.Learning.Data;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Neural;

/// <summary>What came of learning.</summary>
/// <param name="Network">With its last weights, or those that were best on the rows held out.</param>
/// <param name="Losses">The loss of each epoch, while it was learned from; with the pull on the weights, as scikit-learn counts it.</param>
/// <param name="HeldOutLosses">The loss of the rows held out after each epoch; empty when none were.</param>
/// <param name="Settled">Whether it stopped before the most epochs.</param>
internal sealed record Trained(Network Network, double[] Losses, double[] HeldOutLosses, bool Settled);

/// <summary>
/// Passes over the rows in an order drawn anew for each epoch. A batch is cut in two at a place that its size alone decides; the
/// slopes of both parts are added in that order, so one thread and two give the same bits.
/// </summary>
internal sealed unsafe class Trainer
{
    private readonly PerceptronRecipe recipe;
    private readonly Network network;
    private readonly Layout layout;
    private readonly Loss loss;

    public Trainer(PerceptronRecipe recipe, Network network, Loss loss) => (this.recipe, this.network, layout, this.loss) = (recipe, network, network.Layout, loss);

    public Trained Fit(Labeled data, ReadOnlySpan<float> targets, FitRun run)
    {
        var (learned, heldOut) = Divide(data.Rows.Rows);
        using var steps = new Steps(this, data, targets.ToArray(), learned, run.Workers > 1);
        var (losses, heldOutLosses) = (new List<double>(), new List<double>());
        var (random, best, waited) = (recipe.Seed.For(2), double.PositiveInfinity, 0);
        var bestWeights = heldOut.Length == 0 ? null : new float[layout.Total];
        for (var epoch = 0; epoch < recipe.Epochs && waited < recipe.Patience; epoch++)
        {
            random.Shuffle<int>(learned);
            losses.Add(steps.Epoch(run.Cancel));
            if (heldOut.Length > 0) heldOutLosses.Add(steps.Judge(heldOut));
            var now = heldOut.Length > 0 ? heldOutLosses[^1] : losses[^1];
            if (!double.IsFinite(losses[^1]) || !steps.AreSound) throw new BadDataException($"The loss or its slopes exceed all bounds in epoch {epoch + 1}: scale the columns, or lower LearningRate.");
            waited = now > best - recipe.Tolerance ? waited + 1 : 0;
            if (now < best)
            {
                best = now;
                if (bestWeights is not null) network.Weights.Values.CopyTo(bestWeights);
            }

            run.Progress?.Report((epoch + 1.0) / (recipe.Epochs + 1));
        }

        bestWeights?.CopyTo(network.Weights.Values);
        run.Progress?.Report(1);
        return new Trained(network, [.. losses], [.. heldOutLosses], waited >= recipe.Patience);
    }

    /// <summary>The rows to learn from and those held out.</summary>
    private (int[] Learned, int[] HeldOut) Divide(int rows)
    {
        var heldOut = recipe.Seed.For(1).Sample(recipe.HeldOut(rows), rows);
        return ([.. Enumerable.Range(0, rows).Except(heldOut)], heldOut);
    }

    /// <summary>The steps of one fit and the memory that they use over and over.</summary>
    internal sealed class Steps : IDisposable
    {
        private readonly Trainer trainer;
        private readonly Matrix rows;
        private readonly float[] targets;
        private readonly float[] weights; // per row, their mean 1; empty when all are 1
        private readonly int[] order;
        private readonly Half first, second;
        private readonly Action learnFirst;
        private readonly Partner? partner;
        private readonly Adam adam;
        private readonly AlignedFloats transposed;
        private readonly int batchRows;
        private readonly float[] judgedTargets, judgedWeights;
        private Pass? judging;

        public Steps(Trainer trainer, Labeled data, float[] targets, int[] order, bool twoThreads)
        {
            (this.trainer, rows, this.targets, this.order) = (trainer, data.Rows, targets, order);
            weights = MeanOne(data.Weights, order);
            batchRows = Math.Min(trainer.recipe.BatchRows, order.Length);
            (judgedTargets, judgedWeights) = (new float[batchRows], new float[batchRows]);
            (first, second) = (new Half(this, 0), new Half(this, 1));
            (adam, transposed) = (new Adam(trainer.layout.Total, trainer.recipe.LearningRate), new AlignedFloats(trainer.layout.Total));
            learnFirst = first.Learn;
            partner = twoThreads ? new Partner(second.Learn) : null;
        }

        public bool AreSound => adam.IsSound;

        public void Dispose() => partner?.Dispose();

        /// <summary>One pass over the rows in the order that stands; the mean loss.</summary>
        public double Epoch(CancellationToken cancel)
        {
            var sum = 0.0;
            for (var from = 0; from < order.Length; from += batchRows)
            {
                cancel.ThrowIfCancellationRequested();
                var count = Math.Min(batchRows, order.Length - from);
                sum += Step(from, count) * count;
            }

            return sum / order.Length;
        }

        /// <summary>One step by the rows at these places of the order; their mean loss before it.</summary>
        public double Step(int from, int count)
        {
            var mean = Slopes(from, count);
            adam.Step(trainer.network.Weights, first.Slopes, second.Slopes);
            return mean;
        }

        /// <summary>The slopes of the mean loss of some rows, in two parts; the loss.</summary>
        public double Slopes(int from, int count)
        {
            var cut = Math.Min(count, ((count / 2) + 7) / 8 * 8);
            first.Take(from, cut, 1f / count);
            second.Take(from + cut, count - cut, 1f / count);
            Transpose();
            if (partner is not null)
            {
                partner.Together(learnFirst);
            }
            else
            {
                first.Learn();
                second.Learn();
            }

            return ((first.Loss + second.Loss) / count) + Pull(count);
        }

        /// <summary>What the last <see cref="Slopes"/> found, both parts together.</summary>
        internal float[] SumOfSlopes()
        {
            var sum = first.Slopes.Values.ToArray();
            for (var i = 0; i < sum.Length; i++) sum[i] += second.Slopes.Values[i];
            return sum;
        }

        /// <summary>The mean loss of rows that are not learned from.</summary>
        public double Judge(int[] which)
        {
            judging ??= new Pass(trainer.network, batchRows, null);
            var (sum, total) = (0.0, 0.0);
            for (var from = 0; from < which.Length; from += batchRows)
            {
                var count = Math.Min(batchRows, which.Length - from);
                for (var i = 0; i < count; i++)
                {
                    rows.Row(which[from + i]).CopyTo(judging.Input(i));
                    (judgedTargets[i], judgedWeights[i]) = (targets[which[from + i]], weights.Length == 0 ? 1 : weights[which[from + i]]);
                    total += judgedWeights[i];
                }

                judging.Forward(count);
                sum += trainer.loss.Of(judging, judgedTargets.AsSpan(0, count), judgedWeights.AsSpan(0, count), 1);
            }

            return total > 0 ? sum / total : 0;
        }

        /// <summary>Adds the pull of the weights to zero to the slopes; what it adds to the loss.</summary>
        private double Pull(int count)
        {
            if (trainer.recipe.WeightDecay == 0) return 0;
            var (pull, squares) = (trainer.recipe.WeightDecay / count, 0.0);
            var strength = new Vector<float>((float)pull);
            for (var layer = 0; layer < trainer.layout.Layers; layer++)
            {
                var (from, to, sum) = (trainer.layout.Weights(layer), trainer.layout.Biases(layer), Vector<float>.Zero);
                float* weight = trainer.network.Weights.Start, slope = first.Slopes.Start;
                for (var i = from; i < to; i += Vector<float>.Count)
                {
                    var w = Vector.Load(weight + i);
                    sum += w * w;
                    (Vector.Load(slope + i) + (w * strength)).Store(slope + i);
                }

                squares += Vector.Sum(sum);
            }

            GC.KeepAlive(this);
            return 0.5 * pull * squares;
        }

        /// <summary>The hidden layers' weights with a row for each output, for the way back.</summary>
        private void Transpose()
        {
            var layout = trainer.layout;
            for (var layer = 1; layer < layout.Last; layer++)
            {
                int inputs = layout.Padded[layer], outputs = layout.Padded[layer + 1], used = layout.Sizes[layer + 1];
                float* from = trainer.network.Weights.Start + layout.Weights(layer), to = transposed.Start + layout.Weights(layer);
                for (var input = 0; input < inputs; input++, from += outputs, to++)
                    for (var output = 0; output < used; output++) to[(nint)output * inputs] = from[output];
            }

            GC.KeepAlive(this);
        }

        private static float[] MeanOne(ReadOnlySpan<double> weights, int[] order)
        {
            if (weights.Length == 0) return [];
            var sum = 0.0;
            foreach (var row in order) sum += weights[row];
            if (sum == 0) throw new BadDataException("All rows to learn from have weight 0.", "weight");
            var scaled = new float[weights.Length];
            for (var row = 0; row < scaled.Length; row++) scaled[row] = (float)(weights[row] * order.Length / sum);
            return scaled;
        }

        /// <summary>One of the two parts of a batch.</summary>
        private sealed class Half
        {
            private readonly Steps steps;
            private readonly Pass pass;
            private readonly float[] targets;
            private readonly float[] weights;
            private int from;
            private int count;
            private float scale;

            public Half(Steps steps, int number)
            {
                var recipe = steps.trainer.recipe;
                var most = (steps.batchRows / 2) + 8;
                this.steps = steps;
                pass = new Pass(steps.trainer.network, most, recipe.Dropout == 0 ? null : new Dropout(recipe.Dropout, recipe.Seed.For(3 + number)));
                (targets, weights) = (new float[most], new float[steps.weights.Length == 0 ? 0 : most]);
            }

            public double Loss { get; private set; }

            public AlignedFloats Slopes => pass.Slopes;

            public void Take(int first, int rows, float scaleBy) => (from, count, scale) = (first, rows, scaleBy);

            public void Learn()
            {
                for (var i = 0; i < count; i++)
                {
                    var row = steps.order[from + i];
                    steps.rows.Row(row).CopyTo(pass.Input(i));
                    targets[i] = steps.targets[row];
                    if (weights.Length > 0) weights[i] = steps.weights[row];
                }

                pass.Forward(count);
                Loss = steps.trainer.loss.Of(pass, targets.AsSpan(0, count), weights.Length == 0 ? [] : weights.AsSpan(0, count), scale);
                pass.Backward(count, steps.transposed);
            }
        }
    }
}
