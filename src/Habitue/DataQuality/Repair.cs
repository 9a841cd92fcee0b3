using System.Globalization;
using System.Text.Json.Nodes;
using Habitue.Host;

namespace Habitue.DataQuality;

/// <summary>A repair of rows that a rule set aside: the same steps for each of them. It is read from fields, so that an address or a form can hold it.</summary>
internal sealed record Repair(string Rule, IReadOnlyList<RepairStep> Steps)
{
    public const int MostSteps = 3;
    private const int LongestText = 1_000;

    /// <param name="field">The value of a field by its name: <c>rule</c>, and per step <c>column1</c>, <c>do1</c>, <c>with1</c>, <c>by1</c>.</param>
    /// <exception cref="UserMistakeException">A step cannot be carried out.</exception>
    public static Repair Read(Func<string, string> field)
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
            if (kind == RepairKind.Shorten && !(int.TryParse(with, CultureInfo.InvariantCulture, out var most) && most is > 0 and <= 100_000)) throw new UserMistakeException($"Step {i}: say to how many letters, from 1 to 100,000.");
            steps.Add(new RepairStep(column, kind, with, field($"by{i}")));
        }
        return new Repair(field("rule"), steps);
    }

    /// <summary>The row as it is after the steps.</summary>
    public JsonObject Of(JsonObject row)
    {
        var repaired = (JsonObject)row.DeepClone();
        foreach (var step in Steps) step.Apply(repaired);
        return repaired;
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
