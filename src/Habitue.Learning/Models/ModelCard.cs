using Habitue.Learning.Data;

namespace Habitue.Learning.Models;

/// <summary>
/// What there is to know about a model without using it. It holds no time and no name: whoever keeps models
/// adds what only the outside knows.
/// </summary>
/// <param name="Format">Kind and version.</param>
/// <param name="Recipe">The name of the recipe, such as <c>KMeans</c>.</param>
/// <param name="Settings">Each setting of the recipe as text.</param>
/// <param name="Columns">The columns it was fitted on and asks for, in order.</param>
/// <param name="Rows">How many rows it was fitted on.</param>
/// <param name="Figures">Measures of the fit, such as <c>inertia</c>.</param>
public sealed record ModelCard(
    ModelFormat Format,
    string Recipe,
    IReadOnlyDictionary<string, string> Settings,
    IReadOnlyList<string> Columns,
    int Rows,
    IReadOnlyDictionary<string, double> Figures)
{
    internal static ModelCard Of(
        ModelFormat format, object recipe, Matrix fittedOn, params (string Name, double Value)[] figures) =>
        Of(format, recipe, fittedOn.Columns, fittedOn.Rows, figures);

    internal static ModelCard Of(
        ModelFormat format, object recipe, IReadOnlyList<string> columns, int rows, params (string Name, double Value)[] figures)
    {
        var named = new Dictionary<string, double>();
        foreach (var (name, value) in figures) named[name] = value;
        return new ModelCard(format, recipe.GetType().Name, Models.Settings.Describe(recipe), columns, rows, named);
    }
}
