using System.Globalization;
using System.Text.Json.Nodes;
using Habitue.Host;
using Habitue.Lake.Marts;
using Habitue.Server.Web.Access;

namespace Habitue.DataQuality;

/// <summary>A repair of rows that a rule set aside: the same steps for each of them. It is read from fields, so that an address or a form can hold it.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Steps">What is done with each row.</param>
/// <param name="SeesPersons">Whoever repairs may see persons. Others move nothing that is hidden from them to where it would be open.</param>
internal sealed record Repair(string Rule, IReadOnlyList<RepairStep> Steps, bool SeesPersons)
{
    public const int MostSteps = 3;
    private const int LongestText = 1_000;

    /// <param name="field">The value of a field by its name: <c>rule</c>, and per step <c>column1</c>, <c>do1</c>, <c>with1</c>, <c>by1</c>.</param>
    /// <param name="role">Who repairs.</param>
    /// <exception cref="UserMistakeException">A step cannot be carried out.</exception>
    public static Repair Read(Func<string, string> field, Role role)
    {
        var steps = new List<RepairStep>();
        for (var i = 1; i <= MostSteps; i++)
        {
            var column = field($"column{i}").Trim();
            if (column.Length == 0) continue;
            var (word, with) = (field($"do{i}"), field($"with{i}"));
            var kind = RepairStep.Kinds.FirstOrDefault(one => one.Word == word) is { Word: not null } known ? known.Kind : throw new UserMistakeException($"Step {i}: choose what to do with {column}.");
            if (column.Length > LongestText || with.Length > LongestText || field($"by{i}").Length > LongestText) throw new UserMistakeException($"Step {i}: at most {LongestText:N0} letters in a field.");
            if (kind is RepairKind.Take or RepairKind.Replace && with.Length == 0) throw new UserMistakeException($"Step {i}: say {(kind == RepairKind.Take ? "which column to take the value from" : "which text to replace")}.");
            if (kind == RepairKind.Take && !role.MaySeePersons() && with.Split('.').Any(PersonalColumns.IsCalledPersonal)) throw new UserMistakeException($"Step {i}: {with} names, reaches or describes persons; only whoever may see persons takes values from there.");
            if (kind == RepairKind.Shorten && !(int.TryParse(with, CultureInfo.InvariantCulture, out var most) && most is > 0 and <= 100_000)) throw new UserMistakeException($"Step {i}: say to how many letters, from 1 to 100,000.");
            steps.Add(new RepairStep(column, kind, with, field($"by{i}")));
        }
        return new Repair(field("rule"), steps, role.MaySeePersons());
    }

    /// <summary>The row as it is after the steps.</summary>
    /// <exception cref="UserMistakeException">A step would open what is hidden from whoever repairs.</exception>
    public JsonObject Of(JsonObject row)
    {
        var repaired = (JsonObject)row.DeepClone();
        foreach (var (i, step) in Steps.Index())
        {
            if (!SeesPersons && Opens(step, repaired) is { } column) throw new UserMistakeException($"Step {i + 1}: what {column} says in some of these rows names or reaches a person; only whoever may see persons moves or changes it.");
            step.Apply(repaired);
        }
        return repaired;
    }

    /// <summary>The column whose hidden value a step would show elsewhere, or make such that nothing hides it any longer; null when there is none.</summary>
    private static string? Opens(RepairStep step, JsonObject row)
    {
        var before = RejectedText.Masked(row);
        if (step.Kind == RepairKind.Take && Hides(step.With)) return step.With;
        var changed = (JsonObject)row.DeepClone();
        step.Apply(changed);
        var after = RejectedText.Masked(changed);
        if (step.Kind is RepairKind.Replace or RepairKind.Shorten && Hides(step.Column) && IsShownOtherwise(step.Column)) return step.Column;
        // The name in a pair of name and value is what hides the value.
        return (step.Column == "key" || step.Column.EndsWith(".key", StringComparison.Ordinal)) && step.Column[..^"key".Length] + "value" is var value && Hides(value) && IsShownOtherwise(value) ? value : null;

        bool Hides(string column) => !JsonNode.DeepEquals(RepairStep.Said(row, column), RepairStep.Said(before, column));

        bool IsShownOtherwise(string column) => !JsonNode.DeepEquals(RepairStep.Said(before, column), RepairStep.Said(after, column));
    }

    /// <summary>The steps in words.</summary>
    public string InWords() => string.Join("; ", Steps.Select(step => step.Kind switch
    {
        RepairKind.Set => $"{step.Column} set to “{step.With}”",
        RepairKind.Fill => $"{step.Column} set to “{step.With}” where empty",
        RepairKind.Take => $"{step.Column} taken from {step.With}",
        RepairKind.Replace => $"in {step.Column} “{step.With}” replaced by “{step.By}”",
        _ => $"{step.Column} shortened to {step.With} letters",
    }));
}
