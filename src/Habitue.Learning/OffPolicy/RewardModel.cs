using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.OffPolicy;

/// <summary>
/// A simple model of rewards for <see cref="OffPolicyValue.DoublyRobust"/>: a ridge regression per action on what was known, fitted in
/// folds so that no decision is spoken about by a model that has seen it. An action without a decision in the other folds is expected
/// to bring their mean. Sources: Dudík, Langford and Li (2011); Chernozhukov et al., "Double/debiased machine learning" (2018), for the folds.
/// </summary>
public sealed record RewardModel
{
    /// <summary>How many folds; decision i is in fold i modulo folds.</summary>
    [Range(2, 100)]
    public int Folds { get; init; } = 5;

    /// <summary>What holds weights near 0, in decisions.</summary>
    [Range(0.0, 1e9, MinimumIsExclusive = true)]
    public double Ridge { get; init; } = 1;

    /// <summary>What each decision would have brought for each action.</summary>
    /// <param name="rewards">What each brought.</param>
    /// <param name="taken">The number of the action taken, from 0.</param>
    /// <param name="actions">How many actions there are.</param>
    /// <param name="context">As many numbers for each decision, one decision after the other; empty when nothing is known.</param>
    /// <returns>Decision after decision one value per action.</returns>
    /// <exception cref="BadDataException">The columns do not fit one another.</exception>
    public double[] Expect(ReadOnlySpan<double> rewards, ReadOnlySpan<int> taken, int actions, ReadOnlySpan<double> context = default)
    {
        Settings.Check(this);
        var width = rewards.Length == 0 ? 0 : context.Length / rewards.Length;
        if (taken.Length != rewards.Length || context.Length != width * rewards.Length)
            throw new BadDataException($"There are {rewards.Length} rewards, {taken.Length} actions and {context.Length} numbers of context; they do not fit one another.");
        var expected = new double[rewards.Length * actions];
        for (var fold = 0; fold < Folds; fold++)
        {
            var models = Fit(rewards, taken, actions, context, width, fold);
            var x = new double[width + 1];
            for (var i = fold; i < rewards.Length; i += Folds)
            {
                Read(context, width, i, x);
                for (var action = 0; action < actions; action++) expected[(i * actions) + action] = DotProduct.Of(models[action], x);
            }
        }

        return expected;
    }

    private double[][] Fit(ReadOnlySpan<double> rewards, ReadOnlySpan<int> taken, int actions, ReadOnlySpan<double> context, int width, int without)
    {
        var size = width + 1;
        double[][] squares = [.. Enumerable.Range(0, actions).Select(_ => new double[size * size])], products = [.. squares.Select(_ => new double[size])];
        var (x, sum, count) = (new double[size], 0.0, 0);
        for (var i = 0; i < rewards.Length; i++)
        {
            if ((uint)taken[i] >= actions) throw new BadDataException($"Decision {i} took action {taken[i]}; there are {actions}.", "taken", i);
            if (i % Folds == without) continue;
            Read(context, width, i, x);
            (sum, count) = (sum + rewards[i], count + 1);
            for (var a = 0; a < size; a++)
            {
                products[taken[i]][a] += x[a] * rewards[i];
                for (var b = 0; b < size; b++) squares[taken[i]][(a * size) + b] += x[a] * x[b];
            }
        }

        // The ridge pulls towards the mean of all: each action starts with so many decisions that brought it.
        var mean = count == 0 ? 0 : sum / count;
        return [.. Enumerable.Range(0, actions).Select(action =>
        {
            products[action][0] += Ridge * mean;
            var root = new Cholesky(size, nothing: 0);
            root.Factor(squares[action], Enumerable.Repeat(Ridge, size).ToArray());
            var weights = new double[size];
            root.Solve(products[action], weights);
            return weights;
        })];
    }

    private static void Read(ReadOnlySpan<double> context, int width, int row, double[] into)
    {
        into[0] = 1;
        context.Slice(row * width, width).CopyTo(into.AsSpan(1));
    }
}
