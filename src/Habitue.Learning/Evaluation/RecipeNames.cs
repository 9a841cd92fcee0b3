using Habitue.Learning.Models;

namespace Habitue.Learning.Evaluation;

/// <summary>Short names for recipes that are compared: of each sort of recipe only the settings in which its candidates differ.</summary>
internal static class RecipeNames
{
    public static string[] Of(IReadOnlyList<object> recipes)
    {
        var settings = recipes.Select(Settings.Describe).ToArray();
        var differing = Enumerable.Range(0, recipes.Count).GroupBy(i => recipes[i].GetType()).ToDictionary(
            sort => sort.Key,
            sort => Settings.Of(sort.Key).Select(setting => setting.Name).Where(name => sort.Select(i => settings[i][name]).Distinct().Skip(1).Any()).ToArray());
        return [.. recipes.Select((recipe, i) =>
        {
            var type = recipe.GetType();
            var parts = differing[type].Select(name => $"{name} {settings[i][name]}");
            return string.Join(" with ", new[] { type.Name.Split('`')[0], string.Join(", ", parts) }.Where(part => part.Length > 0));
        })];
    }
}
