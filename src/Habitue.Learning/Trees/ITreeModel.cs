using Habitue.Learning.Models;

namespace Habitue.Learning.Trees;

/// <summary>A model made of trees: a decision tree, a forest, a boosted model. <see cref="TreeShap"/> explains what it says.</summary>
public interface ITreeModel : IModel
{
    /// <summary>Its trees.</summary>
    TreeEnsemble Trees { get; }

    /// <summary>What is added to the sum of the trees, for each output.</summary>
    IReadOnlyList<double> Start { get; }

    /// <summary>What the sum of the trees is multiplied by before: 1 in boosting, 1 / trees in a forest.</summary>
    double Share { get; }
}
