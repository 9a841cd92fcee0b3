using System.Collections;
using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace Habitue.Learning.Models;

/// <summary>
/// Reads a recipe's limits, which stand as <see cref="RangeAttribute"/> beside each setting, and its values.
/// Limits are data, so that the tests derive a broken value for each.
/// </summary>
public static class Settings
{
    private static readonly ConcurrentDictionary<Type, Setting[]> Known = new();

    /// <summary>The settings of a type of recipe, in the order in which they are declared.</summary>
    public static IReadOnlyList<Setting> Of(Type recipe) => Known.GetOrAdd(recipe, Read);

    /// <summary>Makes sure that every setting is within its limits.</summary>
    /// <exception cref="SettingException">The first that is not.</exception>
    public static void Check(object recipe)
    {
        var type = recipe.GetType();
        foreach (var setting in Of(type))
        {
            if (setting.Limits is not { } limits || setting.Property.GetValue(recipe) is not { } value) continue;
            var number = Convert.ToDouble(value);
            double least = Convert.ToDouble(limits.Minimum), most = Convert.ToDouble(limits.Maximum);
            var within = (limits.MinimumIsExclusive ? number > least : number >= least)
                && (limits.MaximumIsExclusive ? number < most : number <= most);
            if (!within) throw new SettingException(type.Name, setting.Name, $"is {value}; it must be {setting.LimitsInWords}.");
        }
    }

    /// <summary>Each setting's value as text.</summary>
    public static IReadOnlyDictionary<string, string> Describe(object recipe)
    {
        var texts = new Dictionary<string, string>();
        foreach (var setting in Of(recipe.GetType())) texts[setting.Name] = InWords(setting.Property.GetValue(recipe));
        return texts;
    }

    private static string InWords(object? value) => value switch
    {
        null => "none",
        string text => text,
        IEnumerable items => string.Join(", ", items.Cast<object?>().Select(InWords)),
        _ when IsRecipe(value.GetType()) => $"{value.GetType().Name} {{ {string.Join(", ", Describe(value).Select(setting => $"{setting.Key} = {setting.Value}"))} }}",
        _ => value.ToString() ?? "",
    };

    /// <summary>A recipe within a recipe, such as a candidate of a blend: its own settings are told, lists and all.</summary>
    private static bool IsRecipe(Type type) => type is { IsClass: true } && type.Assembly == typeof(Settings).Assembly && Of(type).Count > 0;

    private static Setting[] Read(Type recipe) =>
        [.. from property in recipe.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            where property.CanWrite && property.GetIndexParameters().Length == 0
            select new Setting(property, property.GetCustomAttribute<RangeAttribute>())];
}

/// <summary>One setting of a recipe.</summary>
/// <param name="Property">The property that holds it.</param>
/// <param name="Limits">Its limits, or null when it has none.</param>
public sealed record Setting(PropertyInfo Property, RangeAttribute? Limits)
{
    /// <summary>Its name.</summary>
    public string Name => Property.Name;

    /// <summary>Its limits as a phrase: "between 1 and 1000", "above 0 and at most 1".</summary>
    public string LimitsInWords => Limits switch
    {
        null => "anything",
        { MinimumIsExclusive: false, MaximumIsExclusive: false } => $"between {Limits.Minimum} and {Limits.Maximum}",
        _ => $"{(Limits.MinimumIsExclusive ? "above" : "at least")} {Limits.Minimum} and "
            + $"{(Limits.MaximumIsExclusive ? "below" : "at most")} {Limits.Maximum}",
    };
}
